package org.godwit.mailflow;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.james.core.Username;
import org.apache.james.lifecycle.api.LifecycleUtil;
import org.apache.james.server.core.MailImpl;
import org.apache.james.server.core.MimeMessageInputStreamSource;
import org.apache.james.sieverepository.api.ScriptContent;
import org.apache.james.sieverepository.api.ScriptName;
import org.apache.james.sieverepository.api.SieveRepository;
import org.godwit.store.Database;
import org.godwit.store.PostgresExtension;
import org.godwit.store.queue.QueueAdmin.QueuedMail;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(PostgresExtension.class)
class SieveInTheMailFlowTest {
  private static final String ANNA = "anna@example.test";
  private static final String BERT = "bert@example.test";
  private static final String USUAL =
      "From: Sender <sender@example.org>\r\nTo: anna@example.test, bert@example.test\r\n"
          + "Subject: hello \u00e9\r\nMessage-ID: <1@example.org>\r\n\r\nbody \u00ff\r\n";

  private MailflowHouse house;

  @BeforeEach
  void open(Database database) throws Exception {
    house = new MailflowHouse(database);
    house.people(ANNA, BERT);
  }

  @AfterEach
  void close() {
    house.close();
  }

  private void script(String owner, String text) throws Exception {
    SieveRepository scripts = house.part(SieveRepository.class);
    ScriptName name = new ScriptName("main");
    scripts.putScript(Username.of(owner), name, new ScriptContent(text));
    scripts.setActive(Username.of(owner), name);
  }

  private void sendFrom(String from, String message, String... to) throws Exception {
    MailImpl mail = MailImpl.builder().name(MailImpl.getId()).addRecipients(to).build();
    if (!from.isEmpty()) {
      mail.setSender(new org.apache.james.core.MailAddress(from));
    }
    mail.setMessageContent(
        MimeMessageInputStreamSource.create(
            "test", new ByteArrayInputStream(message.getBytes(StandardCharsets.ISO_8859_1))));
    house.queue("spool").enQueue(mail);
    LifecycleUtil.dispose(mail);
    house.work();
  }

  private void send(String... to) throws Exception {
    sendFrom("sender@example.org", USUAL, to);
  }

  private List<String> outgoingTo() {
    return house.outgoing().stream().flatMap(mail -> mail.recipients().stream()).toList();
  }

  @Test
  void filesWhereTheScriptSays() throws Exception {
    script(ANNA, "require [\"fileinto\",\"copy\"]; fileinto :copy \"Lists/One\";");

    send(ANNA, BERT);

    assertThat(DeliveredMail.folders(ANNA)).containsExactly("INBOX", "Lists/One");
    assertThat(DeliveredMail.folders(BERT)).containsExactly("INBOX");
    assertThat(house.spool()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"a..b", "/a", "a/", "a//b", ".", "#private", "a*b", "100%", "inbox", "Inbox"})
  void aFolderThatCannotBeIsTheInbox(String folder) throws Exception {
    script(ANNA, "require \"fileinto\"; fileinto \"" + folder + "\"; keep;");

    send(ANNA);

    assertThat(DeliveredMail.folders(ANNA)).containsExactly("INBOX");
    assertThat(house.spool()).isEmpty();
  }

  @Test
  void aFolderWithAVeryLongNameIsTheInbox() throws Exception {
    script(ANNA, "require \"fileinto\"; fileinto \"" + "x".repeat(300) + "\";");

    send(ANNA);

    assertThat(DeliveredMail.folders(ANNA)).containsExactly("INBOX");
    assertThat(house.spool()).isEmpty();
  }

  @Test
  void redirectsOfOneMailAreFew() throws Exception {
    StringBuilder script = new StringBuilder();
    for (int i = 0; i < 40; i++) {
      script.append("redirect \"far").append(i).append("@example.net\";");
    }
    script(ANNA, script.toString());

    send(ANNA);

    assertThat(outgoingTo()).isEmpty(); // the script fails, and the mail is kept
    assertThat(DeliveredMail.folders(ANNA)).containsExactly("INBOX");
  }

  @Test
  void nobodyIsAnsweredInTheNameOfOthers() throws Exception { // 5230 §5.1
    script(
        ANNA,
        "require \"vacation\"; vacation :addresses [\"chief@example.test\"]"
            + " :from \"chief@example.test\" \"Gone.\";");

    send(ANNA);

    assertThat(outgoingText()).contains("From: anna@example.test\r\n");
  }

  @Test
  void discardsForOneAndLeavesTheOthersAlone() throws Exception {
    script(ANNA, "discard;");

    send(ANNA, BERT);

    assertThat(DeliveredMail.of(ANNA)).isEmpty();
    assertThat(DeliveredMail.of(BERT)).hasSize(1);
    assertThat(house.spool()).isEmpty();
    assertThat(house.outgoing()).isEmpty();
  }

  @Test
  void redirectsByteForByteFromTheSameSender() throws Exception {
    script(ANNA, "redirect \"bert@example.test\";");

    send(ANNA);

    assertThat(DeliveredMail.of(ANNA)).isEmpty();
    assertThat(DeliveredMail.of(BERT))
        .containsExactly(
            "Return-Path: <sender@example.org>\r\nDelivered-To: bert@example.test\r\n"
                + "Delivered-To: anna@example.test\r\n"
                + USUAL);
  }

  @Test
  void redirectsToTheWorld() throws Exception {
    script(ANNA, "require \"copy\"; redirect :copy \"far@example.net\";");

    send(ANNA);

    assertThat(DeliveredMail.of(ANNA)).hasSize(1);
    assertThat(outgoingTo()).containsExactly("far@example.net");
  }

  @Test
  void aCircleOfRedirectsEndsAndIsReported() throws Exception {
    script(ANNA, "redirect \"bert@example.test\";");
    script(BERT, "redirect \"anna@example.test\";");

    send(ANNA);

    assertThat(house.spool()).isEmpty();
    assertThat(outgoingTo()).containsExactly("sender@example.org");
  }

  @Test
  void rejectsWithTheReason() throws Exception {
    script(ANNA, "require \"reject\"; reject \"I do not\r\n want this\";");

    send(ANNA, BERT);

    assertThat(DeliveredMail.of(ANNA)).isEmpty();
    assertThat(DeliveredMail.of(BERT)).hasSize(1);
    assertThat(house.outgoing())
        .extracting(QueuedMail::sender, QueuedMail::recipients)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(
                java.util.Optional.empty(), List.of("sender@example.org")));
    assertThat(outgoingText()).contains("I do not want this");
  }

  private String outgoingText() throws Exception {
    return org.godwit.store.queue.Queues.text(
        org.godwit.store.queue.Queues.next(house.queue("outgoing")).orElseThrow().mail());
  }

  @Test
  void aReportIsKeptRatherThanRejected() throws Exception { // 5429 §2.1.1
    script(ANNA, "require \"reject\"; reject \"no\";");

    sendFrom("", USUAL, ANNA);

    assertThat(DeliveredMail.of(ANNA)).hasSize(1);
    assertThat(house.outgoing()).isEmpty();
  }

  @Test
  void aScriptThatFailsHasItsMailKept() throws Exception {
    script(ANNA, "require [\"fileinto\",\"variables\"]; fileinto \"${nothing}\";");

    send(ANNA);

    assertThat(DeliveredMail.folders(ANNA)).containsExactly("INBOX");
  }

  @Test
  void aScriptWithMistakesHasItsMailKept() throws Exception {
    script(ANNA, "nonsense;");

    send(ANNA);

    assertThat(DeliveredMail.folders(ANNA)).containsExactly("INBOX");
  }

  @Test
  void knowsTheDetailOfTheAddressThatTheSenderWrote() throws Exception {
    script(
        ANNA,
        "require [\"fileinto\",\"envelope\",\"subaddress\",\"variables\"];"
            + " if envelope :detail :matches \"to\" \"*\" { fileinto \"${1}\"; }");

    send("anna+news@example.test");
    send(ANNA);

    assertThat(DeliveredMail.folders(ANNA)).containsExactly("INBOX", "news");
  }

  @Test
  void asksWhetherAMailboxExists() throws Exception {
    script(
        ANNA,
        "require [\"fileinto\",\"mailbox\"];"
            + " if mailboxexists \"INBOX\" { fileinto \"Second\"; }");

    send(ANNA);
    sendFrom("sender@example.org", USUAL.replace("<1@", "<2@"), ANNA);

    assertThat(DeliveredMail.folders(ANNA)).containsExactly("INBOX", "Second");
  }

  @Test
  void answersOnceWhileAway() throws Exception {
    script(
        ANNA,
        "require \"vacation\"; vacation :subject \"Fort \u00fc\" \"Ich bin weg \u2013 bis Mai.\";");

    send(ANNA);
    send(ANNA);

    assertThat(DeliveredMail.of(ANNA)).hasSize(2);
    assertThat(house.outgoing())
        .extracting(QueuedMail::sender, QueuedMail::recipients)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(
                java.util.Optional.empty(), List.of("sender@example.org")));
    assertThat(outgoingText())
        .contains("From: anna@example.test\r\n")
        .contains("To: sender@example.org\r\n")
        .contains("Subject: =?UTF-8?Q?Fort_=C3=BC?=\r\n")
        .contains("Auto-Submitted: auto-replied (vacation)\r\n")
        .contains("In-Reply-To: <1@example.org>\r\n")
        .contains("Ich bin weg =E2=80=93 bis Mai.");
  }

  @Test
  void anAliasOfTheOwnerIsAnsweredToo() throws Exception {
    house.rewrites().addAliasMapping(MailflowHouse.source("info@example.test"), ANNA);
    script(ANNA, "require \"vacation\"; vacation \"Gone.\";");

    sendFrom("sender@example.org", USUAL.replace("anna@", "info@"), "info@example.test");

    assertThat(outgoingTo()).containsExactly("sender@example.org");
  }

  @Test
  void answersNeitherListsNorProgramsNorStrangersMail() throws Exception { // 5230 §4.5, §4.6
    script(ANNA, "require \"vacation\"; vacation \"Gone.\";");

    sendFrom("sender@example.org", "List-Id: <l.example.org>\r\n" + USUAL, ANNA);
    sendFrom("sender@example.org", "Auto-Submitted: auto-generated\r\n" + USUAL, ANNA);
    sendFrom("sender@example.org", "Precedence: bulk\r\n" + USUAL, ANNA);
    sendFrom("owner-list@example.org", USUAL, ANNA);
    sendFrom("MAILER-DAEMON@example.org", USUAL, ANNA);
    sendFrom("", USUAL, ANNA);
    sendFrom(ANNA, USUAL, ANNA);
    sendFrom("sender@example.org", USUAL.replace("anna@example.test", "x@example.test"), ANNA);

    assertThat(DeliveredMail.of(ANNA)).hasSize(8);
    assertThat(house.outgoing()).isEmpty();
  }

  @Test
  void anAnswerCanBeAMimeEntityButNothingElse() throws Exception { // 5230 §4.3
    script(
        ANNA,
        """
        require "vacation";
        vacation :mime text:
        Bcc: everybody@example.net
        Content-Type: text/html; charset=utf-8

        <p>Gone.</p>
        .
        ;
        """);

    send(ANNA);

    assertThat(outgoingText())
        .contains("Content-Type: text/html; charset=utf-8\r\n\r\n<p>Gone.</p>")
        .doesNotContain("everybody");
  }

  @Test
  void aPersonWhoIsRemovedLeavesNoTraceOfAnswers(Database database) throws Exception {
    script(ANNA, "require \"vacation\"; vacation \"Gone.\";");
    send(ANNA);

    house.part(org.godwit.store.account.Accounts.class).delete(Username.of(ANNA));

    long left =
        database.run(
            "counting",
            connection -> {
              try (var select = connection.prepareStatement("SELECT count(*) FROM vacation_reply");
                  var row = select.executeQuery()) {
                row.next();
                return row.getLong(1);
              }
            });
    assertThat(left).isZero();
  }
}
