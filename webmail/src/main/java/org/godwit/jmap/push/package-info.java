/**
 * Telling clients that something has changed, without being asked (8620 §7).
 *
 * <p><b>Lives here:</b> how far accounts have come and who watches them, and the ways to tell it: a
 * stream of events, WebSocket, and messages to push services.
 *
 * <p><b>Stays out:</b> what has changed: clients ask for it, from the state they have.
 *
 * <p><b>Always true:</b> an event is a hint, and nothing is lost when one is: what is told is the
 * newest state, read after the client was registered. No client has a thread or a queue of its own;
 * one that reads slowly hears less often. What somebody is signed in to ends when the sign-in does.
 */
package org.godwit.jmap.push;
