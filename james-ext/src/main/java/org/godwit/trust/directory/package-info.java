/**
 * A directory (LDAP, RFC 4511; Active Directory) that says who there is and whose password it is.
 *
 * <p><b>Lives here:</b> asking it. <b>Stays out:</b> accounts, which the store makes of its people.
 *
 * <p><b>Always true:</b> what somebody types is a value in a filter and never a part of one (4515
 * §3); an empty password is never tried (4513 §5.1.2: it would succeed); passwords travel under
 * TLS; a directory that does not answer is no answer, never a wrong password.
 */
package org.godwit.trust.directory;
