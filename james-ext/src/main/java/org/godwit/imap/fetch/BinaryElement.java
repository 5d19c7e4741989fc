package org.godwit.imap.fetch;

import java.util.List;
import org.apache.james.imap.api.message.BodyFetchElement;
import org.apache.james.imap.api.message.SectionType;

/** BINARY[…] and BINARY.SIZE[…] (RFC 3516 §4.2): a part with its transfer encoding taken off. */
public final class BinaryElement extends BodyFetchElement {
  private final boolean size;

  private BinaryElement(String name, int[] path, Long first, Long octets, boolean size) {
    super(name, SectionType.CONTENT, path, List.of(), first, octets);
    this.size = size;
  }

  /**
   * The octets.
   *
   * @param section as the client wrote it
   * @param first null for all
   */
  public static BinaryElement octets(String section, int[] path, Long first, Long octets) {
    return new BinaryElement("BINARY[" + section + "]", path, first, octets, false);
  }

  /** How many there are. */
  public static BinaryElement size(String section, int[] path) {
    return new BinaryElement("BINARY.SIZE[" + section + "]", path, null, null, true);
  }

  boolean isSize() {
    return size;
  }
}
