/**
 * Tells administrators what is wrong before their users do, by mail and by a call to an address of
 * theirs.
 *
 * <p><b>Lives here:</b> what is looked at, what it takes to be wrong, and how it is told.
 *
 * <p><b>Stays out:</b> what is kept of it ({@code org.godwit.store.alert}); pages and the API,
 * which show the same rows ({@code org.godwit.admin}).
 *
 * <p><b>Always true:</b> each node looks at its own machine, one node looks at what all have in
 * common and tells. Only the address that the settings name is called, and no answer of it leads
 * elsewhere. What is told is written down in the same transaction as that it is told.
 */
package org.godwit.watch.alert;
