package org.godwit.browser;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.godwit.server.OneServer;

/** Mails for somebody's inbox, such as people get. */
final class Letters {
  private static final String PIXEL =
      "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

  private final OneServer mail;

  Letters(OneServer mail) {
    this.mail = mail;
  }

  /** One of text, from a person who is named like it. */
  void text(String subject, String... fields) throws IOException {
    deliver(subject, fields, "Content-Type: text/plain; charset=utf-8", "Shall we meet at noon?\n");
  }

  /** A newsletter with pictures from elsewhere, and a way out of the list. */
  void newsletter(String subject) throws IOException {
    String[] list = {
      "List-Unsubscribe: <https://news.example.org/u>",
      "List-Unsubscribe-Post: List-Unsubscribe=One-Click"
    };
    String html =
        "<h1 style='color:#7a1f3d'>News</h1><p>Long flights, short reads.</p>"
            + "<img src='https://evil.example.org/p.png' width=60 height=60 alt='A bird'>";
    deliver(subject, list, "Content-Type: text/html; charset=utf-8", html);
  }

  /** One with a picture that came with it. */
  void picture(String subject) throws IOException {
    String body =
        """
        --b
        Content-Type: text/plain

        Look!
        --b
        Content-Type: image/png; name="coast.png"
        Content-Disposition: attachment; filename="coast.png"
        Content-Transfer-Encoding: base64

        %s
        --b--
        """
            .formatted(PIXEL);
    deliver(subject, new String[0], "Content-Type: multipart/mixed; boundary=b", body);
  }

  /** An invitation to somebody. */
  void invitation(String subject, String guest) throws IOException {
    String calendar =
        """
        BEGIN:VCALENDAR
        METHOD:REQUEST
        BEGIN:VEVENT
        UID:meeting-1
        DTSTART:20300701T100000Z
        DTEND:20300701T110000Z
        SUMMARY:%s
        LOCATION:Room 4
        ORGANIZER;CN=Bob:mailto:%s
        ATTENDEE;PARTSTAT=NEEDS-ACTION:mailto:%s
        END:VEVENT
        END:VCALENDAR
        """
            .formatted(subject, mail.address("bob"), guest);
    deliver(
        subject,
        new String[0],
        "Content-Type: text/calendar; method=REQUEST; charset=utf-8",
        calendar);
  }

  private void deliver(String subject, String[] fields, String type, String body)
      throws IOException {
    List<String> lines = new ArrayList<>();
    lines.add("From: Ann Lee <ann@example.org>");
    lines.add("To: You <" + mail.address("alice") + ">");
    lines.add("Subject: " + subject);
    lines.addAll(List.of(fields));
    lines.add("MIME-Version: 1.0");
    lines.add(type);
    mail.deliver(
        "alice", String.join("\r\n", lines) + "\r\n\r\n" + body.replace("\n", "\r\n") + "\r\n");
  }
}
