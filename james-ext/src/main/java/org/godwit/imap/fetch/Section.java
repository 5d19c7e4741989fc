package org.godwit.imap.fetch;

import java.util.Arrays;
import java.util.Optional;
import org.godwit.store.message.MimePart;

/**
 * Where a section of a message lies (9051 §6.4.5.1): octets {@code from} (counted) to {@code to}
 * (not counted) of the message.
 */
record Section(long from, long to) {

  static final Section NOTHING = new Section(0, 0);

  /** What is asked of a part. */
  enum Kind {
    /** {@code [1.2]}, {@code []}: the body; for the whole message, the message. */
    CONTENT,
    /** {@code HEADER}, and what HEADER.FIELDS picks from. */
    HEADER,
    TEXT,
    MIME
  }

  /**
   * Finds a section.
   *
   * @param path numbers of parts, empty for the whole message
   * @return empty when there is no such part, or it has no such section
   */
  static Optional<Section> find(MimePart root, int[] path, Kind kind) {
    if (path.length == 0) {
      return Optional.of(ofMessage(root, kind));
    }
    return isToldOnly(root, path)
        ? Optional.of(NOTHING)
        : part(root, path).flatMap(part -> ofPart(part, kind));
  }

  /** The transfer encoding of a part that was found; of what holds other parts, none. */
  static String encoding(MimePart root, int[] path) {
    return part(root, path)
        .filter(part -> part.children().isEmpty())
        .map(part -> part.content().encoding())
        .orElse("binary");
  }

  /**
   * Whether it is the part that a multipart without parts is told to have ({@link StructureText}).
   */
  private static boolean isToldOnly(MimePart root, int[] path) {
    if (path[path.length - 1] != 1) {
      return false;
    }
    int[] above = Arrays.copyOf(path, path.length - 1);
    Optional<MimePart> around = above.length == 0 ? Optional.of(root) : part(root, above);
    return around
        .map(part -> part.isMessage() ? part.children().get(0) : part)
        .filter(part -> part.content().type().equals("multipart") && part.children().isEmpty())
        .isPresent();
  }

  private static Section ofMessage(MimePart message, Kind kind) {
    return switch (kind) {
      case CONTENT -> new Section(message.headerStart(), message.bodyEnd());
      case HEADER, MIME -> header(message);
      case TEXT -> body(message);
    };
  }

  private static Optional<Section> ofPart(MimePart part, Kind kind) {
    return switch (kind) {
      case CONTENT -> Optional.of(body(part));
      case MIME -> Optional.of(header(part));
      case HEADER -> inside(part).map(Section::header); // only of a message in this part
      case TEXT -> inside(part).map(Section::body);
    };
  }

  private static Optional<MimePart> inside(MimePart part) {
    return part.isMessage() ? Optional.of(part.children().get(0)) : Optional.empty();
  }

  private static Section header(MimePart part) {
    return new Section(part.headerStart(), part.bodyStart());
  }

  private static Section body(MimePart part) {
    return new Section(part.bodyStart(), part.bodyEnd());
  }

  /** Follows the numbers. A message that is no multipart has one part, number 1: its body. */
  private static Optional<MimePart> part(MimePart root, int[] path) {
    MimePart at = root;
    boolean inMessage = true; // the number at hand counts the parts of a whole message
    for (int number : path) {
      if (!inMessage && at.isMessage()) {
        at = at.children().get(0);
        inMessage = true;
      }
      if (at.isMultipart()) {
        if (number < 1 || number > at.children().size()) {
          return Optional.empty();
        }
        at = at.children().get(number - 1);
        inMessage = false;
      } else if (inMessage && number == 1) {
        inMessage = false;
      } else {
        return Optional.empty();
      }
    }
    return Optional.of(at);
  }

  /** The same, cut to what a partial fetch asks for: {@code <first.length>}. */
  Section partial(long first, long length) {
    long start = Math.min(from + first, to);
    return new Section(start, Math.min(to, length > to - start ? to : start + length));
  }

  long length() {
    return to - from;
  }
}
