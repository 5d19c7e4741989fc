/**
 * The composition root: James's protocol servers on Godwit's store, started and stopped in order.
 */
package org.godwit.server;
