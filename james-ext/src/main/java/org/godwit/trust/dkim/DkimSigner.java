package org.godwit.trust.dkim;

import com.google.common.base.Splitter;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Signs a message, relaxed/relaxed, with one field for each key: the message is written here first,
 * with CRLF at its line ends. For one thread and one message.
 */
public final class DkimSigner extends OutputStream {

  /**
   * What a reader sees or a mail program obeys. Each is named once more than it is there, so that
   * nobody adds another one (6376 §8.15).
   */
  private static final List<String> SEALED =
      List.of(
          "From",
          "To",
          "Cc",
          "Subject",
          "Date",
          "Reply-To",
          "Message-ID",
          "In-Reply-To",
          "References",
          "MIME-Version",
          "Content-Type",
          "Content-Transfer-Encoding");

  /** Signed where they are; others may add their own. */
  private static final List<String> SIGNED =
      List.of(
          "Sender",
          "Resent-From",
          "Resent-To",
          "Resent-Date",
          "Resent-Message-ID",
          "List-Id",
          "List-Post",
          "List-Unsubscribe",
          "List-Unsubscribe-Post",
          "Auto-Submitted");

  private static final int LINE = 70;

  private final ByteArrayOutputStream header = new ByteArrayOutputStream();
  private final BodyHash body = new BodyHash(Canon.RELAXED, Long.MAX_VALUE);
  private int emptyLine = 2; // how much of CR LF CR LF was just seen
  private boolean inBody;
  private boolean tooLong;

  @Override
  public void write(int octet) {
    if (inBody) {
      body.write(octet);
      return;
    }
    boolean next = octet == (emptyLine % 2 == 0 ? '\r' : '\n');
    emptyLine = next ? emptyLine + 1 : octet == '\r' ? 1 : 0;
    inBody = emptyLine == 4;
    tooLong |= header.size() >= Header.MOST_BYTES;
    if (!tooLong) {
      header.write(octet);
    }
  }

  /** What was written of a header; empty when it is too long to be signed. */
  public Optional<Header> header() {
    if (tooLong) {
      return Optional.empty();
    }
    try {
      return Optional.of(Header.read(new ByteArrayInputStream(header.toByteArray())));
    } catch (IOException impossible) {
      throw new IllegalStateException("bytes in memory cannot be read", impossible);
    }
  }

  /** The fields to put before the message, each with its line end. It is asked for once. */
  public String fields(Header signed, List<DkimKey> keys, Instant now) {
    String hash = Base64.getEncoder().encodeToString(body.hash());
    List<String> names = names(signed);
    StringBuilder fields = new StringBuilder();
    for (DkimKey key : keys) {
      fields.append(field(signed, names, hash, key, now));
    }
    return fields.toString();
  }

  private static List<String> names(Header header) {
    List<String> names = new ArrayList<>();
    for (String name : SEALED) {
      for (int i = count(header, name); i >= 0; i--) {
        names.add(name);
      }
    }
    for (String name : SIGNED) {
      for (int i = count(header, name); i > 0; i--) {
        names.add(name);
      }
    }
    return names;
  }

  private static int count(Header header, String name) {
    return header.all(name.toLowerCase(Locale.ROOT)).size();
  }

  private static String field(
      Header header, List<String> names, String hash, DkimKey key, Instant now) {
    String unsigned =
        "DKIM-Signature: v=1; a=%s; c=relaxed/relaxed;\r\n\td=%s; s=%s; t=%d;%s;\r\n\tbh=%s;\r\n\tb="
            .formatted(
                key.algorithm().signatureTag(),
                key.domain(),
                key.selector(),
                now.getEpochSecond(),
                folded(names),
                hash);
    byte[] bytes = SignedHeader.bytes(header, names, Canon.RELAXED, unsigned);
    try {
      byte[] signature = key.algorithm().sign(key.pair().getPrivate(), bytes);
      String text = Base64.getEncoder().encodeToString(signature);
      return unsigned + String.join("\r\n\t", Splitter.fixedLength(LINE).split(text)) + "\r\n";
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the key " + key + " does not sign", e);
    }
  }

  private static String folded(List<String> names) {
    StringBuilder all = new StringBuilder();
    StringBuilder line = new StringBuilder("\r\n\th=");
    for (int i = 0; i < names.size(); i++) {
      String name = names.get(i) + (i < names.size() - 1 ? ":" : "");
      if (line.length() + name.length() > LINE) {
        all.append(line);
        line = new StringBuilder("\r\n\t ");
      }
      line.append(name);
    }
    return all.append(line).toString();
  }
}
