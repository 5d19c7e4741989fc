/**
 * What every door has in common, whatever is spoken behind it.
 *
 * <p><b>Lives here:</b> listening, limits on connections, TLS at the door and in the middle of a
 * conversation, lines, the wait for slow work, saying goodbye. <b>Stays out:</b> the words of a
 * protocol, who may log in, where mail goes.
 *
 * <p><b>Always true:</b> nothing waits on a thread that reads sockets; what a client may send ahead
 * is bounded; what was sent in clear behind STARTTLS is never read as a command.
 */
package org.godwit.server.door;
