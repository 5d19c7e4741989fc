package org.godwit.mailflow.sieve;

import java.util.List;

/** What a script may ask about a message. Nothing here changes it. */
interface SieveMessage {

  /**
   * A part of the body, decoded.
   *
   * @param type in lower case, such as {@code text/plain}
   */
  record Part(String type, String text) {}

  /**
   * The values of a header field, unfolded, without blanks around them.
   *
   * @param name in any case
   * @param decoded whether RFC 2047's words are made readable
   */
  List<String> header(String name, boolean decoded);

  /** In bytes. */
  long size();

  /** The envelope's sender; empty for the null sender. */
  String sender();

  /** The envelope's recipient as the sender wrote it. */
  String recipient();

  /** The body as it came, without decoding. */
  String rawBody();

  /** The leaves of the MIME tree. */
  List<Part> parts();

  /** Whether the owner has a mailbox of this name. */
  boolean mailboxExists(String name);
}
