package org.godwit.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import org.apache.james.core.Username;
import org.apache.james.mailbox.MailboxManager;
import org.apache.james.mailbox.MailboxSession;
import org.apache.james.mailbox.model.MailboxPath;
import org.godwit.command.AllParts;
import org.godwit.server.LineTalk;
import org.godwit.server.OneServer;
import org.godwit.server.Service;
import org.godwit.web.WebDoor;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A team's mailbox, as its members meet it, and as others do. */
@ExtendWith(OneServer.class)
class SharedMailboxTest {
  private String team;

  @BeforeEach
  void make(OneServer mail) throws Exception {
    team = mail.address("alice").replace("alice", "team");
    ask(mail, "shared create", told(team, mail.address("alice"), ""));
  }

  private static Object ask(OneServer mail, String operation, String told) throws Exception {
    Administration administration =
        new Administration(
            mail.server()::service,
            () ->
                new ServerStatus(
                    "test", "mail.test", Instant.EPOCH, List.of(), List.of(), 1, List.of()),
            List::of);
    JsonNode values = new ObjectMapper().readTree(told);
    Operation asked = Administration.at("/" + operation.replace(' ', '/')).orElseThrow();
    return administration.run(Actor.MACHINE, asked, values, InputStream.nullInputStream()).body();
  }

  private static String told(String team, String member, String more) {
    return "{\"address\":\"%s\",\"member\":[\"%s\"]%s}".formatted(team, member, more);
  }

  /** What the server says to MAIL, and to the message when it took that. */
  private static String submit(OneServer mail, String user, String sender, String to)
      throws IOException {
    try (LineTalk smtp = mail.talk(Service.SUBMISSION)) {
      smtp.expect("220");
      smtp.say("EHLO client.example.org").expectAll("250");
      String plain = "\0" + user + "\0" + OneServer.PASSWORD;
      smtp.say(
          "AUTH PLAIN "
              + Base64.getEncoder().encodeToString(plain.getBytes(StandardCharsets.UTF_8)));
      smtp.expect("235");
      smtp.say("MAIL FROM:<" + sender + ">");
      String answer = smtp.line();
      if (!answer.startsWith("250")) {
        return answer;
      }
      smtp.say("RCPT TO:<" + to + ">").expect("250");
      String message =
          "From: <%s>\r\nTo: <%s>\r\nBcc: <secret@example.org>\r\nSubject: as a team\r\n\r\nhello\r\n"
              .formatted(sender, to);
      smtp.data(message.getBytes(StandardCharsets.UTF_8)).expect("250");
      return answer;
    }
  }

  /** All lines up to the tagged one, which is the last. */
  private static String command(LineTalk imap, String command) throws IOException {
    imap.say("x " + command);
    StringBuilder all = new StringBuilder();
    String line = imap.line();
    while (!line.startsWith("x ")) {
      all.append(line).append('\n');
      line = imap.line();
    }
    return all.append(line).toString();
  }

  private static LineTalk imap(OneServer mail, String user) throws IOException {
    LineTalk imap = mail.talk(Service.IMAP);
    imap.line();
    imap.say("a LOGIN " + user + " \"" + OneServer.PASSWORD + "\"").expect("a OK");
    return imap;
  }

  private static void arrives(LineTalk imap, String mailbox) {
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> command(imap, "STATUS " + mailbox + " (MESSAGES)").contains("MESSAGES 1"));
  }

  private String folder(String name) {
    return "\"Shared/" + team + "/" + name + "\"";
  }

  @Test
  void nobodySignsInToIt(OneServer mail) throws Exception {
    try (LineTalk imap = mail.talk(Service.IMAP)) {
      imap.line();
      imap.say("a LOGIN " + team + " \"" + OneServer.PASSWORD + "\"").expect("a NO");
    }
    String secret = "{\"address\":\"" + team + "\",\"password\":\"secret\"}";
    assertThatThrownBy(() -> ask(mail, "account password", secret))
        .hasMessageContaining("is a shared mailbox");
    assertThatThrownBy(() -> ask(mail, "account resume", "{\"address\":\"" + team + "\"}"))
        .hasMessageContaining("is a shared mailbox");
  }

  @Test
  void whatComesInIsSeenByItsMembersAndByNobodyElse(OneServer mail) throws Exception {
    String bob = mail.address("bob");
    assertThat(submit(mail, bob, bob, team)).startsWith("250");
    try (LineTalk alice = imap(mail, mail.address("alice"));
        LineTalk other = imap(mail, bob)) {
      arrives(alice, folder("INBOX"));
      assertThat(command(alice, "SELECT " + folder("INBOX"))).contains("x OK [READ-WRITE]");
      assertThat(command(alice, "STORE 1 +FLAGS (\\Flagged)")).contains("x OK");
      assertThat(command(other, "SELECT " + folder("INBOX"))).contains("x NO");
    }
  }

  @Test
  void aMailboxThatIsMadeLaterIsItsMembersToo(OneServer mail) throws Exception {
    MailboxManager mailboxes = mail.server().service(MailboxManager.class);
    MailboxSession session = mailboxes.createSystemSession(Username.of(team));
    for (String name : List.of("Offers", "INBOX/Bills")) {
      mailboxes.createMailbox(MailboxPath.forUser(Username.of(team), name), session);
    }
    try (LineTalk alice = imap(mail, mail.address("alice"));
        LineTalk other = imap(mail, mail.address("bob"))) {
      assertThat(command(alice, "LIST \"\" \"Shared/*\"")).contains(folder("Offers"));
      assertThat(command(alice, "SELECT " + folder("Offers"))).contains("x OK [READ-WRITE]");
      assertThat(command(alice, "SELECT " + folder("INBOX/Bills"))).contains("x OK [READ-WRITE]");
      assertThat(command(other, "SELECT " + folder("Offers"))).contains("x NO");
    }
  }

  @Test
  void aMemberMakesFoldersForAllMembers(OneServer mail) throws Exception {
    ask(mail, "shared add", told(team, mail.address("bob"), ",\"read-only\":true"));
    try (LineTalk alice = imap(mail, mail.address("alice"));
        LineTalk bob = imap(mail, mail.address("bob"))) {
      for (String name : List.of("Offers", "Offers/2026", "INBOX/Bills")) {
        assertThat(command(alice, "CREATE " + folder(name))).contains("x OK [MAILBOXID (");
        assertThat(command(bob, "SELECT " + folder(name))).contains("x OK [READ-ONLY]");
      }
      assertThat(command(bob, "CREATE " + folder("Mine"))).contains("x NO [NOPERM]");
      assertThat(command(bob, "LIST \"\" \"Shared/*\"")).doesNotContain("Mine");
    }
  }

  @Test
  void whatAMemberSendsAsItIsInItsSentOnceAndSeen(OneServer mail) throws Exception {
    String alice = mail.address("alice");
    String bob = mail.address("bob");
    assertThat(submit(mail, alice, team, bob)).startsWith("250");
    try (LineTalk hers = imap(mail, alice);
        LineTalk his = imap(mail, bob)) {
      arrives(his, "INBOX");
      arrives(hers, folder("Sent"));
      command(hers, "SELECT " + folder("Sent"));
      assertThat(command(hers, "FETCH 1 (FLAGS BODY.PEEK[])"))
          .contains("\\Seen")
          .contains("Subject: as a team")
          .contains("Bcc: <secret@example.org>");
      command(his, "SELECT INBOX");
      assertThat(command(his, "FETCH 1 (BODY.PEEK[])")).doesNotContain("secret@example.org");
    }
  }

  @Test
  void whoIsNotAMemberMayNotSendAsIt(OneServer mail) throws Exception {
    assertThat(submit(mail, mail.address("bob"), team, "x@example.org")).startsWith("553 5.7.1");
  }

  @Test
  void aMemberWhoLooksNeitherChangesNorSends(OneServer mail) throws Exception {
    String bob = mail.address("bob");
    ask(mail, "shared add", told(team, bob, ",\"read-only\":true"));
    assertThat(submit(mail, bob, team, "x@example.org")).startsWith("553 5.7.1");
    try (LineTalk his = imap(mail, bob)) {
      assertThat(command(his, "MYRIGHTS " + folder("INBOX"))).contains("\"lr\"");
      assertThat(command(his, "SELECT " + folder("INBOX"))).contains("[READ-ONLY]");
    }
  }

  @Test
  void aMemberMayChangeAndNotSend(OneServer mail) throws Exception {
    String bob = mail.address("bob");
    ask(mail, "shared add", told(team, bob, ",\"no-send\":true"));
    assertThat(submit(mail, bob, team, "x@example.org")).startsWith("553 5.7.1");
    try (LineTalk his = imap(mail, bob)) {
      assertThat(command(his, "SELECT " + folder("INBOX"))).contains("[READ-WRITE]");
    }
  }

  @Test
  void whoIsTakenOutHasNoRightsLeft(OneServer mail) throws Exception {
    String alice = mail.address("alice");
    ask(mail, "shared remove", told(team, alice, ""));
    assertThat(submit(mail, alice, team, "x@example.org")).startsWith("553 5.7.1");
    try (LineTalk hers = imap(mail, alice)) {
      assertThat(command(hers, "SELECT " + folder("INBOX"))).contains("x NO");
      assertThat(command(hers, "LIST \"\" \"Shared/*\"")).doesNotContain(team);
    }
  }

  @Test
  void whoComesAfterADeletedMemberOfTheSameNameHasNoRights(OneServer mail) throws Exception {
    String alice = mail.address("alice");
    ask(mail, "account delete", "{\"address\":\"" + alice + "\",\"now\":true}");
    ask(
        mail,
        "account create",
        "{\"address\":\"%s\",\"password\":\"%s\"}".formatted(alice, OneServer.PASSWORD));
    assertThat(submit(mail, alice, team, "x@example.org")).startsWith("553 5.7.1");
    try (LineTalk hers = imap(mail, alice)) {
      assertThat(command(hers, "SELECT " + folder("INBOX"))).contains("x NO");
    }
  }

  @Test
  void whoIsOfAnotherDomainCannotBeAMember(OneServer mail) {
    assertThatThrownBy(() -> ask(mail, "shared add", told(team, "ann@elsewhere.example", "")))
        .hasMessageContaining("no such account");
  }

  @Test
  void aMemberMakesFoldersByJmapAndALookerDoesNot(OneServer mail) throws Exception {
    ask(mail, "shared add", told(team, mail.address("bob"), ",\"read-only\":true"));
    try (WebDoor door = WebDoor.open(mail, callers -> AllParts.of(mail.server()))) {
      JsonNode made = folders(door, mail.address("alice"));
      assertThat(made.at("/created/top/myRights/mayCreateChild").asBoolean()).isTrue();
      assertThat(made.at("/created/below/totalEmails").asInt(-1)).isZero();
      assertThat(made.at("/notCreated/junk/type").asText()).isEqualTo("forbidden");
      assertThat(made.at("/notDestroyed").size()).isEqualTo(1);
      assertThat(folders(door, mail.address("bob")).path("type").asText())
          .isEqualTo("accountReadOnly");
    }
    try (LineTalk alice = imap(mail, mail.address("alice"))) {
      assertThat(command(alice, "SELECT " + folder("Offers/2026"))).contains("x OK [READ-WRITE]");
    }
  }

  /** What Mailbox/set answers in the team's account. */
  private JsonNode folders(WebDoor door, String user) throws Exception {
    String login = WebDoor.basic(user, OneServer.PASSWORD);
    ObjectMapper json = new ObjectMapper();
    JsonNode session =
        json.readTree(
            door.send(door.request("/jmap/session").header("Authorization", login)).body());
    String account = "";
    for (var entry : session.path("accounts").properties()) {
      account = entry.getValue().path("name").asText().equals(team) ? entry.getKey() : account;
    }
    String asked =
        """
        {"using":["urn:ietf:params:jmap:core","urn:ietf:params:jmap:mail"],
         "methodCalls":[["Mailbox/set",{"accountId":"%s","create":{
           "top":{"name":"Offers"},
           "below":{"name":"2026","parentId":"#top"},
           "junk":{"name":"Spam","role":"junk"}},
           "destroy":["b1"]},"0"]]}
        """
            .formatted(account);
    return json.readTree(
            door.send(
                    door.request("/jmap/api")
                        .header("Authorization", login)
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(asked)))
                .body())
        .at("/methodResponses/0/1");
  }

  @Test
  void jmapHasAnIdentityOfIt(OneServer mail) throws Exception {
    String alice = mail.address("alice");
    try (WebDoor door = WebDoor.open(mail, callers -> AllParts.of(mail.server()))) {
      String login = WebDoor.basic(alice, OneServer.PASSWORD);
      JsonNode session =
          new ObjectMapper()
              .readTree(
                  door.send(door.request("/jmap/session").header("Authorization", login)).body());
      String account =
          session.path("primaryAccounts").path("urn:ietf:params:jmap:submission").asText();
      String asked =
          """
          {"using":["urn:ietf:params:jmap:core","urn:ietf:params:jmap:submission"],
           "methodCalls":[["Identity/get",{"accountId":"%s","ids":null},"0"]]}
          """
              .formatted(account);
      JsonNode answer =
          new ObjectMapper()
              .readTree(
                  door.send(
                          door.request("/jmap/api")
                              .header("Authorization", login)
                              .header("Content-Type", "application/json")
                              .POST(BodyPublishers.ofString(asked)))
                      .body());
      assertThat(
              answer.path("methodResponses").path(0).path(1).path("list").findValuesAsText("email"))
          .containsExactlyInAnyOrder(alice, team);
    }
  }
}
