package org.godwit.server.pop3;

/** Reads the number of a message. */
final class MessageNumber {

  private MessageNumber() {}

  /** Zero, which no message has, when it is none. */
  static int parse(String text) {
    return text != null && text.strip().matches("[0-9]{1,9}") ? Integer.parseInt(text.strip()) : 0;
  }
}
