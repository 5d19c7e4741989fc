package org.godwit.store.blob;

import java.util.regex.Pattern;

/**
 * A column that refers to blobs. Whoever makes such a column binds one of these into a set, and
 * gives the column an index, since the collector looks up every blob in it.
 *
 * @param table lower case letters and underscores, as is the column
 * @param column a {@code bytea} that holds {@code blob.hash}, or null
 */
public record BlobReference(String table, String column) {
  private static final Pattern NAME = Pattern.compile("[a-z_]+");

  public BlobReference {
    if (!NAME.matcher(table).matches() || !NAME.matcher(column).matches()) {
      throw new IllegalArgumentException("not a name: " + table + "." + column);
    }
  }

  /** A condition on the blob {@code b}. */
  String isAbsent() {
    return "NOT EXISTS (SELECT FROM %s r WHERE r.%s = b.hash)".formatted(table, column);
  }

  @Override
  public String toString() {
    return table + "." + column;
  }
}
