/**
 * Which texts contain a string, said by the index alone.
 *
 * <p><b>Lives here:</b> how a text is cut into tokens that are the whole of it, and how a string is
 * found in them wherever it begins and ends.
 *
 * <p><b>Stays out:</b> messages and their fields' names, words and ranks, the database.
 *
 * <p><b>Always true,</b> and held by {@code StringsTest}: where a text is cut depends on nothing
 * but the two characters at the cut. So a string that is in a text is cut as the text is, but for
 * its first token, which is the end of one of the text's, and its last, which is the beginning of
 * one. Only a token that is too long is cut elsewhere; then {@code TextRow} tells so.
 */
package org.godwit.search.strings;
