package org.godwit.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.godwit.server.LineTalk;
import org.godwit.server.OneServer;
import org.godwit.server.Service;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Deleting somebody, and thinking better of it. */
@ExtendWith(OneServer.class)
class AccountGraceTest {

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

  private static String person(String address) {
    return "{\"address\":\"" + address + "\"}";
  }

  private static String rcpt(OneServer mail, String address) throws Exception {
    try (LineTalk smtp = mail.talk(Service.SMTP)) {
      smtp.expect("220");
      smtp.say("EHLO client.example.org").expectAll("250");
      smtp.say("MAIL FROM:<sender@example.org>").expect("250");
      smtp.say("RCPT TO:<" + address + ">");
      return smtp.line();
    }
  }

  @Test
  void mailIsRefusedUntilTheyAreRestoredAndThenTheirMailIsThere(OneServer mail) throws Exception {
    String alice = mail.address("alice");
    try (var imap = mail.talk(Service.IMAP)) {
      imap.line();
      imap.say("a LOGIN " + alice + " \"" + OneServer.PASSWORD + "\"").expect("a OK");
      imap.say("b CREATE Kept").expect("b OK");
    }
    ask(mail, "account delete", person(alice));
    assertThat(rcpt(mail, alice)).startsWith("550 5.1.1 ");
    assertThat(rcpt(mail, alice.replace("@", "+tag@"))).startsWith("550 5.1.1 ");
    try (var imap = mail.talk(Service.IMAP)) {
      imap.line();
      imap.say("a LOGIN " + alice + " \"" + OneServer.PASSWORD + "\"").expect("a NO");
    }

    ask(mail, "account restore", person(alice));
    assertThat(rcpt(mail, alice)).startsWith("250 ");
    try (var imap = mail.talk(Service.IMAP)) {
      imap.line();
      imap.say("a LOGIN " + alice + " \"" + OneServer.PASSWORD + "\"").expect("a OK");
      imap.say("b STATUS Kept (MESSAGES)").expect("* STATUS");
    }
  }

  @Test
  @SuppressWarnings("unchecked") // an answer of many is a list of rows
  void theyAreListedApartWithTheDayOnWhichTheyGo(OneServer mail) throws Exception {
    String alice = mail.address("alice");
    ask(mail, "account delete", person(alice));
    List<Map<String, Object>> present = (List<Map<String, Object>>) ask(mail, "account list", "{}");
    assertThat(present).extracting(row -> row.get("address")).doesNotContain(alice);
    List<Map<String, Object>> deleted =
        (List<Map<String, Object>>) ask(mail, "account list", "{\"deleted\":true}");
    Map<String, Object> row =
        deleted.stream().filter(it -> alice.equals(it.get("address"))).findFirst().orElseThrow();
    Instant at = Instant.parse((String) row.get("deleted"));
    assertThat(Instant.parse((String) row.get("goes"))).isEqualTo(at.plusSeconds(30L * 24 * 3600));
  }

  @Test
  void whatIsAskedOfThemIsRefusedWithTheWayOut(OneServer mail) throws Exception {
    String alice = mail.address("alice");
    ask(mail, "account delete", person(alice));
    assertThatThrownBy(() -> ask(mail, "account suspend", person(alice)))
        .hasMessageContaining("`account restore` brings it back");
    String again = "{\"address\":\"" + alice + "\",\"password\":\"secret\"}";
    assertThatThrownBy(() -> ask(mail, "account create", again))
        .hasMessageContaining("was deleted and can be restored");
  }

  @Test
  void atOnceMeansForGood(OneServer mail) throws Exception {
    String alice = mail.address("alice");
    ask(mail, "account delete", "{\"address\":\"" + alice + "\",\"now\":true}");
    assertThatThrownBy(() -> ask(mail, "account restore", person(alice)))
        .hasMessageContaining("nobody was deleted");
  }
}
