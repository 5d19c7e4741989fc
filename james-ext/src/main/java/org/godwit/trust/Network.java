package org.godwit.trust;

import com.google.common.net.InetAddresses;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;

/**
 * A range of addresses.
 *
 * @param address the first one; the bits behind {@code bits} are left out
 * @param bits that an address has in common with it
 */
public record Network(InetAddress address, int bits) {
  public Network {
    if (bits < 0 || bits > address.getAddress().length * Byte.SIZE) {
      throw new IllegalArgumentException("no address has so many bits: " + bits);
    }
    address = first(address, bits);
  }

  private static InetAddress first(InetAddress any, int bits) {
    byte[] first = any.getAddress();
    for (int bit = bits; bit < first.length * Byte.SIZE; bit++) {
      first[bit / Byte.SIZE] &= (byte) ~(0x80 >> (bit % Byte.SIZE));
    }
    try {
      return InetAddress.getByAddress(first);
    } catch (UnknownHostException e) {
      throw new IllegalStateException("an address has kept its length", e);
    }
  }

  /**
   * Reads {@code 192.0.2.0/24}, {@code 2001:db8::/32} or one address.
   *
   * @throws IllegalArgumentException when it is none of them
   */
  public static Network parse(String text) {
    int slash = text.indexOf('/');
    InetAddress address = InetAddresses.forString(slash < 0 ? text : text.substring(0, slash));
    int all = address instanceof Inet4Address ? 32 : 128;
    return new Network(address, slash < 0 ? all : number(text.substring(slash + 1)));
  }

  private static int number(String text) {
    if (!text.matches("0|[1-9][0-9]{0,2}")) {
      throw new IllegalArgumentException("not a number of bits: " + text);
    }
    return Integer.parseInt(text);
  }

  /** Whether an address of the same kind is in it. */
  public boolean contains(InetAddress other) {
    return other.getAddress().length == address.getAddress().length
        && first(other, bits).equals(address);
  }

  @Override
  public String toString() {
    return InetAddresses.toAddrString(address) + "/" + bits;
  }
}
