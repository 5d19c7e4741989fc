package org.godwit.store.mailbox;

import java.util.List;
import java.util.OptionalLong;

/**
 * What a message is sorted and threaded by (RFC 5256, RFC 5957). Texts are folded, so that they are
 * compared by their characters; each is empty when the message does not say it.
 *
 * @param sent the moment in the Date field, in milliseconds from 1970; empty when there is none
 * @param subject the base subject
 * @param reply whether the subject had a mark of a reply or of forwarding
 * @param from the mailbox part of the first address, as of {@code to} and {@code cc}
 * @param displayFrom the name of the first address, or the address where it has none
 * @param id stands for the message's own Message-ID; 0 when it has none
 * @param references stand for the messages it refers to, the oldest first
 */
public record SortKeys(
    OptionalLong sent,
    String subject,
    boolean reply,
    String from,
    String to,
    String cc,
    String displayFrom,
    String displayTo,
    long id,
    List<Long> references) {

  /** Nothing is known, or asked. */
  public static final SortKeys NONE =
      new SortKeys(OptionalLong.empty(), "", false, "", "", "", "", "", 0, List.of());

  /** A part of it. */
  public enum Key {
    SENT,
    SUBJECT,
    FROM,
    TO,
    CC,
    DISPLAY_FROM,
    DISPLAY_TO,
    /** What it replies to: {@code reply}, {@code id} and {@code references}. */
    REFERENCES
  }

  public SortKeys {
    references = List.copyOf(references);
  }
}
