package org.godwit.imap;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Cuts a stream of bytes into whole commands: RFC 9051 §2.2 and §4.3, with the non-synchronising
 * literals of RFC 7888. It remembers where it is, never looks at a byte twice, and never reads a
 * byte of a literal as text. Not for two threads at once; it does no input or output itself.
 */
final class CommandFramer implements AutoCloseable {

  /** What the connection has to do next. */
  sealed interface Step permits More, GoAhead, Complete, Refused, Spill, Hopeless {}

  /** Nothing; bytes are missing. */
  record More() implements Step {}

  /** Ask for the literal: {@code +}. */
  record GoAhead() implements Step {}

  /** Run this command, and close it. */
  record Complete(Command command) implements Step {}

  /** Answer a command that was too large, and go on. Its bytes are read and forgotten. */
  record Refused(String tag, String answer) implements Step {}

  /** Write these bytes to the file before asking again. They belong to whoever writes them. */
  record Spill(SpillRequest request, ByteBuf chunk) implements Step {}

  /** Say BYE and close: what comes next cannot be told apart any more. */
  record Hopeless(String why) implements Step {}

  /** A file that the next bytes belong to; it is made by whoever writes the first of them. */
  static final class SpillRequest {
    private SpillFile file;

    SpillFile file() {
      return file;
    }

    void file(SpillFile made) {
      this.file = made;
    }
  }

  private static final Step MORE = new More();
  private static final Step GO_AHEAD = new GoAhead();

  // 7888 §4: "{" number ["+"] "}" CRLF. Eighteen digits fit a long.
  private static final Pattern ANNOUNCED = Pattern.compile("\\{(\\d{1,18})(\\+?)}\\r?\\n\\z");
  private static final int LONGEST_ANNOUNCEMENT = 24;
  private static final int HOPELESS_LINE = 1024 * 1024;
  private static final int AT_FIRST = 64 * 1024;

  private enum State {
    LINE,
    LITERAL_IN_MEMORY,
    LITERAL_TO_FILE,
    LITERAL_TO_NOWHERE
  }

  private final ImapLimits limits;
  private final LiteralMemory memory;
  private State state = State.LINE;
  private Command command = new Command();
  private String refusal;
  private int scanned;
  private int skippedText;
  private String tail = "";
  private byte[] content;
  private int filled;
  private SpillRequest spill;
  private long missing;

  CommandFramer(ImapLimits limits, LiteralMemory memory) {
    this.limits = limits;
    this.memory = memory;
  }

  /**
   * Reads on. Call again until {@link More}.
   *
   * @param in what has come and was not read yet; it is left at the first byte not used
   */
  Step next(ByteBuf in, boolean loggedIn) {
    while (true) {
      Step step =
          switch (state) {
            case LINE -> line(in, loggedIn);
            case LITERAL_IN_MEMORY -> memory(in);
            case LITERAL_TO_FILE -> file(in);
            case LITERAL_TO_NOWHERE -> nowhere(in);
          };
      if (step != null) {
        return step;
      }
    }
  }

  /**
   * One line that is no command, such as DONE or an answer of SASL.
   *
   * @return the line without its end, or null when it is not whole yet
   */
  byte[] plainLine(ByteBuf in) {
    int end = in.indexOf(in.readerIndex(), in.writerIndex(), (byte) '\n');
    if (end < 0) {
      return null;
    }
    byte[] line = new byte[end - in.readerIndex()];
    in.readBytes(line).skipBytes(1);
    boolean carriage = line.length > 0 && line[line.length - 1] == '\r';
    return carriage ? Arrays.copyOf(line, line.length - 1) : line;
  }

  private Step line(ByteBuf in, boolean loggedIn) {
    int from = in.readerIndex();
    int end = in.indexOf(from + scanned, in.writerIndex(), (byte) '\n');
    if (end < 0) {
      scanned = in.readableBytes();
      return command.text() + scanned > limits.line() ? skipText(in) : MORE;
    }
    scanned = 0;
    ByteBuf line = in.readSlice(end + 1 - from);
    if (refusal != null || command.text() + line.readableBytes() > limits.line()) {
      tooLong(line);
      remember(line);
      return afterSkippedLine(loggedIn);
    }
    command.addLine(line);
    Matcher announced = ANNOUNCED.matcher(lastChars(line));
    if (announced.find()
        && !endsInsideQuotes(line, line.readableBytes() - announced.group().length())) {
      return literal(announced, loggedIn);
    }
    Step complete = new Complete(command);
    command = new Command();
    return complete;
  }

  /** A line that does not end: forget its start, keep its last characters. */
  private Step skipText(ByteBuf in) {
    tooLong(in);
    skippedText += in.readableBytes();
    remember(in.readSlice(in.readableBytes()));
    scanned = 0;
    return skippedText > HOPELESS_LINE ? new Hopeless("the line does not end") : MORE;
  }

  private void tooLong(ByteBuf text) {
    if (command.isEmpty()) { // its tag is needed for the answer
      command.addLine(text.slice(text.readerIndex(), Math.min(text.readableBytes(), 300)));
    }
    refuse("BAD [TOOBIG] the command is too long"); // 2683 §3.2.1.5
  }

  private void remember(ByteBuf text) {
    String joined = tail + lastChars(text);
    tail = joined.substring(Math.max(0, joined.length() - LONGEST_ANNOUNCEMENT));
  }

  private Step afterSkippedLine(boolean loggedIn) {
    Matcher announced = ANNOUNCED.matcher(tail);
    tail = "";
    return announced.find() ? literal(announced, loggedIn) : refused();
  }

  private Step literal(Matcher announced, boolean loggedIn) {
    long size = Long.parseLong(announced.group(1));
    boolean waits = announced.group(2).isEmpty();
    refuseTooLarge(size, loggedIn);
    if (refusal != null) {
      missing = size;
      state = State.LITERAL_TO_NOWHERE;
      // 9051 §4.3: a client that waits for "+" takes a tagged answer for a no.
      return waits ? refused() : null;
    }
    missing = size;
    if (fitsInMemory(size)) {
      content = new byte[(int) Math.min(size, AT_FIRST)];
      filled = 0;
      state = State.LITERAL_IN_MEMORY;
    } else {
      spill = new SpillRequest();
      state = State.LITERAL_TO_FILE;
    }
    return waits ? GO_AHEAD : null;
  }

  private boolean fitsInMemory(long size) {
    return command.inMemory() + size <= limits.inMemory()
        && (size <= AT_FIRST || memory.borrow(size).map(command::hold).isPresent());
  }

  private void refuseTooLarge(long size, boolean loggedIn) {
    long together = command.literalBytes() + size;
    if (command.literals() == limits.literals()) {
      refuse("BAD [LIMIT] too many literals in one command"); // 5530 §3
    } else if (!loggedIn && together > limits.beforeLogin()) {
      refuse("NO [LIMIT] too large before login");
    } else if (loggedIn && command.carriesMessage() && together > limits.message()) {
      refuse("NO [TOOBIG] the message is larger than " + limits.message() + " bytes"); // 7889 §4
    } else if (loggedIn && !command.carriesMessage() && together > limits.argument()) {
      refuse("NO [LIMIT] the literal is too large");
    }
  }

  private void refuse(String answer) {
    if (refusal == null) {
      refusal = answer;
    }
  }

  private Step refused() {
    Step step = new Refused(command.tag(), refusal);
    command.close();
    command = new Command();
    refusal = null;
    skippedText = 0;
    state = State.LINE;
    return step;
  }

  private Step memory(ByteBuf in) {
    int length = (int) Math.min(in.readableBytes(), missing);
    if (filled + length > content.length) { // what was only announced costs nothing
      int atMost = (int) (filled + missing);
      content = Arrays.copyOf(content, Math.clamp(2L * content.length, filled + length, atMost));
    }
    in.readBytes(content, filled, length);
    filled += length;
    missing -= length;
    if (missing > 0) {
      return MORE;
    }
    command.add(new Command.Bytes(content));
    content = null;
    state = State.LINE;
    return null;
  }

  private Step file(ByteBuf in) {
    if (missing == 0) {
      command.add(new Command.Spilled(spill.file()));
      spill = null;
      state = State.LINE;
      return null;
    }
    int length = (int) Math.min(in.readableBytes(), missing);
    if (length == 0) {
      return MORE;
    }
    missing -= length;
    return new Spill(spill, in.readRetainedSlice(length));
  }

  /** The file cannot be written: the rest of the literal is forgotten, the command refused. */
  void spillFailed(String answer) {
    if (spill.file() != null) {
      spill.file().close();
    }
    spill = null;
    refuse(answer);
    state = State.LITERAL_TO_NOWHERE;
  }

  private Step nowhere(ByteBuf in) {
    int length = (int) Math.min(in.readableBytes(), missing);
    in.skipBytes(length);
    missing -= length;
    if (missing > 0) {
      return MORE;
    }
    state = State.LINE;
    return null;
  }

  private static String lastChars(ByteBuf text) {
    int length = Math.min(text.readableBytes(), LONGEST_ANNOUNCEMENT);
    return text.toString(text.writerIndex() - length, length, StandardCharsets.ISO_8859_1);
  }

  /** Whether a quoted string is still open after {@code length} bytes: then "{5}" is text in it. */
  private static boolean endsInsideQuotes(ByteBuf line, int length) {
    boolean inside = false;
    for (int i = 0; i < length; i++) {
      byte c = line.getByte(line.readerIndex() + i);
      if (c == '"') {
        inside = !inside;
      } else if (c == '\\' && inside) {
        i++; // 9051 §9: quoted-specials are escaped
      }
    }
    return inside;
  }

  /** Lets go of a command that will not be completed. */
  @Override
  public void close() {
    command.close();
    if (spill != null && spill.file() != null) {
      spill.file().close();
    }
  }
}
