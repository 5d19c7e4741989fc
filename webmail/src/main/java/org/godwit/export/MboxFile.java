package org.godwit.export;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.godwit.store.mailbox.AccountReading.Held;

/**
 * Messages in one text (4155), with line ends of LF. Lines that begin with {@code From}, be it
 * behind {@code >}, get one {@code >} more, so that whoever reads takes it away again ("mboxrd").
 */
final class MboxFile implements MailFile {
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("EEE MMM ppd HH:mm:ss yyyy", Locale.ROOT)
          .withZone(ZoneOffset.UTC);
  private static final byte[] FROM = "From ".getBytes(StandardCharsets.US_ASCII);

  private final OutputStream out;

  MboxFile(OutputStream out) {
    this.out = new BufferedOutputStream(out, 64 * 1024);
  }

  @Override
  public void folder(String name) {
    // it holds one alone
  }

  @Override
  public void message(Held held, byte[] message) throws IOException {
    String head = "From MAILER-DAEMON " + DATE.format(held.internalDate().toInstant()) + "\n";
    out.write(head.getBytes(StandardCharsets.US_ASCII));
    int start = 0;
    while (start < message.length) {
      int end = start;
      while (end < message.length && message[end] != '\n') {
        end++;
      }
      boolean ended = end > start && message[end - 1] == '\r' && end < message.length;
      line(message, start, ended ? end - 1 : end);
      start = end + 1;
    }
    out.write('\n'); // 4155 appendix A: an empty line ends a message
  }

  private void line(byte[] message, int start, int end) throws IOException {
    int text = start;
    while (text < end && message[text] == '>') {
      text++;
    }
    if (end - text >= FROM.length && isFrom(message, text)) {
      out.write('>');
    }
    out.write(message, start, end - start);
    out.write('\n');
  }

  private static boolean isFrom(byte[] message, int at) {
    for (int i = 0; i < FROM.length; i++) {
      if (message[at + i] != FROM[i]) {
        return false;
      }
    }
    return true;
  }

  @Override
  public void finish() throws IOException {
    out.close();
  }
}
