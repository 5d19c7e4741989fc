package org.godwit.store.backup;

import java.math.BigInteger;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/**
 * Says what rows there are in a stream of PostgreSQL's binary COPY, in whatever order and cut into
 * whatever pieces: their number, and the sum of the SHA-256 of each, modulo 2^256. A table that was
 * loaded gives its rows in another order than the one it was read from. For one thread.
 */
final class RowSum {
  private static final byte[] SIGNATURE = {
    'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xff, '\r', '\n', 0
  };
  private static final int FLAGS = 4;
  private static final int NUMBER = 4;
  private static final int COUNT = 2;
  private static final int HASH = 32;

  /** What comes next in the stream. */
  private enum Next {
    HEADER,
    EXTENSION_LENGTH,
    EXTENSION,
    FIELD_COUNT,
    FIELD_LENGTH,
    FIELD,
    NOTHING
  }

  private final MessageDigest row = sha256();
  private final long[] sum = new long[HASH / Integer.BYTES]; // digits of 32 bits, the lowest first
  private final byte[] head = new byte[SIGNATURE.length + FLAGS];
  private Next next = Next.HEADER;
  private int wanted = head.length;
  private int have;
  private long left; // of a field
  private int fields;
  private long rows;
  private long bytes;

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /**
   * Takes the next piece.
   *
   * @throws BackupProblem when it is no such stream
   */
  void add(byte[] piece, int offset, int length) throws BackupProblem {
    int at = offset;
    int end = offset + length;
    while (at < end) {
      if (next == Next.NOTHING) {
        throw new BackupProblem("there is something behind the last row");
      }
      if (next == Next.FIELD || next == Next.EXTENSION) {
        int taken = (int) Math.min(left, end - at);
        if (next == Next.FIELD) {
          row.update(piece, at, taken);
        }
        at += taken;
        left -= taken;
        if (left == 0) {
          fieldEnds();
        }
        continue;
      }
      int taken = Math.min(wanted - have, end - at);
      System.arraycopy(piece, at, head, have, taken);
      at += taken;
      have += taken;
      if (have == wanted) {
        number();
      }
    }
    bytes += length;
  }

  private void number() throws BackupProblem {
    switch (next) {
      case HEADER -> {
        if (!MessageDigest.isEqual(SIGNATURE, Arrays.copyOf(head, SIGNATURE.length))) {
          throw new BackupProblem("this is not PostgreSQL's binary COPY");
        }
        expect(Next.EXTENSION_LENGTH, NUMBER);
      }
      case EXTENSION_LENGTH -> {
        left = bigEndian(NUMBER);
        if (left < 0) {
          throw new BackupProblem("a length is negative");
        }
        if (left == 0) {
          expect(Next.FIELD_COUNT, COUNT);
        } else {
          next = Next.EXTENSION;
        }
      }
      case FIELD_COUNT -> {
        fields = (short) bigEndian(COUNT);
        if (fields < 0) {
          next = Next.NOTHING;
        } else {
          row.update(head, 0, COUNT);
          expect(Next.FIELD_LENGTH, NUMBER);
          rowEndsWithout(fields);
        }
      }
      case FIELD_LENGTH -> {
        row.update(head, 0, NUMBER);
        left = bigEndian(NUMBER);
        if (left <= 0) { // null, or empty
          fieldEnds();
        } else {
          next = Next.FIELD;
        }
      }
      case EXTENSION, FIELD, NOTHING -> throw new IllegalStateException(next.name());
    }
  }

  private void fieldEnds() {
    if (next == Next.EXTENSION) {
      expect(Next.FIELD_COUNT, COUNT);
      return;
    }
    fields--;
    expect(Next.FIELD_LENGTH, NUMBER);
    rowEndsWithout(fields);
  }

  private void rowEndsWithout(int moreFields) {
    if (moreFields == 0) {
      addToSum(row.digest());
      rows++;
      expect(Next.FIELD_COUNT, COUNT);
    }
  }

  private void expect(Next what, int length) {
    next = what;
    wanted = length;
    have = 0;
  }

  private int bigEndian(int length) {
    int value = 0;
    for (int i = 0; i < length; i++) {
      value = (value << 8) | (head[i] & 0xff);
    }
    return value;
  }

  private void addToSum(byte[] hash) {
    long carry = 0;
    for (int digit = 0; digit < sum.length; digit++) {
      int at = HASH - Integer.BYTES * (digit + 1);
      long value = 0;
      for (int i = 0; i < Integer.BYTES; i++) {
        value = (value << 8) | (hash[at + i] & 0xff);
      }
      carry += sum[digit] + value;
      sum[digit] = carry & 0xffff_ffffL;
      carry >>>= 32;
    }
  }

  /**
   * What the table is.
   *
   * @throws BackupProblem when the stream has not ended
   */
  Manifest.Table of(String name, List<String> columns) throws BackupProblem {
    if (next != Next.NOTHING) {
      throw new BackupProblem("the table " + name + " ends in the middle");
    }
    return new Manifest.Table(name, columns, rows, bytes, hex());
  }

  private String hex() {
    BigInteger all = BigInteger.ZERO;
    for (int digit = sum.length - 1; digit >= 0; digit--) {
      all = all.shiftLeft(Integer.SIZE).or(BigInteger.valueOf(sum[digit]));
    }
    String text = all.toString(16);
    return "0".repeat(2 * HASH - text.length()) + text;
  }

  static String hex(byte[] hash) {
    return HexFormat.of().formatHex(hash);
  }
}
