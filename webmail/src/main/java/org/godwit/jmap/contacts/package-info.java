/**
 * People whom one writes to (RFC 9610), as JSContact cards (RFC 9553).
 *
 * <p><b>Lives here:</b> address books and cards.
 *
 * <p><b>Stays out:</b> how documents are kept ({@code org.godwit.store.record}).
 *
 * <p><b>Always true:</b> a card comes back as it was given, with what must be in it added; it is in
 * one book at least.
 */
package org.godwit.jmap.contacts;
