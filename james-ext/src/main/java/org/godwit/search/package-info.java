/**
 * Search: which messages hold a text.
 *
 * <p><b>Lives here:</b> a Lucene index for each account on the local disk; how it catches up with
 * the database; how criteria are answered exactly with its help. What a message says is in {@code
 * text}.
 *
 * <p><b>Stays out:</b> protocol words, and what can change of a message: where it is and with which
 * flags is asked of the database each time.
 *
 * <p><b>Always true,</b> and held by {@code ExactSearchTest}: the answer is the same with an index,
 * with half an index, and with none. The index is a cache: it may be removed at any time.
 */
package org.godwit.search;
