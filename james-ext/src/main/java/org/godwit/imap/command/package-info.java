/**
 * IMAP's commands: those of James, and in their place ours where James's were wrong or missing.
 *
 * <p><b>Lives here:</b> {@link ImapCommands}, the list of all commands, from which CAPABILITY is
 * derived; one file for each command of ours, read from top to bottom; the port {@link
 * MailboxFacts} to what only the store knows.
 *
 * <p><b>Stays out:</b> sockets, buffers, framing; SQL.
 *
 * <p><b>Always true:</b> what is announced was tried over a socket ({@code CapabilityTest}); a
 * mailbox that was examined is not changed; a refusal carries the response code that says whether
 * and how to try again.
 */
package org.godwit.imap.command;
