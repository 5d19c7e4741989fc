package org.godwit.store.message;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Finds the parts of a message while its bytes stream through, in one pass and in memory bounded by
 * the headers, not by the message. Line ends may be CRLF or LF.
 *
 * <p>Bounds: {@link #MOST_PARTS} parts and {@link #DEEPEST} levels, beyond which what comes is text
 * of the part it stands in; {@link #LONGEST_HEADER} octets of a header and {@link #MOST_HEADERS} of
 * all headers together are understood, the rest is counted. For one thread and one message.
 */
public final class MimeScanner extends OutputStream {

  static final int MOST_PARTS = 10_000;
  static final int DEEPEST = 100;
  static final int LONGEST_HEADER = 256 * 1024;

  /** What is understood becomes objects, many times its size. */
  static final int MOST_HEADERS = 1024 * 1024;

  /** 2046 §5.1.1 allows 70 characters; some programs write more, and fold it. */
  private static final int LONGEST_BOUNDARY = 8192;

  /** What is looked at of a line: enough for the longest boundary with its marks. */
  private static final int LOOKED_AT = LONGEST_BOUNDARY + 8;

  private final List<OpenPart> open = new ArrayList<>();
  private final byte[] look = new byte[LOOKED_AT];
  private final ByteArrayOutputStream header = new ByteArrayOutputStream(4096);
  private final PreviewText preview = new PreviewText();
  private MimePart root;
  private byte[] rootHeader;
  private int headersLeft = MOST_HEADERS;
  private int parts;
  private int withBoundary;

  private long offset; // of the next byte
  private long lineStart;
  private int looked; // bytes of the current line in look
  private long lines; // line ends seen
  private int lineEnd; // octets of the last line end: 0, 1 or 2
  private int bareLineFeeds;
  private boolean lastWasCr;
  private boolean inHeader;

  public MimeScanner() {
    push(0, false);
  }

  @Override
  public void write(int octet) {
    write(new byte[] {(byte) octet}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int from, int length) {
    int end = from + length;
    int start = from;
    for (int at = from; at < end; at++) {
      if (bytes[at] == '\n') {
        boolean crlf = at > start ? bytes[at - 1] == '\r' : lastWasCr;
        take(bytes, start, at + 1 - start);
        lines++;
        endOfLine(crlf ? 2 : 1);
        start = at + 1;
      }
    }
    if (start < end) {
      take(bytes, start, end - start);
      lastWasCr = bytes[end - 1] == '\r';
    }
  }

  /** A piece of the current line. */
  private void take(byte[] bytes, int from, int length) {
    offset += length;
    int room = Math.min(length, look.length - looked);
    if (room > 0) {
      System.arraycopy(bytes, from, look, looked, room);
      looked += room;
    }
    if (inHeader) {
      int left = Math.min(LONGEST_HEADER - header.size(), headersLeft);
      int understood = Math.min(length, Math.max(0, left));
      header.write(bytes, from, understood);
      headersLeft -= understood;
    } else {
      preview.take(bytes, from, length);
    }
  }

  private void endOfLine(int ending) {
    boolean isBoundary = withBoundary > 0 && looksAt("--", 0) && boundary();
    if (!isBoundary && inHeader && offset - lineStart == ending) {
      endOfHeader();
    }
    preview.endOfLine();
    bareLineFeeds += 2 - ending;
    lineEnd = ending;
    lineStart = offset;
    looked = 0;
    lastWasCr = false;
  }

  /** Whether the line is a boundary of an open multipart; if so, what it ends is ended. */
  private boolean boundary() {
    int index = whoseBoundary();
    if (index < 0) {
      return false;
    }
    OpenPart part = open.get(index);
    boolean last = looksAt("--", 2 + part.boundary.length());
    preview.forgetLine();
    closeAbove(index, Math.max(lineStart - lineEnd, 0), lines - 2);
    if (last) {
      part.boundary = null;
      withBoundary--;
    } else {
      push(offset, part.content.subtype().equals("digest"));
    }
    return true;
  }

  /** 2046 §5.1.1: a line is a boundary when it starts with one; the longest of them counts. */
  private int whoseBoundary() {
    int found = -1;
    for (int i = open.size() - 1; i >= 0; i--) {
      String boundary = open.get(i).boundary;
      boolean candidate = boundary != null && (found < 0 || isLonger(boundary, found));
      if (candidate && looksAt(boundary, 2)) {
        found = i;
      }
    }
    return found;
  }

  private boolean isLonger(String boundary, int than) {
    return boundary.length() > open.get(than).boundary.length();
  }

  private boolean looksAt(String text, int from) {
    if (looked < from + text.length()) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      if (look[from + i] != (byte) text.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  private void push(long start, boolean inDigest) {
    if (++parts > MOST_PARTS || open.size() >= DEEPEST) {
      return;
    }
    OpenPart part = new OpenPart(start, inDigest);
    part.wholeMessage = open.isEmpty() || open.get(open.size() - 1).isMessage();
    open.add(part);
    header.reset();
    inHeader = true;
    preview.stop();
  }

  private OpenPart top() {
    return open.get(open.size() - 1);
  }

  private void endOfHeader() {
    OpenPart part = top();
    readHeader(part);
    part.bodyStart = offset;
    part.linesBefore = lines;
    inHeader = false;
    if (part.isMultipart()) {
      String boundary = part.content.parameter("boundary").orElse("");
      if (!boundary.isEmpty() && boundary.length() <= LONGEST_BOUNDARY) {
        part.boundary = boundary.stripTrailing();
        withBoundary++;
      }
    } else if (part.isMessage()) {
      push(offset, false);
    } else {
      preview.start(part.content);
    }
  }

  private void readHeader(OpenPart part) {
    byte[] bytes = header.toByteArray();
    if (rootHeader == null) {
      rootHeader = bytes;
    }
    HeaderFields fields = HeaderFields.parse(bytes, 0, bytes.length);
    part.content = ContentFieldsParser.parse(fields, part.inDigest);
    part.envelope = part.wholeMessage ? Optional.of(Envelope.of(fields)) : Optional.empty();
  }

  /** Ends the parts above one that stays open. */
  private void closeAbove(int index, long end, long linesUpTo) {
    while (open.size() > index + 1) {
      close(end, linesUpTo);
    }
    inHeader = false;
    preview.stop();
  }

  private void close(long end, long linesUpTo) {
    OpenPart part = open.remove(open.size() - 1);
    if (part.content == null) { // the header never ended
      readHeader(part);
      part.bodyStart = Math.max(end, part.headerStart);
      part.linesBefore = linesUpTo;
    }
    if (part.boundary != null) {
      withBoundary--;
    }
    MimePart done = part.done(end, linesUpTo);
    inHeader = false;
    header.reset();
    if (open.isEmpty()) {
      root = done;
    } else {
      top().children.add(done);
    }
  }

  /**
   * Ends the message.
   *
   * @return its parts; the same when called again
   */
  public MimePart finish() {
    if (root == null) {
      if (withBoundary > 0 && looksAt("--", 0)) {
        lines++; // as if the last line had its end
        if (!boundary()) {
          lines--;
        }
      }
      while (!open.isEmpty()) {
        close(offset, lines);
      }
    }
    return root;
  }

  /** Octets that have to be added so that every line ends with CRLF, the last one too. */
  public int lackingOctets() {
    int atEnd = offset == lineStart ? 0 : lastWasCr ? 1 : 2;
    return bareLineFeeds + atEnd;
  }

  /**
   * The header of the whole message with its empty line, cut at {@link #LONGEST_HEADER} octets; the
   * message has gone through.
   */
  public byte[] header() {
    finish();
    return rootHeader;
  }

  /** The first words of the text for people, as far as they were seen. */
  public String preview() {
    return preview.text();
  }

  /** A part whose end has not come yet. */
  private static final class OpenPart {
    private final long headerStart;
    private final boolean inDigest;
    private final List<MimePart> children = new ArrayList<>();
    private boolean wholeMessage;
    private ContentFields content;
    private Optional<Envelope> envelope = Optional.empty();
    private String boundary;
    private long bodyStart;
    private long linesBefore;

    OpenPart(long headerStart, boolean inDigest) {
      this.headerStart = headerStart;
      this.inDigest = inDigest;
    }

    boolean isMultipart() {
      return content != null && content.type().equals("multipart");
    }

    boolean isMessage() {
      return content != null
          && content.type().equals("message")
          && content.subtype().equals("rfc822")
          && isReadable(content.encoding());
    }

    /** 2046 §5.2.1: no other encoding is allowed; what came in one is left alone. */
    private static boolean isReadable(String encoding) {
      return encoding.equals("7bit") || encoding.equals("8bit") || encoding.equals("binary");
    }

    MimePart done(long end, long linesUpTo) {
      long bodyEnd = Math.max(headerStart, end);
      // 2046 §5.1.1: where a boundary follows the header, its line end is what looked like an empty
      // line behind that.
      long start = Math.min(bodyStart, bodyEnd);
      long bodyLines = Math.max(0, linesUpTo - linesBefore);
      return new MimePart(headerStart, start, bodyEnd, bodyLines, content, envelope, children);
    }
  }
}
