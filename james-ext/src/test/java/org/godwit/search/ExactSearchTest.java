package org.godwit.search;

import static org.apache.james.mailbox.model.SearchQuery.address;
import static org.apache.james.mailbox.model.SearchQuery.attachmentContains;
import static org.apache.james.mailbox.model.SearchQuery.bodyContains;
import static org.apache.james.mailbox.model.SearchQuery.flagIsSet;
import static org.apache.james.mailbox.model.SearchQuery.flagIsUnSet;
import static org.apache.james.mailbox.model.SearchQuery.headerContains;
import static org.apache.james.mailbox.model.SearchQuery.headerDateAfter;
import static org.apache.james.mailbox.model.SearchQuery.headerDateBefore;
import static org.apache.james.mailbox.model.SearchQuery.headerDateOn;
import static org.apache.james.mailbox.model.SearchQuery.headerExists;
import static org.apache.james.mailbox.model.SearchQuery.mailContains;
import static org.apache.james.mailbox.model.SearchQuery.not;
import static org.apache.james.mailbox.model.SearchQuery.or;
import static org.apache.james.mailbox.model.SearchQuery.subject;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.stream.Stream;
import javax.mail.Flags;
import org.apache.james.mailbox.model.SearchQuery.AddressType;
import org.apache.james.mailbox.model.SearchQuery.DateResolution;
import org.awaitility.Awaitility;
import org.godwit.search.extract.SampleFiles;
import org.godwit.store.Database;
import org.godwit.store.PostgresExtension;
import org.godwit.store.mailbox.ExpungedPurge;
import org.godwit.store.mailbox.StoreInvariants;
import org.godwit.store.mailbox.StoreMailboxId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What is found is what is there (9051 §6.4.4), with an index in any state. */
@ExtendWith({PostgresExtension.class, StoreInvariants.class})
class ExactSearchTest {

  @TempDir Path folder;
  private Database database;
  private SearchFixture alice;
  private StoreMailboxId inbox;

  @BeforeEach
  void start(Database database) throws Exception {
    this.database = database;
    alice = new SearchFixture(database, folder);
    inbox = alice.mailbox("INBOX");
  }

  @AfterEach
  void stop() {
    alice.close();
  }

  private void restart() throws Exception {
    alice.close();
    alice = new SearchFixture(database, folder);
  }

  @Test
  void aMessageIsFoundByTheFirstSearchAfterItsAppend() throws Exception {
    for (int i = 1; i <= 5; i++) {
      long uid = alice.add(inbox, "Subject: number " + i + "\n\nword" + i + "x\n");
      assertThat(alice.find(inbox, mailContains("ORD" + i + "X"))).containsExactly(uid);
    }
  }

  @Test
  void encodedWordsAreFoundAsPeopleReadThem() throws Exception {
    long uid =
        alice.add(
            inbox,
            "Subject: =?utf-8?Q?Gr=C3=BC=C3=9Fe_aus?= =?iso-8859-1?B?TfxuY2hlbg==?=\n"
                + "From: =?utf-8?B?SsO8cmdlbg==?= \"von \\\"der\\\"\" Heide <jh@example.org>\n\nx\n");
    assertThat(alice.find(inbox, subject("grüße ausmünchen"))).containsExactly(uid);
    assertThat(alice.find(inbox, mailContains("MÜNCHEN"))).containsExactly(uid);
    assertThat(alice.find(inbox, mailContains("munchen"))).as("another letter").isEmpty();
    assertThat(alice.find(inbox, address(AddressType.From, "jürgen"))).containsExactly(uid);
    assertThat(alice.find(inbox, address(AddressType.From, "JH@EXAMPLE"))).containsExactly(uid);
    assertThat(alice.find(inbox, mailContains("=?utf-8?"))).as("how it was sent").isEmpty();
  }

  @Test
  void aBodyIsFoundInItsCharsetAndEncoding() throws Exception {
    long quoted =
        alice.add(
            inbox,
            "Content-Type: text/plain; charset=iso-8859-15\n"
                + "Content-Transfer-Encoding: quoted-printable\n\nPreis: 10 =A4, f=FCr al=\nle\n");
    long base64 =
        alice.add(
            inbox,
            "Content-Type: text/plain; charset=shift_jis\n"
                + "Content-Transfer-Encoding: base64\n\nk/qWe4zq\n");
    assertThat(alice.find(inbox, bodyContains("10 €, für alle"))).containsExactly(quoted);
    assertThat(alice.find(inbox, bodyContains("日本語"))).containsExactly(base64);
    assertThat(alice.find(inbox, bodyContains("本"))).containsExactly(base64);
    assertThat(alice.find(inbox, bodyContains("charset"))).isEmpty();
    assertThat(alice.find(inbox, mailContains("charset"))).containsExactly(quoted, base64);
  }

  @Test
  void htmlIsFoundAsItIsReadAndAsItIsWrittenAndAttachedMessagesToo() throws Exception {
    long html =
        alice.add(
            inbox,
            "Content-Type: text/html\n\n<style>hidden{}</style><p>Hel<b>lo</b> &euml;\n"
                + "world</p><p>next</p>\n");
    long forwarded =
        alice.add(
            inbox,
            "Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: message/rfc822\n\n"
                + "Subject: innermost\n\ninner words\n--b\n"
                + "Content-Type: application/pdf; name*=utf-8''%C3%BCber.pdf\n\nx\n--b--\n");
    assertThat(alice.find(inbox, bodyContains("hello ë world"))).containsExactly(html);
    assertThat(alice.find(inbox, bodyContains("hidden{}</style><P>hel<"))).containsExactly(html);
    assertThat(alice.find(inbox, bodyContains("inner words"))).containsExactly(forwarded);
    assertThat(alice.find(inbox, mailContains("innermost"))).containsExactly(forwarded);
    assertThat(alice.find(inbox, mailContains("über.pdf"))).containsExactly(forwarded);
    assertThat(alice.find(inbox, subject("innermost"))).isEmpty();
  }

  @Test
  void aDayIsThatOfTheSendersCalendar() throws Exception {
    long uid = alice.add(inbox, "Date: Fri, 1 Mar 2024 00:30:00 +1300\n\nx\n");
    Date first = Date.from(Instant.parse("2024-03-01T00:00:00Z"));
    Date day = Date.from(Instant.parse("2024-02-29T00:00:00Z"));
    assertThat(alice.find(inbox, headerDateOn("Date", first, DateResolution.Day)))
        .containsExactly(uid);
    assertThat(alice.find(inbox, headerDateOn("Date", day, DateResolution.Day))).isEmpty();
  }

  @Test
  void oddDatesAreTakenByTheirWordsAndNoDateIsNoDay() throws Exception {
    long odd = alice.add(inbox, "Date: Thu, 29 Aug 0102 19:49:31 -1900\n\nx\n");
    alice.add(inbox, "Date: Sat Sep 21 08:18:08 2002\n\nx\n");
    alice.add(inbox, "Date:\n\nx\n");
    Date day = Date.from(Instant.parse("2001-01-01T00:00:00Z"));
    assertThat(alice.find(inbox, headerDateBefore("Date", day, DateResolution.Day)))
        .containsExactly(odd);
    assertThat(alice.find(inbox, headerDateAfter("Date", day, DateResolution.Day))).isEmpty();
  }

  @Test
  void aCommonStringIsFoundInsideWordsToo() throws Exception {
    List<Long> expected = new ArrayList<>();
    for (int i = 0; i < 400; i++) {
      String[] texts = {"the mailing list", "e-mail", "a mai l", "mAILBOX", "ma\u00EFl, ail mai"};
      long uid =
          alice.add(
              inbox,
              "Content-Type: text/plain; charset=iso-8859-1\n\n" + texts[i % 5] + " " + i + "\n");
      if (i % 5 != 2 && i % 5 != 4) {
        expected.add(uid);
      }
    }
    assertThat(alice.find(inbox, bodyContains("mail"))).isEqualTo(expected);
    assertThat(alice.find(inbox, mailContains("mail"))).isEqualTo(expected);
  }

  @Test
  void blanksCountAsTheyStandAndAsOne() throws Exception {
    long uid = alice.add(inbox, "Subject: you've   refi'd\n  it\nX-Some: a\n   b\n\nx\n");
    assertThat(alice.find(inbox, subject("ve   re"))).containsExactly(uid);
    assertThat(alice.find(inbox, subject("you've refi'd it"))).containsExactly(uid);
    assertThat(alice.find(inbox, headerContains("x-some", "a b"))).containsExactly(uid);
    assertThat(alice.find(inbox, headerContains("x-some", "a   b"))).containsExactly(uid);
  }

  @Test
  void flagsAndPlacesAreThoseOfNow() throws Exception {
    StoreMailboxId other = alice.mailbox("Other");
    long one = alice.add(inbox, "Subject: a\n\ncommon\n");
    long two = alice.add(inbox, "Subject: b\n\ncommon\n");
    long third = alice.add(other, "Subject: c\n\ncommon\n");
    assertThat(alice.find(inbox, bodyContains("common"))).containsExactly(one, two);
    alice.flag(inbox, one, Flags.Flag.SEEN);
    assertThat(alice.find(inbox, bodyContains("common"), flagIsUnSet(Flags.Flag.SEEN)))
        .containsExactly(two);
    assertThat(alice.find(inbox, or(flagIsSet(Flags.Flag.SEEN), not(bodyContains("common")))))
        .containsExactly(one);
    alice.expunge(inbox, one);
    assertThat(alice.find(inbox, bodyContains("common"))).containsExactly(two);
    assertThat(alice.find(other, not(subject("a")))).containsExactly(third);
  }

  @Test
  void fieldsAreFoundByNameAndValue() throws Exception {
    long uid = alice.add(inbox, "X-Spam: yes\nTo: a@b, \"Doe, John\" <jd@c>\nsubject:\n\nx\n");
    assertThat(alice.find(inbox, headerExists("x-spam"))).containsExactly(uid);
    assertThat(alice.find(inbox, headerContains("X-SPAM", "ye"))).containsExactly(uid);
    assertThat(alice.find(inbox, headerContains("X-SPAM", "no"))).isEmpty();
    assertThat(alice.find(inbox, headerContains("Spam", "yes"))).isEmpty();
    assertThat(alice.find(inbox, headerExists("subject"))).containsExactly(uid);
    assertThat(alice.find(inbox, address(AddressType.To, "Doe, John <jd@c>"))).containsExactly(uid);
    assertThat(alice.find(inbox, address(AddressType.To, "\"Doe, John\""))).containsExactly(uid);
    assertThat(alice.find(inbox, address(AddressType.To, "a@b, \""))).containsExactly(uid);
    assertThat(alice.find(inbox, address(AddressType.To, "<a@b>, doe, john <jd@c>")))
        .containsExactly(uid);
    assertThat(alice.find(inbox, address(AddressType.To, "domain"))).isEmpty();
  }

  @Test
  void anIndexThatIsGoneOrDamagedIsNotMissed() throws Exception {
    for (int i = 0; i < 30; i++) {
      alice.add(inbox, "Subject: s" + i + "\n\nneedle" + i % 3 + " in hay\n");
    }
    List<Long> expected = alice.find(inbox, mailContains("needle1"));
    assertThat(expected).hasSize(10);
    for (String damage : List.of("flip", "delete", "cut")) {
      restart();
      assertThat(alice.find(inbox, mailContains("needle1"))).isEqualTo(expected);
      damage(damage);
      assertThat(alice.find(inbox, mailContains("needle1"))).as(damage).isEqualTo(expected);
      damage(damage);
      restart();
      assertThat(alice.find(inbox, mailContains("needle1"))).as(damage).isEqualTo(expected);
    }
  }

  /** To each file of the index, and then the clock of its file system has moved. */
  private void damage(String how) throws Exception {
    List<Path> files = new ArrayList<>();
    try (Stream<Path> found = java.nio.file.Files.walk(folder)) {
      found
          .filter(java.nio.file.Files::isRegularFile)
          .filter(file -> !file.endsWith("write.lock"))
          .forEach(files::add);
    }
    assertThat(files).isNotEmpty();
    for (Path file : files) {
      byte[] bytes = java.nio.file.Files.readAllBytes(file);
      switch (how) {
        case "flip" -> {
          bytes[bytes.length / 2] ^= 0x55;
          java.nio.file.Files.write(file, bytes);
        }
        case "cut" ->
            java.nio.file.Files.write(file, java.util.Arrays.copyOf(bytes, bytes.length / 2));
        default -> java.nio.file.Files.delete(file);
      }
    }
  }

  @Test
  void aLineOfTheHeaderThatIsNoFieldIsFound() throws Exception {
    long uid = alice.add(inbox, "Subject: s\n \nno field at all\n and its fold\nTo: b@x\n\nbody\n");
    for (String needle : List.of("field at all", "all and its", "b@x")) {
      assertThat(alice.find(inbox, mailContains(needle))).as(needle).containsExactly(uid);
      assertThat(alice.scan(inbox, mailContains(needle))).as(needle).containsExactly(uid);
    }
    assertThat(alice.find(inbox, bodyContains("field at all"))).isEmpty();
  }

  @Test
  void anIndexOfAnotherFormatIsRemoved() throws Exception {
    Path old = folder.resolve(Long.toString(inbox.account())).resolve("v0");
    java.nio.file.Files.createDirectories(old);
    java.nio.file.Files.writeString(old.resolve("segments_1"), "of long ago");
    long uid = alice.add(inbox, "Subject: s\n\nbody\n");
    assertThat(alice.find(inbox, bodyContains("body"))).containsExactly(uid);
    assertThat(old).doesNotExist();
    assertThat(old.resolveSibling(IndexFormat.NOW.folder())).isNotEmptyDirectory();
  }

  @Test
  void whatIsIndexedSurvivesARestart() throws Exception {
    long uid = alice.add(inbox, "Subject: s\n\nbody\n");
    assertThat(alice.find(inbox, bodyContains("body"))).containsExactly(uid);
    restart();
    try (Indexes.Lease lease = alice.the(Indexes.class).use(inbox.account())) {
      assertThat(lease.index().size()).isEqualTo(1);
      assertThat(lease.index().modseq()).isPositive();
    }
    long next = alice.add(inbox, "Subject: s\n\nbody\n");
    assertThat(alice.find(inbox, bodyContains("body"))).containsExactly(uid, next);
  }

  @Test
  void aVeryLongTextIsFoundToItsEnd() throws Exception {
    String text = "0123456789 abcdefghi ".repeat(CatchUp.MOST_TEXT / 20);
    long uid = alice.add(inbox, "Subject: long\n\n" + text + " theend\n");
    long small = alice.add(inbox, "Subject: short\n\nx\n");
    assertThat(alice.find(inbox, bodyContains("theend"))).containsExactly(uid);
    assertThat(alice.find(inbox, not(bodyContains("theend")))).containsExactly(small);
  }

  @Test
  void aWordInsideAnAttachmentIsFoundByPeopleAndIsNoTextOfTheMessage() throws Exception {
    long pdf = alice.add(inbox, attached("a.pdf", SampleFiles.pdf("quarterly figures")));
    long odt = alice.add(inbox, attached("b.odt", SampleFiles.odt("open quarterly words")));
    long broken =
        alice.add(inbox, attached("c.docx", SampleFiles.bytes("PK\u0003\u0004 is no document")));
    assertThat(alice.find(inbox, subject("file"))).containsExactly(pdf, odt, broken);
    Awaitility.await().untilAsserted(() -> assertThat(coverage().messagesUnread()).isZero());
    assertThat(alice.find(inbox, attachmentContains("Quarterly fig"))).containsExactly(pdf);
    assertThat(alice.find(inbox, attachmentContains("quarterly"))).containsExactly(pdf, odt);
    assertThat(alice.find(inbox, mailContains("quarterly"))).isEmpty(); // 9051 §6.4.4
    SearchAdmin.Coverage coverage = coverage();
    assertThat(coverage.messages()).isEqualTo(3);
    assertThat(coverage.indexed()).isEqualTo(3);
    assertThat(coverage.upToDate()).isTrue();
    assertThat(coverage.filesRead()).isEqualTo(2);
    assertThat(coverage.skipped()).extracting(SearchAdmin.Skipped::name).containsExactly("c.docx");
  }

  private SearchAdmin.Coverage coverage() {
    return alice.the(SearchAdmin.class).coverage(SearchFixture.ALICE).orElseThrow();
  }

  private static String attached(String name, byte[] file) {
    return "Subject: file\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\ntext\n--b\n"
        + "Content-Type: application/octet-stream; name="
        + name
        + "\nContent-Disposition: attachment\nContent-Transfer-Encoding: base64\n\n"
        + Base64.getMimeEncoder().encodeToString(file).replace("\r", "")
        + "\n--b--\n";
  }

  @Test
  void anIndexCanBeBuiltAnew() throws Exception {
    long uid = alice.add(inbox, "Subject: s\n\nbody\n");
    assertThat(alice.find(inbox, bodyContains("body"))).containsExactly(uid);
    assertThat(alice.the(SearchAdmin.class).reindex(SearchFixture.ALICE)).isTrue();
    assertThat(alice.find(inbox, bodyContains("body"))).containsExactly(uid);
    Awaitility.await().untilAsserted(() -> assertThat(coverage().indexed()).isEqualTo(1));
  }

  @Test
  void whatIsForgottenLeavesTheIndex() throws Exception {
    long uid = alice.add(inbox, "Subject: s\n\nbody\n");
    long other = alice.add(inbox, "Subject: s\n\nbody\n");
    assertThat(alice.find(inbox, bodyContains("body"))).containsExactly(uid, other);
    alice.expunge(inbox, uid);
    alice.the(ExpungedPurge.class).purge(Instant.now().plusSeconds(3_600));
    try (Indexes.Lease lease = alice.the(Indexes.class).use(inbox.account())) {
      assertThat(lease.index().size()).isEqualTo(2);
      alice.the(CatchUp.class).forget(inbox.account(), lease.index());
      assertThat(lease.index().size()).isEqualTo(1);
    }
    assertThat(alice.find(inbox, bodyContains("body"))).containsExactly(other);
  }
}
