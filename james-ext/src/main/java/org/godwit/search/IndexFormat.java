package org.godwit.search;

/**
 * What the files below {@code index/ACCOUNT/} mean. An index of another format is removed and built
 * anew from the database, by this program and by an older one alike.
 */
enum IndexFormat {
  /**
   * First: one document a message, found by its id; grams of one to three characters of each text,
   * words, and the texts themselves. No flags and no mailboxes: those are in the database.
   */
  GRAMS_AND_TEXTS(1),
  /**
   * Texts are read from the database when they are needed, grams are of three characters only: half
   * the size. Costs one rebuild.
   */
  GRAMS_OF_THREE(2),
  /**
   * Grams of HTML as it is written, too; what messages are sorted and threaded by. Costs one
   * rebuild.
   */
  SORT_KEYS(3),
  /**
   * Texts cut into tokens with their places instead of grams: the index alone says which messages
   * contain a string. Costs one rebuild.
   */
  STRINGS(4),
  /** Lines of a header that are no fields are words of it, too. Costs one rebuild. */
  WHOLE_HEADERS(5);

  static final IndexFormat NOW = WHOLE_HEADERS;

  private final int number;

  IndexFormat(int number) {
    this.number = number;
  }

  /** The name of the folder that holds an index of this format. */
  String folder() {
    return "v" + number;
  }
}
