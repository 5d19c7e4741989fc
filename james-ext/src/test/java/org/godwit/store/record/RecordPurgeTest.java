package org.godwit.store.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.james.server.core.MailImpl;
import org.godwit.store.Database;
import org.godwit.store.OneAccountStatements;
import org.godwit.store.PostgresExtension;
import org.godwit.store.listing.Change;
import org.godwit.store.mailbox.StoredLetters;
import org.godwit.store.queue.JoinedMail;
import org.godwit.store.queue.Queues;
import org.godwit.store.submission.Submission;
import org.godwit.store.submission.Submissions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What may be forgotten is, and nobody concludes anything from what is not there any more. */
@ExtendWith({PostgresExtension.class, OneAccountStatements.class})
class RecordPurgeTest {

  private static final String TYPE = "Note";

  private StoredLetters letters;
  private Queues queues;
  private Submissions submissions;
  private Records records;
  private RecordPurge purge;
  private long account;

  @BeforeEach
  void open(Database database) throws Exception {
    letters = new StoredLetters(database);
    account = letters.account();
    queues = new Queues(database);
    submissions = new Submissions(database, new JoinedMail(queues.factory()));
    records = new Records(database);
    purge = new RecordPurge(database);
  }

  @AfterEach
  void close() {
    queues.close();
  }

  private int purgeAll() {
    return purge.purge(Instant.now().plusSeconds(60));
  }

  private void put(UUID id) {
    records.change(
        account,
        TYPE,
        Optional.empty(),
        now -> new Records.Edits(Map.of(id, "{\"n\":1}"), List.of()));
  }

  private void remove(UUID id) {
    records.change(
        account, TYPE, Optional.empty(), now -> new Records.Edits(Map.of(), List.of(id)));
  }

  private long modseq() {
    return records.find(account, TYPE, Optional.empty()).modseq();
  }

  @Test
  void aDocumentThatWentIsForgottenAndOnesThatAreThereStay() {
    UUID there = UUID.randomUUID();
    UUID gone = UUID.randomUUID();
    put(there);
    put(gone);
    long before = modseq();
    remove(gone);
    long after = modseq();

    purge.purge(Instant.now().minusSeconds(60));
    assertThat(records.since(account, TYPE, before).complete()).as("too young").isTrue();
    purgeAll();

    assertThat(records.find(account, TYPE, Optional.empty()).records()).containsOnlyKeys(there);
    assertThat(records.since(account, TYPE, before).complete()).isFalse();
    assertThat(records.since(account, TYPE, after).complete()).isTrue();
    put(gone);
    assertThat(records.since(account, TYPE, after).changes())
        .extracting(Change::id, Change::isNew)
        .containsExactly(org.assertj.core.groups.Tuple.tuple(gone, true));
  }

  private Submission submit(Duration hold) throws Exception {
    MailImpl mail =
        MailImpl.builder()
            .name("letter")
            .sender("alice@example.org")
            .addRecipient("bob@example.org")
            .build();
    return submissions
        .add(
            account,
            new Submissions.Wish(
                "i",
                letters.message(),
                "{}",
                List.of("bob@example.org"),
                Instant.now().plus(hold),
                hold,
                mail))
        .orElseThrow();
  }

  @Test
  void aSubmissionThatWasSentEndsAndIsForgottenTheNextTimeOneThatWaitsStays() throws Exception {
    Submission sent = submit(Duration.ZERO);
    Submission waits = submit(Duration.ofHours(1));
    long before = modseq();

    assertThat(purgeAll()).isEqualTo(1);

    assertThat(submissions.find(account, Optional.empty()).submissions())
        .extracting(Submission::id)
        .containsExactly(waits.id());
    assertThat(submissions.since(account, before).changes())
        .extracting(Change::id, Change::isGone)
        .containsExactly(org.assertj.core.groups.Tuple.tuple(sent.id(), true));
    assertThat(purgeAll()).isZero();
    assertThat(submissions.since(account, before).complete()).isFalse();
    assertThat(queues.content()).as("mail that is on its way stays so").hasSize(2);
  }
}
