/**
 * Files that are sent as links: a capability of our own, for which there is no standard.
 *
 * <p><b>Lives here:</b> {@code FileLink/get} and {@code set}; docs/jmap.md says what they do.
 * <b>Stays out:</b> the rows ({@code store.link}), and whoever follows a link ({@code filelink}).
 *
 * <p><b>Always true:</b> the secret of an address is told once, to whoever makes the link.
 */
package org.godwit.jmap.link;
