package org.godwit.discovery;

/**
 * A record that should be in DNS.
 *
 * @param purpose in a word or two, for the admin
 * @param name without a dot at its end
 * @param type such as {@code TXT}
 * @param value as in a zone file, but a text without quotes
 * @param needed whether mail suffers without it
 */
public record DnsRecord(String purpose, String name, String type, String value, boolean needed) {
  private static final int PIECE = 255; // 1035 §3.3: octets in one piece of a text

  /** Its line in a zone file. */
  public String zoneLine() {
    return "%s. IN %s %s".formatted(name, type, type.equals("TXT") ? pieces() : value);
  }

  private String pieces() {
    StringBuilder pieces = new StringBuilder();
    for (int i = 0; i < value.length(); i += PIECE) {
      String piece = value.substring(i, Math.min(value.length(), i + PIECE));
      pieces.append(i == 0 ? "" : " ").append('"');
      pieces.append(piece.replace("\\", "\\\\").replace("\"", "\\\"")).append('"');
    }
    return pieces.toString();
  }
}
