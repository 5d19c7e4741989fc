/**
 * What strangers get who follow a link to a file.
 *
 * <p><b>Lives here:</b> {@code /file/}, its pages in the languages of visitors, and how much one
 * may ask for. <b>Stays out:</b> making and ending links ({@code jmap.link}), their rows ({@code
 * store.link}).
 *
 * <p><b>Always true:</b> nobody is asked who they are, no cookie is read or set; a file is handed
 * out as bytes to keep, whatever it calls itself, and nothing in it ever runs here; of a file so
 * much is in memory as one part has.
 */
package org.godwit.filelink;
