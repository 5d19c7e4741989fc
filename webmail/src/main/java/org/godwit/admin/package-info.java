/**
 * What administrators can ask of a running server.
 *
 * <p><b>Lives here:</b> the list of operations, what each does and who may call it; and the socket
 * in the data directory that carries them to the machine's own administrator; both its ends.
 *
 * <p><b>Stays out:</b> how answers are printed ({@code org.godwit.command}); how they travel over
 * the network ({@code org.godwit.admin.http}).
 *
 * <p><b>Always true:</b> the socket is in a directory that only the server's user and root can
 * enter; an operation is described once, in {@code Operations}; who may call it is decided once, in
 * {@code Authority}, and what is not allowed there is refused; no answer and no log holds a
 * password, but the one that was just made for an account.
 */
package org.godwit.admin;
