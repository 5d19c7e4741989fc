package org.godwit.store.message;

import java.util.List;
import java.util.Optional;

/**
 * One part of a message: the whole of it, a part of a multipart, or a message inside.
 *
 * <p>Places are offsets in octets from the start of the whole message. Texts hold one octet in each
 * character.
 *
 * @param headerStart where its header starts
 * @param bodyStart where its body starts: behind the empty line, which belongs to the header
 * @param bodyEnd where its body ends; the line end before a boundary belongs to the boundary
 * @param bodyLines line ends in the body
 * @param content what its Content- fields say
 * @param envelope there for whole messages: the root, and what is inside message/rfc822
 * @param children the parts of a multipart; the one message inside message/rfc822; else empty
 */
public record MimePart(
    long headerStart,
    long bodyStart,
    long bodyEnd,
    long bodyLines,
    ContentFields content,
    Optional<Envelope> envelope,
    List<MimePart> children) {

  public MimePart {
    children = List.copyOf(children);
  }

  /** Octets of the body. */
  public long bodySize() {
    return bodyEnd - bodyStart;
  }

  /** Whether the children are parts with numbers of their own (9051 §6.4.5.1). */
  public boolean isMultipart() {
    return content.type().equals("multipart") && !children.isEmpty();
  }

  /** Whether the one child is a message inside this part. */
  public boolean isMessage() {
    return !children.isEmpty() && !isMultipart();
  }
}
