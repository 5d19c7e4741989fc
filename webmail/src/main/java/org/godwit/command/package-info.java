/**
 * The {@code godwit} command.
 *
 * <p><b>Lives here:</b> what is said on the command line, and how answers are printed: tables for
 * people, JSON for programs.
 *
 * <p><b>Stays out:</b> doing it; {@code org.godwit.server} serves, {@code org.godwit.admin} answers
 * on the socket of a running server.
 *
 * <p><b>Always true:</b> exit codes are 0, 1 (failed) and 2 (not understood, or bad settings); an
 * error is one line on standard error; no password is ever an argument.
 */
package org.godwit.command;
