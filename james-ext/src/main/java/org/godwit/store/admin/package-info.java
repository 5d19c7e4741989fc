/**
 * Who may administer the server, and what was done.
 *
 * <p><b>Lives here:</b> roles and to whom they are granted; tokens of programs; the audit log.
 *
 * <p><b>Stays out:</b> what an operation is and which role may call it ({@code org.godwit.admin}).
 *
 * <p><b>Always true:</b> the superadmin is {@code person.admin} and nothing else; what is not
 * granted is not allowed; of a token only the hash is kept; the audit log is only added to, and
 * each entry has the hash of the one before.
 */
package org.godwit.store.admin;
