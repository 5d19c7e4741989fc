/**
 * Sieve (RFC 5228): what people want done with their mail.
 *
 * <p><b>Lives here:</b> the language, from text to a script that is checked once and run often, and
 * the mailet that runs it and does what it says.
 *
 * <p><b>Stays out:</b> keeping scripts (the store), ManageSieve (the server).
 *
 * <p><b>Always true:</b> a script that compiles has no mistake that could be known without a
 * message; a script runs for a bounded time; whatever goes wrong, the mail is kept.
 *
 * <p>James's jSieve is not used: variables (RFC 5229) stand in every string, and its tests and
 * commands know nothing of them, check their arguments only when they run, and match by patterns
 * that a message can slow down without end.
 */
package org.godwit.mailflow.sieve;
