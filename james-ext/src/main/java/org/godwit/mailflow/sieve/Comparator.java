package org.godwit.mailflow.sieve;

import java.math.BigInteger;
import java.util.Optional;

/** How texts are compared (RFC 5228 §2.7.3, RFC 4790 §9). */
enum Comparator {
  OCTET("i;octet", Extension.OCTET),

  CASEMAP("i;ascii-casemap", Extension.CASEMAP) {
    @Override
    String fold(String text) {
      StringBuilder folded = new StringBuilder(text.length());
      text.chars().forEach(c -> folded.append((char) fold(c)));
      return folded.toString();
    }

    private int fold(int c) {
      return c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c; // 4790 §9.2.1
    }

    @Override
    boolean same(int one, int other) {
      return fold(one) == fold(other);
    }
  },

  /** Compares the digits that a text begins with; without any it is more than all numbers. */
  NUMERIC("i;ascii-numeric", Extension.NUMERIC) {
    @Override
    int compare(String one, String other) {
      Optional<BigInteger> left = number(one);
      Optional<BigInteger> right = number(other);
      if (left.isPresent() && right.isPresent()) {
        return left.get().compareTo(right.get());
      }
      return Boolean.compare(left.isEmpty(), right.isEmpty()); // 4790 §9.1.1
    }

    private Optional<BigInteger> number(String text) {
      int end = 0;
      while (end < text.length()
          && end < MOST_DIGITS
          && "0123456789".indexOf(text.charAt(end)) >= 0) {
        end++;
      }
      return end == 0 ? Optional.empty() : Optional.of(new BigInteger(text.substring(0, end)));
    }
  };

  private static final int MOST_DIGITS = 1_000;

  private final String word;
  private final Extension extension;

  Comparator(String word, Extension extension) {
    this.word = word;
    this.extension = extension;
  }

  /** The text with all that makes no difference taken out. */
  String fold(String text) {
    return text;
  }

  /** Whether two letters are one. */
  boolean same(int one, int other) {
    return one == other;
  }

  int compare(String one, String other) {
    return fold(one).compareTo(fold(other));
  }

  /** Whether it knows substrings (5228 §2.7.1: i;ascii-numeric does not). */
  boolean findsParts() {
    return this != NUMERIC;
  }

  Extension extension() {
    return extension;
  }

  static Optional<Comparator> of(String word) {
    for (Comparator comparator : values()) {
      if (comparator.word.equals(word)) {
        return Optional.of(comparator);
      }
    }
    return Optional.empty();
  }
}
