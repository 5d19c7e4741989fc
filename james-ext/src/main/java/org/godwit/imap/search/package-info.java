/**
 * SEARCH, SORT and THREAD as a client writes them and reads them.
 *
 * <p><b>Lives here:</b> their parsers, the order of a sort, the two ways to thread, and how results
 * are told. Which messages are found, the store and its index say.
 *
 * <p><b>Stays out:</b> the mailbox, the session beyond the messages it has been told of, the index.
 *
 * <p><b>Always true:</b> what is read here is told from top to bottom by {@code Search}, {@code
 * Sort} and {@code Threads} of {@code imap.command}.
 */
package org.godwit.imap.search;
