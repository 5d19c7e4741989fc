/**
 * What the machine's administrator can ask of a running server.
 *
 * <p><b>Lives here:</b> the list of operations, what each does, and the HTTP API on a Unix domain
 * socket in the data directory that carries them; both its ends.
 *
 * <p><b>Stays out:</b> how answers are printed ({@code org.godwit.command}); anything reachable
 * over the network.
 *
 * <p><b>Always true:</b> the socket is in a directory that only the server's user and root can
 * enter; an operation is described once, in {@code Operations}; no answer and no log holds a
 * password, but the one that was just made for an account.
 */
package org.godwit.admin;
