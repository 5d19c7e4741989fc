package org.godwit.bench;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Random;

/**
 * Mail as people send it: short texts, text with HTML and a picture, and now and then a large
 * attachment. The same index always gives the same message.
 */
final class SampleMail {

  private static final String[] SYLLABLES = {
    "ba", "ce", "di", "fo", "gu", "ha", "je", "ki", "lo", "mu", "na", "pe", "ri", "so", "tu", "va"
  };
  private static final int SHORT_OF_TEN = 7;
  private static final int LARGE_OF_HUNDRED = 2;

  private final long seed;

  SampleMail(long seed) {
    this.seed = seed;
  }

  /** A whole message with CRLF line ends; no line starts with a dot. */
  byte[] message(int index, String to) {
    Random random = new Random(seed * 1_000_003 + index);
    StringBuilder mail = new StringBuilder(4096);
    header(mail, random, index, to);
    if (random.nextInt(100) < LARGE_OF_HUNDRED) {
      withAttachment(mail, random, 750_000);
    } else if (random.nextInt(10) < SHORT_OF_TEN) {
      mail.append("Content-Type: text/plain; charset=utf-8\r\n\r\n");
      words(mail, random, 60);
    } else {
      withPicture(mail, random);
    }
    return mail.toString().getBytes(StandardCharsets.US_ASCII);
  }

  /** The same, but always a short text. */
  byte[] shortMessage(int index, String to) {
    Random random = new Random(seed * 1_000_003 + index);
    StringBuilder mail = new StringBuilder(1024);
    header(mail, random, index, to);
    mail.append("Content-Type: text/plain; charset=utf-8\r\n\r\n");
    words(mail, random, 60);
    return mail.toString().getBytes(StandardCharsets.US_ASCII);
  }

  /** A word that one short message of twelve holds; another one each turn. */
  static String commonWord(int turn) {
    return SYLLABLES[turn % SYLLABLES.length]
        + SYLLABLES[turn / SYLLABLES.length % SYLLABLES.length];
  }

  private void header(StringBuilder mail, Random random, int index, String to) {
    mail.append("Received: from relay.example.net (relay.example.net [192.0.2.7])\r\n")
        .append("\tby mx.example.test with ESMTPS; Tue, 14 Nov 2023 22:13:20 +0000\r\n")
        .append("From: \"Ann Lee\" <ann")
        .append(random.nextInt(200))
        .append("@example.net>\r\nTo: ")
        .append(to)
        .append("\r\nSubject: ");
    mail.append(word(random)).append(' ').append(word(random)).append(' ').append(index);
    mail.append("\r\nDate: Tue, 14 Nov 2023 22:13:20 +0000\r\nMessage-ID: <")
        .append(seed)
        .append('.')
        .append(index)
        .append("@example.net>\r\nMIME-Version: 1.0\r\n");
    if (random.nextInt(10) < 4) {
      mail.append("In-Reply-To: <").append(seed).append('.').append(index / 4);
      mail.append("@example.net>\r\n");
    }
  }

  private static void withPicture(StringBuilder mail, Random random) {
    mail.append("Content-Type: multipart/related; boundary=r\r\n\r\n--r\r\n")
        .append("Content-Type: multipart/alternative; boundary=a\r\n\r\n--a\r\n")
        .append("Content-Type: text/plain; charset=utf-8\r\n\r\n");
    words(mail, random, 700);
    mail.append("--a\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<html><body>\r\n");
    words(mail, random, 700);
    mail.append("</body></html>\r\n--a--\r\n--r\r\nContent-Type: image/png; name=p.png\r\n")
        .append("Content-Transfer-Encoding: base64\r\nContent-ID: <p>\r\n\r\n");
    bytes(mail, random, 25_000);
    mail.append("--r--\r\n");
  }

  private static void withAttachment(StringBuilder mail, Random random, int size) {
    mail.append("Content-Type: multipart/mixed; boundary=m\r\n\r\n--m\r\n")
        .append("Content-Type: text/plain; charset=utf-8\r\n\r\n");
    words(mail, random, 200);
    mail.append("--m\r\nContent-Type: application/pdf; name=report.pdf\r\n")
        .append("Content-Transfer-Encoding: base64\r\n")
        .append("Content-Disposition: attachment; filename=report.pdf\r\n\r\n");
    bytes(mail, random, size);
    mail.append("--m--\r\n");
  }

  private static void words(StringBuilder mail, Random random, int count) {
    for (int i = 1; i <= count; i++) {
      mail.append(word(random)).append(i % 11 == 0 ? "\r\n" : " ");
    }
    mail.append("\r\n");
  }

  private static String word(Random random) {
    StringBuilder word = new StringBuilder();
    for (int left = 2 + random.nextInt(3); left > 0; left--) {
      word.append(SYLLABLES[random.nextInt(SYLLABLES.length)]);
    }
    return word.toString();
  }

  private static void bytes(StringBuilder mail, Random random, int count) {
    byte[] bytes = new byte[count];
    random.nextBytes(bytes);
    byte[] lineEnd = {'\r', '\n'};
    mail.append(Base64.getMimeEncoder(76, lineEnd).encodeToString(bytes)).append("\r\n");
  }
}
