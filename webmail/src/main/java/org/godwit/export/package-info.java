/**
 * One's own mail as files to keep: a folder as mbox, or as a ZIP archive of messages.
 *
 * <p><b>Lives here:</b> {@code /mail-export/}, and the forms of its files. <b>Stays out:</b>
 * imports, which are JMAP's {@code Email/import}.
 *
 * <p><b>Always true:</b> what is in memory at a time is a batch of messages, however large a folder
 * is; an answer that did not come to its end is broken off, so nobody takes a part for the whole.
 */
package org.godwit.export;
