package org.godwit.search;

/**
 * Where SEARCH, SORT and THREAD answer otherwise than other servers, each with the reason; by RFC
 * 9051 and RFC 5256, ours is the better answer. {@code ExactSearchTest} and {@code
 * SortAndThreadTest} have tests of them.
 */
public enum SearchDeviation {
  /** What HTML says to its reader is found, too, where tags and entities cut it: 9051 §6.4.4. */
  HTML_AS_READ("9051 §6.4.4"),
  /** FROM and its like look at a field as it is written, too: with its quotes and comments. */
  ADDRESSES_AS_WRITTEN("9051 §6.4.4"),
  /** A half of an address that is missing is not called so: such words are in no message. */
  NO_WORDS_FOR_WHAT_IS_MISSING("9051 §7.5.2"),
  /** Blanks in a subject or a field count as they stand, too; others see one for many. */
  BLANKS_AS_WRITTEN("9051 §6.4.4"),
  /** Octets above 127 are read as what they most likely are, where no charset says; 9051 §6.4.4. */
  OCTETS_WITHOUT_CHARSET("9051 §6.4.4"),
  /** A boundary behind a stray semicolon is one, so that there are parts to look at. */
  PARTS_OF_A_LENIENT_TYPE("2045 §5.1"),
  /** What a message in a message says is read though it is encoded, which 2045 §6.4 forbids. */
  ENCODED_MESSAGES("2045 §6.4"),
  /** A message whose Date cannot be read was sent on no day; others say 1970. */
  NO_DATE_IS_NO_DAY("9051 §6.4.4"),
  /** It is sorted by its arrival, as the rule is; others put it before all. */
  NO_DATE_IS_SORTED_BY_ARRIVAL("5256 §2.2"),
  /** What is sorted in reverse and equal stays in the order of numbers; others reverse that too. */
  EQUALS_STAY_IN_ORDER("5256 §3");

  private final String rule;

  SearchDeviation(String rule) {
    this.rule = rule;
  }

  /** The RFC's number and section. */
  public String rule() {
    return rule;
  }
}
