/**
 * How long things take.
 *
 * <p><b>Lives here:</b> counting in steps, by a word of a fixed set.
 *
 * <p><b>Stays out:</b> what is counted, which each room says; how it is told ({@code
 * org.godwit.watch}).
 *
 * <p><b>Always true:</b> no client can make a word, so that what is told has a bound.
 */
package org.godwit.timing;
