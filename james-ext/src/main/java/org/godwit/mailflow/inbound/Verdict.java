package org.godwit.mailflow.inbound;

import java.util.List;
import java.util.Optional;
import org.godwit.trust.dkim.Header.Field;

/**
 * What becomes of a message.
 *
 * @param fields to put before it, with their line ends; may be empty
 * @param forged fields of it that claim to be ours, to be taken out
 * @param refusal why it is not taken, for the other server; empty when it is
 * @param junk whether it is filed with what nobody asked for
 */
public record Verdict(String fields, List<Field> forged, Optional<String> refusal, boolean junk) {
  /** As it came. */
  public static final Verdict NOTHING = new Verdict("", List.of(), Optional.empty(), false);
}
