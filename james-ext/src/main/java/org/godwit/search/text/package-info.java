/**
 * What a message says.
 *
 * <p><b>Lives here:</b> the way from a message's bytes to texts that can be compared: charsets,
 * transfer encodings, encoded words, HTML, case.
 *
 * <p><b>Stays out:</b> the index, the database, and files that are no text: another process reads
 * them.
 *
 * <p><b>Always true:</b> the same bytes give the same texts, whether they are read for the index or
 * for a search that has none.
 */
package org.godwit.search.text;
