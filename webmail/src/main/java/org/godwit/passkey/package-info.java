/**
 * Passkeys (WebAuthn Level 2): what is said to browsers, and what is believed of their answers.
 *
 * <p><b>Lives here:</b> challenges, options, and the checks of WebAuthn §7.1 and §7.2, which the
 * library WebAuthn4J makes.
 *
 * <p><b>Stays out:</b> HTTP ({@code org.godwit.web}); keeping keys ({@code
 * org.godwit.store.account}).
 *
 * <p><b>Always true:</b> a challenge is good for some minutes, for the browser or the session that
 * it was made for, for one purpose, and once; the user was verified; a key of one person lets
 * nobody else in; asking for a challenge writes nothing down, so strangers can fill nothing.
 */
package org.godwit.passkey;
