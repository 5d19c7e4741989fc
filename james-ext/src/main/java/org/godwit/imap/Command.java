package org.godwit.imap;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * One whole command as it came: lines and literals in turn, beginning and ending with a line. Lines
 * keep their CRLF. Closing it twice is allowed. Not for two threads at once.
 */
final class Command implements AutoCloseable {

  /** A piece of a command. */
  sealed interface Part permits Line, Bytes, Spilled {}

  /** A line with its CRLF. */
  @SuppressWarnings("ArrayRecordComponent") // never compared, and each array has one owner
  record Line(byte[] text) implements Part {}

  /** A literal in memory. */
  @SuppressWarnings("ArrayRecordComponent") // never compared, and each array has one owner
  record Bytes(byte[] content) implements Part {}

  /** A literal in a file. */
  record Spilled(SpillFile file) implements Part {}

  private final List<Part> parts = new ArrayList<>();
  private final List<LiteralMemory.Loan> loans = new ArrayList<>();
  private int text;
  private int literals;
  private long literalBytes;
  private long inMemory;

  void add(Part part) {
    parts.add(part);
    switch (part) {
      case Line line -> text += line.text().length;
      case Bytes bytes -> {
        literals++;
        literalBytes += bytes.content().length;
        inMemory += bytes.content().length;
      }
      case Spilled spilled -> {
        literals++;
        literalBytes += spilled.file().size();
      }
    }
  }

  void addLine(ByteBuf line) {
    add(new Line(ByteBufUtil.getBytes(line)));
  }

  /** Keeps a loan until this is closed. */
  LiteralMemory.Loan hold(LiteralMemory.Loan loan) {
    loans.add(loan);
    return loan;
  }

  List<Part> parts() {
    return parts;
  }

  boolean isEmpty() {
    return parts.isEmpty();
  }

  int text() {
    return text;
  }

  int literals() {
    return literals;
  }

  long literalBytes() {
    return literalBytes;
  }

  long inMemory() {
    return inMemory;
  }

  /** The tag to answer with, {@code *} when there is none that could be repeated. */
  String tag() {
    String tag = word(0);
    return tag.matches("[\\x21-\\x7e&&[^(){%*\"\\\\+]]{1,200}") ? tag : "*";
  }

  /** Whether a literal may be a message: APPEND (9051 §6.3.12) or REPLACE (8508 §3). */
  boolean carriesMessage() {
    String name = word(1);
    return switch (name) {
      case "APPEND", "REPLACE" -> true;
      case "UID" -> word(2).equals("REPLACE");
      default -> false;
    };
  }

  /** Whether message numbers in it are UIDs (9051 §6.4.9). */
  boolean usesUids() {
    return word(1).equals("UID");
  }

  private String word(int index) {
    if (parts.isEmpty() || !(parts.getFirst() instanceof Line line)) {
      return "";
    }
    String start =
        new String(line.text(), 0, Math.min(line.text().length, 300), StandardCharsets.US_ASCII);
    String[] words = start.stripTrailing().split(" +", index + 2);
    String word = words.length > index ? words[index] : "";
    return index == 0 ? word : word.toUpperCase(Locale.ROOT);
  }

  @Override
  public void close() {
    loans.forEach(LiteralMemory.Loan::close);
    for (Part part : parts) {
      if (part instanceof Spilled spilled) {
        spilled.file().close();
      }
    }
  }
}
