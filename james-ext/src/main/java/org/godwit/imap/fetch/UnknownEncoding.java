package org.godwit.imap.fetch;

/** A part is in a transfer encoding that we cannot take off: NO [UNKNOWN-CTE] (RFC 3516 §4.3). */
public final class UnknownEncoding extends RuntimeException {
  private static final long serialVersionUID = 1L;

  UnknownEncoding() {
    super("a part is in an unknown transfer encoding");
  }
}
