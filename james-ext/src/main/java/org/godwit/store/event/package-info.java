/**
 * What James's event bus keeps: events that a listener could not take.
 *
 * <p><b>Lives here:</b> {@code EventDeadLetters} in PostgreSQL, and the bus as we compose it.
 *
 * <p><b>Stays out:</b> listeners. <b>Always true:</b> an event is a hint; whoever misses one
 * converges from the modseq. A dead letter is there for the administrator, not for correctness.
 */
package org.godwit.store.event;
