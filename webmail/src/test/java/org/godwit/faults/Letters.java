package org.godwit.faults;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Messages that can be made again from their number, of some hundred bytes up to 400 KB. */
final class Letters {

  /** Asks for what {@link #number} reads. */
  static final String NUMBER_FIELD = "BODY.PEEK[HEADER.FIELDS (X-NUMBER)]";

  private static final Pattern NUMBER = Pattern.compile("(?m)^X-Number: (\\d+)\r?$");

  private Letters() {}

  static byte[] make(int number) {
    Random random = new Random(number);
    int size = random.nextInt(20) == 0 ? random.nextInt(400_000) : random.nextInt(8_000);
    StringBuilder text = new StringBuilder(size + 500);
    text.append("From: sender@example.org\r\nSubject: letter ").append(number).append("\r\n");
    text.append("X-Number: ").append(number).append("\r\n\r\n");
    while (text.length() < size) {
      for (int i = random.nextInt(90); i > 0; i--) {
        text.append((char) (random.nextInt(95) + ' '));
      }
      text.append("\r\n");
    }
    return text.append("the end\r\n").toString().getBytes(ISO_8859_1);
  }

  /** Which letter it is, or -1. */
  static int number(byte[] bytes) {
    Matcher number =
        NUMBER.matcher(new String(bytes, 0, Math.min(2_000, bytes.length), ISO_8859_1));
    return number.find() ? Integer.parseInt(number.group(1)) : -1;
  }
}
