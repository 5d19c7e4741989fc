/**
 * One site of a cluster: the etcd and the Patroni that keep PostgreSQL available over several data
 * centres, run by Godwit as it runs its own PostgreSQL on a single machine.
 *
 * <p><b>Lives here:</b> what a site is told and what follows from it (keys, certificates, settings
 * of etcd, Patroni and PostgreSQL), their processes, and the administrator's view of all sites.
 * <b>Stays out:</b> what the server does with the database that comes out; it gets two JDBC
 * addresses and needs to know no more.
 *
 * <p><b>Always true:</b> whatever crosses the way between sites is TLS, and both ends prove that
 * they know the join token; the token itself and the key of the authority that is made from it are
 * never written to disk or sent.
 */
package org.godwit.cluster.site;
