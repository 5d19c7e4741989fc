package org.godwit.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.apache.james.core.Username;
import org.apache.james.rrt.api.RecipientRewriteTable;
import org.apache.james.rrt.lib.MappingSource;
import org.godwit.store.account.Accounts;
import org.godwit.store.account.NewAccount;
import org.godwit.store.account.UnicodeAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Accounts with letters beyond ASCII in their names (6531, 6532), from door to door. */
@ExtendWith(OneServer.class)
class UnicodeAccountTest {
  private static final String MESSAGE =
      "From: a@example.org\r\nSubject: Gr\u00fc\u00dfe\r\n\r\nx\r\n";

  private static void account(OneServer server, String address) throws Exception {
    server
        .server()
        .service(Accounts.class)
        .create(new NewAccount(Username.of(address), OneServer.PASSWORD));
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String plain(String address) {
    return Base64.getEncoder().encodeToString(utf8("\0" + address + "\0" + OneServer.PASSWORD));
  }

  private static String inbox(OneServer server, String address) throws Exception {
    try (ImapTalk imap = new ImapTalk(server.talk(Service.IMAPS))) {
      imap.ok("AUTHENTICATE PLAIN " + plain(address));
      return new String(MailServerTest.firstMessage(imap), StandardCharsets.UTF_8);
    }
  }

  private static void send(OneServer server, Service door, String from, String to)
      throws Exception {
    try (LineTalk talk = server.talk(door)) {
      talk.expect("220");
      talk.say((door == Service.LMTP ? "LHLO" : "EHLO") + " client").expectAll("250");
      if (door == Service.SUBMISSIONS) {
        talk.say("AUTH PLAIN " + plain(from)).expect("235");
      }
      talk.send(utf8("MAIL FROM:<" + from + "> SMTPUTF8\r\n")).expect("250");
      talk.send(utf8("RCPT TO:<" + to + ">\r\n")).expect("250");
      talk.data(utf8(MESSAGE)).expect("250");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "SMTP, j\u00f6rg1@example.test, j\u00f6rg1@example.test",
    "LMTP, j\u00f6rg2@example.test, J\u00d6RG2+tag@example.test",
    "SMTP, j\u00f6rg3@example.test, jo\u0308rg3@example.test", // the same letter in two parts
    "SMTP, \u7528\u6237@example.test, \u7528\u6237@example.test",
  })
  void mailComesIntoTheAccount(Service door, String account, String written, OneServer server)
      throws Exception {
    account(server, account);
    send(server, door, "\u00e4nne@example.org", written);

    assertThat(inbox(server, account))
        .startsWith(
            "Return-Path: <\u00e4nne@example.org>\r\nDelivered-To: " + account + "\r\nReceived: ")
        .contains("\tfor <")
        .doesNotContain("\"@example.test")
        .endsWith(MESSAGE);
  }

  @Test
  void itsOwnerSubmitsMailToAnAliasOfAnother(OneServer server) throws Exception {
    account(server, "z\u00f6e@example.test");
    account(server, "ren\u00e9@example.test");
    server
        .server()
        .service(RecipientRewriteTable.class)
        .addAliasMapping(
            MappingSource.fromUser(Username.of("chef\u00e9@example.test")),
            "\"ren\u00e9\"@example.test");

    send(server, Service.SUBMISSIONS, "z\u00f6e@example.test", "chef\u00e9@example.test");

    assertThat(inbox(server, "ren\u00e9@example.test"))
        .startsWith("Return-Path: <z\u00f6e@example.test>");
  }

  @ParameterizedTest
  @CsvSource({
    "anna\u00e9@example.test, chef\u00e9@example.test",
    "anne\u00e9@example.test, boss@example.test",
  })
  void itsOwnerSubmitsMailAsAnAlias(String owner, String alias, OneServer server) throws Exception {
    String other = owner.replace("ann", "bob");
    String top = owner.replace("ann", "top"); // an alias of the alias
    account(server, owner);
    account(server, other);
    RecipientRewriteTable rewrites = server.server().service(RecipientRewriteTable.class);
    rewrites.addAliasMapping(
        MappingSource.fromUser(Username.of(alias)), UnicodeAddress.parse(owner).asString());
    rewrites.addAliasMapping(
        MappingSource.fromUser(Username.of(top)), UnicodeAddress.parse(alias).asString());

    try (LineTalk talk = server.talk(Service.SUBMISSIONS)) {
      talk.expect("220");
      talk.say("EHLO client").expectAll("250");
      talk.say("AUTH PLAIN " + plain(owner)).expect("235");
      for (String sender : List.of(alias, top)) {
        talk.send(utf8("MAIL FROM:<" + sender + "> SMTPUTF8\r\n")).expect("250");
        talk.say("RSET").expect("250");
      }
      talk.send(utf8("MAIL FROM:<" + other + "> SMTPUTF8\r\n")).expect("553 5.7.1");
    }
  }

  @Test
  void strangersNamesAreRefusedLikeOthers(OneServer server) throws Exception {
    try (LineTalk talk = server.talk(Service.SMTP)) {
      talk.expect("220");
      talk.say("EHLO client").expectAll("250");
      talk.say("MAIL FROM:<a@example.org> SMTPUTF8").expect("250");
      talk.send(utf8("RCPT TO:<nobod\u00ff@example.test>\r\n")).expect("550");
      talk.send(utf8("RCPT TO:<nobod\u00ff+tag@example.test>\r\n")).expect("550");
    }
  }
}
