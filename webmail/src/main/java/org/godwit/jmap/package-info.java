/**
 * JMAP: the core that every data type stands on (RFC 8620), and its HTTP resources.
 *
 * <p><b>Lives here:</b> the session, requests and responses, back references, errors, limits, what
 * get, changes, set and query have in common, upload and download. The data types are in the rooms
 * below: {@code mail}, {@code submission}, {@code push}.
 *
 * <p><b>Stays out:</b> SQL ({@code org.godwit.store}), who calls ({@code org.godwit.web}).
 *
 * <p><b>Always true:</b> a state is the account's modseq, so one number tells all types apart from
 * what they were; what a client may send is limited by what the session announces; an error is one
 * of the RFC's, and never tells what is inside.
 */
package org.godwit.jmap;
