package org.godwit.mailflow.outbound;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;
import javax.mail.MessagingException;
import org.apache.mailet.DsnParameters.Ret;
import org.godwit.mailflow.outbound.Outcome.Action;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a report gives back of the mail it is about: all of it, or its header (3461 §4.3). */
final class Original {
  private static final Logger LOG = LoggerFactory.getLogger(Original.class);

  /** A whole message is returned up to here; above, its header has to do. */
  private static final int LARGEST = 1 << 20;

  /** The same for who asked for it with RET=FULL. */
  private static final int LARGEST_ASKED = 10 << 20;

  private static final int LARGEST_HEADER = 64 << 10;

  private final Looks looks;
  private final boolean whole;
  private final byte[] bytes;

  private Original(Looks looks, boolean whole, byte[] bytes) {
    this.looks = looks;
    this.whole = whole;
    this.bytes = bytes;
  }

  /**
   * @throws MessagingException when the storage is away; a mail that will never be readable gives
   *     an empty header
   */
  static Original of(Report report) throws MessagingException {
    Content content = new Content(report.mail().mail());
    try {
      Looks looks = Looks.at(content);
      boolean whole = wantsWhole(report) && looks.size() <= most(report.envelope().ret());
      Keep keep = new Keep(!whole);
      content.writeTo(CrlfStream.text(keep));
      return new Original(looks, whole, keep.bytes());
    } catch (Content.Unreadable | IOException e) {
      if (Storage.isAway(e)) {
        throw new MessagingException("reading the original", e);
      }
      LOG.atWarn()
          .addKeyValue("mail", report.mail().mail().getName())
          .setCause(e)
          .log("reporting without the original, which cannot be read");
      return new Original(new Looks(0, false, false), false, new byte[0]);
    }
  }

  private static boolean wantsWhole(Report report) {
    // 3461 §4.3: RET is about failures; other reports return the header
    return report.action() == Action.FAILED && report.envelope().ret().orElse(Ret.FULL) == Ret.FULL;
  }

  private static int most(Optional<Ret> ret) {
    return ret.isPresent() ? LARGEST_ASKED : LARGEST;
  }

  boolean eightBit() {
    return looks.eightBit();
  }

  boolean utf8Header() {
    return looks.utf8Header();
  }

  void writeTo(Report.Lines lines) {
    lines.add("Content-Type: " + type());
    lines.add("Content-Transfer-Encoding: " + (eightBit() ? "8bit" : "7bit"));
    lines.add("");
    lines.raw(bytes);
    lines.add("");
  }

  private String type() {
    if (whole) {
      return utf8Header() ? "message/global" : "message/rfc822"; // 6533 §4
    }
    return utf8Header() ? "message/global-headers" : "text/rfc822-headers"; // 3462 §2
  }

  /** Keeps all, or what stands before the first empty line. */
  private static final class Keep extends OutputStream {
    private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
    private final boolean headerOnly;
    private boolean done;
    private boolean lineStart = true;

    Keep(boolean headerOnly) {
      this.headerOnly = headerOnly;
    }

    @Override
    public void write(int b) {
      if (done) {
        return;
      }
      if (headerOnly && ((lineStart && b == '\r') || kept.size() >= LARGEST_HEADER)) {
        done = true;
        return;
      }
      lineStart = b == '\n';
      kept.write(b);
    }

    byte[] bytes() {
      return kept.toByteArray();
    }
  }
}
