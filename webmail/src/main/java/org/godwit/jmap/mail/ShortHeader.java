package org.godwit.jmap.mail;

import com.fasterxml.jackson.databind.JsonNode;

/** A header told by the short properties of an Email, such as {@code subject} (8621 §4.1.3). */
public final class ShortHeader {

  private final HeaderLines lines;

  /** For the octets before a body. */
  public ShortHeader(byte[] header) {
    this.lines = new HeaderLines(header);
  }

  /** The value of a property, which must be a short one. */
  public JsonNode of(String property) {
    return HeaderProperty.of(property).orElseThrow().of(lines);
  }
}
