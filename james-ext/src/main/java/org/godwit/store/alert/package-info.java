/**
 * What is wrong with the server, and who has heard of it.
 *
 * <p><b>Lives here:</b> the conditions that administrators are told of, since when each holds, when
 * they were last told, and the calls that are still to be made.
 *
 * <p><b>Stays out:</b> how a condition is found out, mail and HTTP ({@code org.godwit.watch}).
 *
 * <p><b>Always true:</b> a condition begins and ends once, however often it is seen: it is told
 * when it has held for its patience, and is over when nobody has seen it for its calm.
 */
package org.godwit.store.alert;
