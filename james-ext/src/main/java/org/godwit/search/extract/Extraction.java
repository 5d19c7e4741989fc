package org.godwit.search.extract;

/**
 * What became of a file.
 *
 * @param text what was read; may be empty, and cut off when there was too much
 * @param problem why nothing, or not all, was read; empty when all was
 */
public record Extraction(String text, String problem) {

  static Extraction failed(String problem) {
    return new Extraction("", problem);
  }

  /** Whether all of its text is here. */
  public boolean complete() {
    return problem.isEmpty();
  }
}
