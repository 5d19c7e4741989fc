/**
 * Several nodes on one database.
 *
 * <p><b>Lives here:</b> which nodes there are, which of them does what only one may do, and what
 * they tell each other of changes.
 *
 * <p><b>Stays out:</b> protocols, and what the jobs are. How PostgreSQL is kept alive over several
 * sites is the business of {@code cluster.site}.
 *
 * <p><b>Always true:</b> no correctness rests on a node's word. A lease has a time, by the clock of
 * the database, and whoever holds it may be wrong about it for a moment; what nodes tell each other
 * is a hint, and whoever misses it converges from the modseq. A server alone on its database sends
 * no statement for any of this while it works for its clients. {@code TwoNodesTest} holds it to
 * that.
 */
package org.godwit.cluster;
