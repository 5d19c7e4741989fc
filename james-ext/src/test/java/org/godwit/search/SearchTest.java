package org.godwit.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.godwit.search.Search.Found;
import org.godwit.search.Search.Hit;
import org.godwit.search.Search.Order;
import org.godwit.search.Search.Question;
import org.godwit.store.Database;
import org.godwit.store.PostgresExtension;
import org.godwit.store.mailbox.AccountReading;
import org.godwit.store.mailbox.AccountReading.Held;
import org.godwit.store.mailbox.StoreMailboxId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What people type finds what they mean. */
@ExtendWith(PostgresExtension.class)
class SearchTest {

  private SearchFixture alice;
  private StoreMailboxId inbox;

  @BeforeEach
  void start(Database database, @TempDir Path folder) throws Exception {
    alice = new SearchFixture(database, folder);
    inbox = alice.mailbox("INBOX");
  }

  @AfterEach
  void stop() {
    alice.close();
  }

  private long add(String headers, String body) throws Exception {
    return alice.add(
        inbox, headers + "\nContent-Type: text/plain; charset=utf-8\n\n" + octets(body) + "\n");
  }

  private static String octets(String text) {
    return new String(
        text.getBytes(java.nio.charset.StandardCharsets.UTF_8),
        java.nio.charset.StandardCharsets.ISO_8859_1);
  }

  @Test
  void aHitShowsWhereItIs() throws Exception {
    add("Subject: Lunch & more", "we meet for lunch at noon");
    add("Subject: other", "no such word");
    Search search = alice.the(Search.class);
    Question question = Question.anywhere(inbox.account(), "lunch", 100);
    List<Hit> hits = search.find(question).hits();
    List<Search.Snippet> snippets =
        search.snippets(question, hits.stream().map(Hit::message).toList());
    assertThat(snippets).hasSize(1);
    assertThat(snippets.get(0).subject()).contains("<mark>Lunch</mark> &amp; more");
    assertThat(snippets.get(0).preview()).contains("we meet for <mark>lunch</mark> at noon");
  }

  private List<Long> find(String text) {
    return uids(alice.the(Search.class).find(Question.anywhere(inbox.account(), text, 100)));
  }

  private List<Long> uids(Found found) {
    List<Held> rows = alice.the(AccountReading.class).range(inbox, 1, Long.MAX_VALUE, 1_000);
    return found.hits().stream()
        .map(Hit::message)
        .map(id -> rows.stream().filter(row -> row.id().equals(id)).findFirst().orElseThrow())
        .map(Held::uid)
        .toList();
  }

  @Test
  void wordsAreFoundWholeBegunAndSideBySide() throws Exception {
    long one = add("Subject: The quarterly report", "please read the annual figures");
    long two = add("Subject: lunch", "the report is about annual leave, figures come later");
    assertThat(find("report annual")).containsExactly(two, one);
    assertThat(find("\"annual figures\"")).containsExactly(one);
    assertThat(find("quart*")).containsExactly(one);
    assertThat(find("quart")).isEmpty();
    assertThat(find("\"annual fig*\"")).containsExactly(one);
    assertThat(find("nowhere")).isEmpty();
  }

  @Test
  void accentsMayBeLeftOutAndIdeographsNeedNoSpaces() throws Exception {
    long german = add("Subject: =?utf-8?Q?Gr=C3=BC=C3=9Fe?=", "Übergrößenträger");
    long chinese = add("Subject: x", "我在北京大学学习");
    assertThat(find("ubergroßentrager")).containsExactly(german);
    assertThat(find("übergrößenträger")).containsExactly(german);
    assertThat(find("北京大学")).containsExactly(chinese);
    assertThat(find("学北")).isEmpty();
  }

  @Test
  void addressesAndNumbersAreFoundAsAWhole() throws Exception {
    long one = add("From: Ann <ann.lee@example.org>\nTo: bob@example.net", "version 10.6.0");
    long two = add("From: Lee <lee.ann@example.org>\nTo: bob@example.net", "version 6.10.0");
    assertThat(find("ann.lee@example.org")).containsExactly(one);
    assertThat(find("10.6.0")).containsExactly(one);
    assertThat(find("lee")).containsExactly(two, one);
    assertThat(find("bob")).containsExactly(two, one);
  }

  @Test
  void theBestComesFirstAndPagesDoNotOverlap() throws Exception {
    long inSubject = add("Subject: budget", "x");
    long inBody = add("Subject: x", "budget");
    Question best = question("budget", Order.RELEVANCE, 0, 10);
    assertThat(uids(alice.the(Search.class).find(best))).containsExactly(inSubject, inBody);
    Found page = alice.the(Search.class).find(question("budget", Order.OLDEST, 1, 1));
    assertThat(uids(page)).containsExactly(inBody);
    assertThat(page.total()).isEqualTo(2);
    assertThat(page.complete()).isTrue();
  }

  private Question question(String text, Order order, int skip, int limit) {
    return new Question(
        inbox.account(),
        Set.of(inbox.number()),
        text,
        "",
        "",
        "",
        "",
        Optional.of(false),
        Optional.of(Instant.EPOCH),
        Optional.empty(),
        order,
        skip,
        limit);
  }

  @Test
  void placesAreThoseOfNow() throws Exception {
    StoreMailboxId other = alice.mailbox("Other");
    alice.add(other, "Subject: budget\n\nx\n");
    assertThat(find("nothing")).isEmpty();
    assertThat(alice.the(Search.class).find(question("budget", Order.NEWEST, 0, 9)).total())
        .isZero();
    Found anywhere = alice.the(Search.class).find(Question.anywhere(inbox.account(), "budget", 9));
    assertThat(anywhere.hits())
        .singleElement()
        .satisfies(hit -> assertThat(hit.mailboxes()).containsExactly(other.number()));
    alice.expunge(other, 1);
    assertThat(alice.the(Search.class).find(Question.anywhere(inbox.account(), "budget", 9)).hits())
        .isEmpty();
  }
}
