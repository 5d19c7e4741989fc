package org.godwit.mailflow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apache.james.core.Domain;
import org.apache.james.core.MailAddress;
import org.apache.james.rrt.lib.MappingSource;
import org.apache.james.server.core.MailImpl;
import org.apache.mailet.Mail;
import org.godwit.store.Database;
import org.godwit.store.PostgresExtension;
import org.godwit.store.queue.QueueAdmin.QueuedMail;
import org.godwit.store.queue.QueueAdmin.State;
import org.godwit.store.queue.Queues;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(PostgresExtension.class)
class FromSpoolToMailboxTest {

  private MailflowHouse house;

  @BeforeEach
  void open(Database database) throws Exception {
    house = new MailflowHouse(database);
    house.people("anna@example.test", "bert@example.test", "carl@example.test");
  }

  @AfterEach
  void close() {
    house.close();
  }

  private void send(String... recipients) throws Exception {
    house.queue("spool").enQueue(Queues.mail("hello", recipients));
    house.work();
  }

  private void spoolIsEmpty() {
    assertThat(house.spool()).isEmpty();
  }

  @Test
  void aMailComesWithItsReturnPathAndIsOtherwiseUntouched() throws Exception {
    MailImpl mail = Queues.mail("hello", "anna@example.test");
    String sent = Queues.text(mail);
    house.queue("spool").enQueue(mail);
    house.work();

    assertThat(DeliveredMail.of("anna@example.test"))
        .containsExactly(
            "Return-Path: <sender@example.org>\r\nDelivered-To: anna@example.test\r\n" + sent);
    spoolIsEmpty();
  }

  @Test
  void mailForOthersGoesToTheOutgoingQueue() throws Exception {
    send("anna@example.test", "far@example.org");

    assertThat(DeliveredMail.of("anna@example.test")).hasSize(1);
    assertThat(house.outgoing())
        .extracting(QueuedMail::recipients, QueuedMail::state)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(List.of("far@example.org"), State.READY));
    spoolIsEmpty();
  }

  @Test
  void anAliasAGroupAndACatchAllLeadToPeople() throws Exception {
    house
        .rewrites()
        .addAliasMapping(MailflowHouse.source("info@example.test"), "anna@example.test");
    house.rewrites().addGroupMapping(MailflowHouse.source("all@example.test"), "anna@example.test");
    house.rewrites().addGroupMapping(MailflowHouse.source("all@example.test"), "bert@example.test");
    house
        .rewrites()
        .addAddressMapping(
            MappingSource.fromDomain(Domain.of("example.test")), "carl@example.test");

    send("info@example.test", "all@example.test", "whoever@example.test");

    assertThat(DeliveredMail.of("anna@example.test")).as("by two ways, but once").hasSize(1);
    assertThat(DeliveredMail.of("bert@example.test")).hasSize(1);
    assertThat(DeliveredMail.of("carl@example.test")).as("catch-all").hasSize(1);
  }

  @Test
  void aForwardKeepsACopyWhenItSaysSo() throws Exception {
    house
        .rewrites()
        .addForwardMapping(MailflowHouse.source("anna@example.test"), "far@example.org");
    house
        .rewrites()
        .addForwardMapping(MailflowHouse.source("anna@example.test"), "anna@example.test");
    house
        .rewrites()
        .addForwardMapping(MailflowHouse.source("bert@example.test"), "far@example.net");

    send("anna@example.test", "bert@example.test");

    assertThat(DeliveredMail.of("anna@example.test")).hasSize(1);
    assertThat(DeliveredMail.of("bert@example.test")).isEmpty();
    assertThat(house.outgoing())
        .flatExtracting(QueuedMail::recipients)
        .containsExactlyInAnyOrder("far@example.org", "far@example.net");
  }

  @Test
  void aSubaddressIsItsOwnersAndOfAnAliasToo() throws Exception {
    house
        .rewrites()
        .addAliasMapping(MailflowHouse.source("info@example.test"), "bert@example.test");

    send("anna+lists@example.test", "info+web@example.test");

    assertThat(DeliveredMail.folders("anna@example.test")).containsExactly("INBOX");
    assertThat(DeliveredMail.folders("bert@example.test")).containsExactly("INBOX");
  }

  @Test
  void postmasterIsTheAdministrator() throws Exception {
    house.admin("bert@example.test");

    send("Postmaster@example.test");

    assertThat(DeliveredMail.of("bert@example.test")).hasSize(1);
  }

  @Test
  void anUnknownRecipientIsReportedToTheSender() throws Exception {
    send("nobody@example.test", "anna@example.test");

    assertThat(DeliveredMail.of("anna@example.test")).hasSize(1);
    assertThat(house.outgoing())
        .extracting(QueuedMail::sender, QueuedMail::recipients)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(
                java.util.Optional.empty(), List.of("sender@example.org")));
    spoolIsEmpty();
  }

  @Test
  void nobodyIsToldOfAReportThatCannotBeDelivered() throws Exception {
    MailImpl report = Queues.mail("report", "nobody@example.test");
    report.setSender(null);
    house.queue("spool").enQueue(report);
    house.work();

    assertThat(house.outgoing()).isEmpty();
    spoolIsEmpty();
  }

  @Test
  void aFullMailboxIsReportedAndTheOthersHaveTheirs() throws Exception {
    house.mailboxes().full.add("anna@example.test");
    MailImpl mail = Queues.mail("hello", "anna@example.test", "bert@example.test");
    mail.setSender(new MailAddress("carl@example.test"));
    house.queue("spool").enQueue(mail);
    house.work();

    assertThat(DeliveredMail.of("bert@example.test")).hasSize(1);
    assertThat(DeliveredMail.of("carl@example.test"))
        .singleElement()
        .asString()
        .contains("Status: 5.2.2")
        .contains("anna@example.test");
  }

  @Test
  void aMailThatWasHereAlreadyIsALoop() throws Exception {
    MailImpl mail = Queues.mail("hello", "anna@example.test");
    mail.getMessage().addHeader("Delivered-To", "Anna@example.test");
    house.queue("spool").enQueue(mail);
    house.work();

    assertThat(DeliveredMail.of("anna@example.test")).isEmpty();
    assertThat(house.outgoing()).as("the report").hasSize(1);
  }

  @Test
  void aMailThatHasSeenAHundredServersIsALoop() throws Exception {
    MailImpl mail = Queues.mail("hello", "anna@example.test");
    for (int i = 0; i < 101; i++) {
      mail.getMessage().addHeader("Received", "by server " + i);
    }
    house.queue("spool").enQueue(mail);
    house.work();

    assertThat(DeliveredMail.of("anna@example.test")).isEmpty();
    assertThat(house.outgoing()).as("the report").hasSize(1);
  }

  @Test
  void oneWhoCannotHaveTheMailDoesNotKeepItFromTheOthers() throws Exception {
    house.mailboxes().broken.add("anna@example.test");

    send("anna@example.test", "bert@example.test", "far@example.org");
    house.workOnRetries();

    assertThat(DeliveredMail.of("bert@example.test")).hasSize(1);
    assertThat(house.outgoing()).hasSize(1);
    assertThat(house.spool())
        .singleElement()
        .satisfies(
            mail -> {
              assertThat(mail.recipients()).containsExactly("anna@example.test");
              assertThat(mail.lastError()).isPresent();
            });

    house.mailboxes().broken.clear();
    house.workOnRetries();
    assertThat(DeliveredMail.of("anna@example.test")).hasSize(1);
    spoolIsEmpty();
  }

  @Test
  void whatFailsTooOftenIsKeptForTheAdministratorWhoCanReleaseIt() throws Exception {
    house.mailboxes().broken.add("anna@example.test");
    send("anna@example.test");
    for (int i = 1; i < RetryPlan.DEFAULT.attempts(); i++) {
      assertThat(house.spool()).extracting(QueuedMail::state).containsExactly(State.DELAYED);
      house.workOnRetries();
    }
    assertThat(house.spool())
        .singleElement()
        .satisfies(
            mail -> {
              assertThat(mail.state()).isEqualTo(State.QUARANTINE);
              assertThat(mail.lastError().orElseThrow()).contains("this mailbox is broken");
            });

    house.mailboxes().broken.clear();
    house.workOnRetries();
    assertThat(DeliveredMail.of("anna@example.test")).hasSize(1);
  }

  @Test
  void aMailForTheErrorProcessorWithoutAnErrorIsKeptAtOnce() throws Exception {
    MailImpl mail = Queues.mail("hello", "anna@example.test");
    mail.setState(Mail.ERROR);
    mail.setErrorMessage("somebody gave up");
    house.queue("spool").enQueue(mail);
    house.work();

    assertThat(house.spool())
        .singleElement()
        .satisfies(
            kept -> {
              assertThat(kept.state()).isEqualTo(State.QUARANTINE);
              assertThat(kept.lastError()).contains("somebody gave up");
            });
  }

  @Test
  void bccGoesFromMailOfOurPeopleAndStaysInMailOfOthers() throws Exception {
    MailImpl ours = Queues.mail("ours", "anna@example.test");
    ours.getMessage().addHeader("Bcc", "secret@example.org");
    ours.setAttribute(
        new org.apache.mailet.Attribute(
            Mail.SMTP_AUTH_USER, org.apache.mailet.AttributeValue.of("bert@example.test")));
    MailImpl others = Queues.mail("others", "bert@example.test");
    others.getMessage().addHeader("Bcc", "shown@example.org");
    house.queue("spool").enQueue(ours);
    house.queue("spool").enQueue(others);
    house.work();

    assertThat(DeliveredMail.of("anna@example.test"))
        .singleElement()
        .asString()
        .doesNotContain("secret@");
    assertThat(DeliveredMail.of("bert@example.test")).singleElement().asString().contains("shown@");
  }
}
