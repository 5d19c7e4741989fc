/**
 * The IMAP door: James's commands behind a connection of our own.
 *
 * <p><b>Lives here:</b> the connection ({@code ImapConnection}) with its framer, limits and output;
 * the commands of James that were wrong or missing, replaced through {@code ImapPackage}; the list
 * of what is announced.
 *
 * <p><b>Stays out:</b> SQL, mail flow, settings files. What the store alone can know is asked
 * through a port of this package.
 *
 * <p><b>Always true:</b> one command of a connection is parsed and run at a time, in the order it
 * was sent; bytes of a literal are never read as a command ({@code PipelineTest} cuts the stream at
 * every position); what a connection may hold in memory is bounded by {@code ImapLimits}; nothing
 * blocks an event loop.
 */
package org.godwit.imap;
