package org.godwit.store.submission;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.james.core.MailAddress;
import org.apache.james.server.core.MailImpl;
import org.godwit.store.Database;
import org.godwit.store.PostgresExtension;
import org.godwit.store.listing.Change;
import org.godwit.store.mailbox.StoredLetters;
import org.godwit.store.queue.JoinedMail;
import org.godwit.store.queue.Lease;
import org.godwit.store.queue.Queues;
import org.godwit.store.submission.Submission.Undo;
import org.godwit.store.submission.SubmissionProgress.Delivered;
import org.godwit.store.submission.SubmissionProgress.Delivery;
import org.godwit.store.submission.Submissions.Canceled;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(PostgresExtension.class)
class SubmissionsTest {

  private static final Duration HOUR = Duration.ofHours(1);

  private Database database;
  private Queues queues;
  private StoredLetters letters;
  private Submissions submissions;
  private SubmissionProgress progress;

  @BeforeEach
  void open(Database given) throws Exception {
    database = given;
    letters = new StoredLetters(database);
    start();
  }

  private void start() {
    queues = new Queues(database);
    submissions = new Submissions(database, new JoinedMail(queues.factory()));
    progress = new SubmissionProgress(database);
  }

  @AfterEach
  void close() {
    queues.close();
  }

  private Submission add(Duration hold) throws Exception {
    return submissions.add(letters.account(), wish(hold, "Bob@Example.org")).orElseThrow();
  }

  private Submissions.Wish wish(Duration hold, String recipient) throws Exception {
    MailImpl mail =
        MailImpl.builder()
            .name("letter")
            .sender("alice@example.org")
            .addRecipient(recipient)
            .build();
    return new Submissions.Wish(
        "i", letters.message(), "{}", List.of(recipient), Instant.now().plus(hold), hold, mail);
  }

  private Submission now(UUID id) {
    return submissions.find(letters.account(), Optional.of(List.of(id))).submissions().getFirst();
  }

  @Test
  void aSubmissionWithATimeWaitsInTheQueueWithItsMessage() throws Exception {
    Submission held = add(HOUR);

    assertThat(held.undo()).isEqualTo(Undo.PENDING);
    assertThat(queues.content()).containsExactly("spool letter DELAYED");
    assertThat(queues.lease("spool")).isEmpty();
    queues.admin().retry(queues.admin().list(Optional.empty(), 0, 1).getFirst().id());
    assertThat(Queues.text(queues.lease("spool").orElseThrow().mail())).isEqualTo(letters.text());
  }

  @Test
  void aSubmissionWithoutATimeIsSentAtOnce() throws Exception {
    assertThat(add(Duration.ZERO).undo()).isEqualTo(Undo.FINAL);
    assertThat(queues.lease("spool")).isPresent();
  }

  @Test
  void whatIsCanceledIsNotSent() throws Exception {
    Submission held = add(HOUR);

    assertThat(submissions.cancel(letters.account(), held.id())).isEqualTo(Canceled.DONE);

    assertThat(queues.content()).isEmpty();
    assertThat(now(held.id()).undo()).isEqualTo(Undo.CANCELED);
    assertThat(submissions.cancel(letters.account(), held.id())).isEqualTo(Canceled.TOO_LATE);
  }

  @Test
  void whatIsBeingSentCannotBeCanceled() throws Exception {
    Submission held = add(HOUR);
    queues.admin().retry(queues.admin().list(Optional.empty(), 0, 1).getFirst().id());
    Lease lease = queues.lease("spool").orElseThrow();

    assertThat(submissions.cancel(letters.account(), held.id())).isEqualTo(Canceled.TOO_LATE);
    progress.begun(lease.mail());
    lease.release();
    assertThat(submissions.cancel(letters.account(), held.id()))
        .as("its worker may have sent a part")
        .isEqualTo(Canceled.TOO_LATE);
    assertThat(now(held.id()).undo()).isEqualTo(Undo.FINAL);
  }

  @Test
  void ofCancelingAndSendingOneWins() throws Exception {
    int rounds = 40;
    int sent = 0;
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int round = 0; round < rounds; round++) {
        Submission held = add(HOUR);
        queues.admin().retry(queues.admin().list(Optional.empty(), 0, 1).getFirst().id());
        CyclicBarrier start = new CyclicBarrier(2);
        Future<Canceled> cancel =
            threads.submit(
                () -> {
                  start.await();
                  return submissions.cancel(letters.account(), held.id());
                });
        Future<Optional<Lease>> lease =
            threads.submit(
                () -> {
                  start.await();
                  return queues.lease("spool");
                });
        boolean canceled = cancel.get() == Canceled.DONE;
        assertThat(lease.get().isPresent()).as("sent, in round %d", round).isEqualTo(!canceled);
        if (!canceled) {
          sent++;
          progress.begun(lease.get().get().mail());
          assertThat(lease.get().get().settle()).isTrue();
        }
        assertThat(now(held.id()).undo()).isEqualTo(canceled ? Undo.CANCELED : Undo.FINAL);
        assertThat(queues.content()).isEmpty();
      }
    }
    assertThat(sent).as("rounds that sent").isBetween(0, rounds);
  }

  @Test
  void aRestartLosesAndDoublesNothing() throws Exception {
    Submission held = add(HOUR);
    queues.kill();
    start();

    assertThat(queues.content()).containsExactly("spool letter DELAYED");
    assertThat(submissions.cancel(letters.account(), held.id())).isEqualTo(Canceled.DONE);
    assertThat(queues.content()).isEmpty();
  }

  @Test
  void aWorkerThatDiedBeforeItBeganLeavesTheSubmissionPending() throws Exception {
    Submission held = add(HOUR);
    queues.admin().retry(queues.admin().list(Optional.empty(), 0, 1).getFirst().id());
    assertThat(queues.lease("spool")).isPresent();
    queues.close();
    start();

    assertThat(now(held.id()).undo()).isEqualTo(Undo.PENDING);
    assertThat(submissions.cancel(letters.account(), held.id())).isEqualTo(Canceled.DONE);
  }

  @Test
  void whatBecameOfARecipientIsNotedUnderTheNameInTheEnvelope() throws Exception {
    Submission sent = add(Duration.ZERO);
    long before = submissions.find(letters.account(), Optional.empty()).modseq();
    progress.tell(
        queues.lease("spool").orElseThrow().mail(),
        Map.of(
            new MailAddress("bob@example.org"),
            new Delivery("250 2.0.0 ok", Delivered.YES),
            new MailAddress("stranger@example.org"),
            new Delivery("550 no", Delivered.NO)));

    assertThat(now(sent.id()).deliveries())
        .contains("Bob@Example.org", "250 2.0.0 ok", "\"yes\"")
        .doesNotContain("stranger");
    assertThat(submissions.since(letters.account(), before).changes())
        .extracting(Change::id)
        .containsExactly(sent.id());
  }

  @Test
  void aMessageThatIsGoneIsNotSent() throws Exception {
    Submissions.Wish wish = wish(HOUR, "bob@example.org");
    letters.expunge();
    long before = submissions.find(letters.account(), Optional.empty()).modseq();

    assertThat(submissions.add(letters.account(), wish)).isEmpty();
    assertThat(queues.content()).isEmpty();
    assertThat(submissions.find(letters.account(), Optional.empty()).modseq()).isEqualTo(before);
  }

  @Test
  void aForgottenSubmissionIsSentAllTheSame() throws Exception {
    Submission held = add(HOUR);
    long before = submissions.find(letters.account(), Optional.empty()).modseq();

    assertThat(submissions.remove(letters.account(), held.id())).isTrue();
    assertThat(submissions.remove(letters.account(), held.id())).isFalse();

    assertThat(queues.content()).containsExactly("spool letter DELAYED");
    assertThat(submissions.since(letters.account(), before).changes())
        .containsExactly(new Change<>(held.id(), before + 1, false, true, false));
  }
}
