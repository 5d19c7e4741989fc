package org.godwit.store.blob;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * Bytes in pieces: many are never copied to have room, nor to lie side by side, which would take
 * two and three times their memory. Few are one piece. Not thread-safe while it is written.
 */
public final class Pieces extends OutputStream {

  private static final int LARGEST = 1024 * 1024;

  private final List<byte[]> full = new ArrayList<>();
  private byte[] last;
  private int used;

  /**
   * Nothing yet.
   *
   * @param expected how many bytes will come, a guess that saves copies
   */
  Pieces(long expected) {
    last = new byte[Math.clamp(expected, 64, LARGEST)];
  }

  /** The first bytes of an array, at once; not copied, do not change them. */
  static Pieces of(byte[] bytes, int length) {
    Pieces pieces = new Pieces(0);
    pieces.last = bytes;
    pieces.used = length;
    return pieces;
  }

  @Override
  public void write(int octet) {
    write(new byte[] {(byte) octet}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) {
    for (int written = 0; written < length; ) {
      if (used == last.length) {
        addRoom();
      }
      int next = Math.min(length - written, last.length - used);
      System.arraycopy(bytes, offset + written, last, used, next);
      used += next;
      written += next;
    }
  }

  private void addRoom() {
    if (last.length < LARGEST && full.isEmpty()) {
      last = Arrays.copyOf(last, Math.min(2 * last.length, LARGEST));
    } else {
      full.add(last);
      last = new byte[LARGEST];
      used = 0;
    }
  }

  /** How many there are. */
  public int length() {
    return full.stream().mapToInt(piece -> piece.length).sum() + used;
  }

  /** All bytes, from the first. */
  public InputStream open() {
    List<InputStream> streams = new ArrayList<>();
    full.forEach(piece -> streams.add(new ByteArrayInputStream(piece)));
    streams.add(new ByteArrayInputStream(last, 0, used));
    return streams.size() == 1
        ? streams.get(0)
        : new SequenceInputStream(Collections.enumeration(streams));
  }

  /** Whether {@link #bytes} copies little or nothing. */
  boolean areFew() {
    return full.isEmpty();
  }

  /** All bytes side by side; for few, or for when they must. Do not change them. */
  public byte[] bytes() {
    if (full.isEmpty() && used == last.length) {
      return last;
    }
    byte[] all = new byte[length()];
    int at = 0;
    for (byte[] piece : full) {
      System.arraycopy(piece, 0, all, at, piece.length);
      at += piece.length;
    }
    System.arraycopy(last, 0, all, at, used);
    return all;
  }
}
