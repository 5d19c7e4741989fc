/**
 * Another server's word on who somebody is: OpenID Connect.
 *
 * <p><b>Lives here:</b> discovery, the keys of the provider, the check of its tokens, and the walk
 * of a browser to it and back.
 *
 * <p><b>Stays out:</b> whether somebody of that address has an account (store), HTTP towards
 * browsers (web), SASL.
 *
 * <p><b>Always true:</b> a token that is not signed by the provider, for us, in its time, names
 * nobody; the algorithms are ours to choose, not the token's.
 */
package org.godwit.trust.oidc;
