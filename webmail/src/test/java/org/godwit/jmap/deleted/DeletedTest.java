package org.godwit.jmap.deleted;

import static org.assertj.core.api.Assertions.assertThat;
import static org.godwit.jmap.JmapHouse.texts;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.inject.AbstractModule;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.Collectors;
import javax.mail.Flags;
import org.apache.james.core.quota.QuotaSizeLimit;
import org.apache.james.mailbox.model.MailboxPath;
import org.apache.james.mailbox.quota.MaxQuotaManager;
import org.apache.james.mailbox.quota.UserQuotaRootResolver;
import org.godwit.jmap.JmapHouse;
import org.godwit.store.Database;
import org.godwit.store.PostgresExtension;
import org.godwit.store.mailbox.StoreInvariants;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Deleted mail is listed to whoever deleted it, and comes back. */
@ExtendWith({PostgresExtension.class, StoreInvariants.class})
class DeletedTest {

  @TempDir private Path folder;
  private JmapHouse house;
  private String inbox;

  @BeforeEach
  void build(Database database) throws Exception {
    AbstractModule days =
        new AbstractModule() {
          @Override
          protected void configure() {
            bind(KeptDays.class).toInstance(new KeptDays(30));
          }
        };
    house = new JmapHouse(database, folder, List.of(days), List.of(DeletedCapability.class));
    inbox = house.mailbox("INBOX");
  }

  private String mail(String mailbox, String subject) throws Exception {
    return house.add(mailbox, "From: Ann <ann@example.org>\nSubject: " + subject + "\n\nhello\n");
  }

  private void delete(String... emails) {
    String ids =
        List.of(emails).stream().map(it -> "'" + it + "'").collect(Collectors.joining(","));
    house.call("Email/set", "'destroy':[" + ids + "]");
  }

  private List<String> deleted(String more) {
    return texts(house.call("DeletedEmail/query", more).get("ids"));
  }

  private String subjects(List<String> ids) {
    String asked = ids.stream().map(it -> "'" + it + "'").collect(Collectors.joining(","));
    return String.join(
        " ",
        house
            .call("DeletedEmail/get", "'ids':[" + asked + "]")
            .get("list")
            .findValuesAsText("subject"));
  }

  private List<String> mails(String mailbox) {
    return texts(house.call("Email/query", "'filter':{'inMailbox':'" + mailbox + "'}").get("ids"));
  }

  @Test
  void whatWasDeletedLastIsTheFirstOfTheList() throws Exception {
    String one = mail(inbox, "one");
    String two = mail(inbox, "two");
    delete(two);
    delete(one);

    assertThat(subjects(deleted(""))).isEqualTo("one two");
  }

  @Test
  void itComesInPagesWithATotal() throws Exception {
    for (String each : List.of("a", "b", "c")) {
      delete(mail(inbox, each));
    }

    JsonNode page =
        house.call("DeletedEmail/query", "'position':1,'limit':1,'calculateTotal':true");

    assertThat(subjects(texts(page.get("ids")))).isEqualTo("b");
    assertThat(page.get("total").intValue()).isEqualTo(3);
  }

  @Test
  void itSaysWhatItWasAndWhereAndWhen() throws Exception {
    Instant before = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    delete(mail(house.mailbox("Work"), "=?utf-8?q?Caf=C3=A9?="));

    JsonNode found =
        house.call("DeletedEmail/get", "'ids':['" + deleted("").get(0) + "']").at("/list/0");

    assertThat(found.get("subject").textValue()).isEqualTo("Café");
    assertThat(found.at("/from/0/email").textValue()).isEqualTo("ann@example.org");
    assertThat(found.get("mailboxName").textValue()).isEqualTo("Work");
    assertThat(found.get("preview").textValue()).isEqualTo("hello");
    assertThat(Instant.parse(found.get("deletedAt").textValue())).isAfterOrEqualTo(before);
  }

  @Test
  void whatWasMovedOrLivesUnderAnotherLabelIsNotDeleted() throws Exception {
    String work = house.mailbox("Work");
    String moved = mail(inbox, "moved");
    String labelled = mail(inbox, "labelled");
    house.call(
        "Email/set",
        ("'update':{'%s':{'mailboxIds':{'%s':true}}," + "'%s':{'mailboxIds/%s':true}}")
            .formatted(moved, work, labelled, work));
    house.call("Email/set", "'update':{'%s':{'mailboxIds/%s':null}}".formatted(labelled, inbox));

    assertThat(deleted("")).isEmpty();
  }

  @Test
  void draftsAreLeftOutUnlessTheyAreAskedFor() throws Exception {
    delete(house.add(inbox, "Subject: draft\n\nx\n", new Flags(Flags.Flag.DRAFT)));

    assertThat(deleted("")).isEmpty();
    assertThat(deleted("'filter':{'drafts':true}")).hasSize(1);
  }

  @Test
  void chosenMessagesComeBackToWhereTheyWereAndOthersStayAway() throws Exception {
    String work = house.mailbox("Work");
    String one = mail(work, "one");
    delete(one, mail(work, "two"));
    String chosen =
        deleted("").stream().filter(it -> subjects(List.of(it)).equals("one")).findAny().get();

    JsonNode answer = house.call("DeletedEmail/restore", "'ids':['" + chosen + "']");

    assertThat(answer.get("restored").intValue()).isEqualTo(1);
    assertThat(mails(work)).containsExactly(one);
    assertThat(subjects(deleted(""))).isEqualTo("two");
  }

  @Test
  void aSecondTimeRestoresNothing() throws Exception {
    delete(mail(inbox, "one"));
    String id = deleted("").get(0);
    house.call("DeletedEmail/restore", "'ids':['" + id + "']");

    assertThat(
            house.call("DeletedEmail/restore", "'ids':['" + id + "']").get("restored").intValue())
        .isZero();
    assertThat(mails(inbox)).hasSize(1);
  }

  @Test
  void whatWasDeletedFromTheTrashComesToTheInbox() throws Exception {
    String one = mail(house.mailbox("Trash"), "one");
    delete(one);

    house.call("DeletedEmail/restore", "'ids':['" + deleted("").get(0) + "']");

    assertThat(mails(inbox)).containsExactly(one);
  }

  @Test
  void allOfADeletedFolderComeBackWithIt() throws Exception {
    String work = house.mailbox("Work");
    mail(work, "one");
    mail(work, "two");
    house
        .manager()
        .deleteMailbox(
            MailboxPath.forUser(JmapHouse.ALICE, "Work"), house.session(JmapHouse.ALICE));

    JsonNode answer =
        house.call("DeletedEmail/restore", "'filter':{'after':'2020-01-01T00:00:00Z'}");

    assertThat(answer.get("restored").intValue()).isEqualTo(2);
    assertThat(mails(house.mailbox("Work"))).hasSize(2);
  }

  @Test
  void whatWasDeletedBeforeTheTimeStaysAway() throws Exception {
    delete(mail(inbox, "one"));
    String later = Instant.now().plus(1, ChronoUnit.HOURS).truncatedTo(ChronoUnit.SECONDS) + "";

    assertThat(
            house
                .call("DeletedEmail/restore", "'filter':{'after':'" + later + "'}")
                .get("restored")
                .intValue())
        .isZero();
    assertThat(mails(inbox)).isEmpty();
  }

  @Test
  void thereMustBeRoomForIt() throws Exception {
    delete(mail(inbox, "one"));
    house
        .the(MaxQuotaManager.class)
        .setMaxStorage(
            house.the(UserQuotaRootResolver.class).forUser(JmapHouse.ALICE),
            QuotaSizeLimit.size(10));

    assertThat(house.error("DeletedEmail/restore", "'ids':['" + deleted("").get(0) + "']"))
        .isEqualTo("overQuota");
    assertThat(mails(inbox)).isEmpty();
  }

  @Test
  void nobodySeesWhatSomebodyElseDeleted() throws Exception {
    delete(mail(inbox, "one"));

    JsonNode answer = house.calls(JmapHouse.BOB, "['DeletedEmail/query',{'accountId':'$A'},'c']");

    assertThat(answer.at("/0/1/type").textValue()).isEqualTo("accountNotFound");
    assertThat(
            house
                .calls(
                    JmapHouse.BOB,
                    "['DeletedEmail/query',{'accountId':'"
                        + house.account(JmapHouse.BOB)
                        + "'},'c']")
                .at("/0/1/ids"))
        .isEmpty();
  }

  @Test
  void whatIsNoQuestionIsRefused() {
    assertThat(house.error("DeletedEmail/query", "'filter':{'after':'yesterday'}"))
        .isEqualTo("invalidArguments");
    assertThat(house.error("DeletedEmail/query", "'filter':{'subject':'x'}"))
        .isEqualTo("invalidArguments");
    assertThat(house.error("DeletedEmail/restore", "")).isEqualTo("invalidArguments");
    assertThat(house.error("DeletedEmail/get", "")).isEqualTo("invalidArguments");
  }
}
