package org.godwit.web;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

/** Addresses of networks, as people write them. */
final class Networks {

  private Networks() {}

  /**
   * An address, or a range such as {@code 192.0.2.0/24}, in the form that the store reads.
   *
   * @throws IllegalArgumentException when it is neither
   */
  static String cidr(String text) {
    String[] parts = text.strip().split("/", 2);
    if (!parts[0].matches("[0-9a-fA-F:.]{2,45}")) { // no name: nothing is looked up
      throw new IllegalArgumentException("not an address");
    }
    try {
      byte[] address = InetAddress.getByName(parts[0]).getAddress();
      int most = address.length * Byte.SIZE;
      int bits = parts.length == 1 ? most : Integer.parseInt(parts[1]);
      if (bits < 0 || bits > most) {
        throw new IllegalArgumentException("not a range");
      }
      return InetAddress.getByAddress(masked(address, bits)).getHostAddress() + "/" + bits;
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException("not an address", e);
    }
  }

  private static byte[] masked(byte[] address, int bits) {
    byte[] masked = Arrays.copyOf(address, address.length);
    for (int bit = bits; bit < masked.length * Byte.SIZE; bit++) {
      masked[bit / Byte.SIZE] &= (byte) ~(0x80 >> (bit % Byte.SIZE));
    }
    return masked;
  }
}
