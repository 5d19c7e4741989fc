/**
 * The PostgreSQL that Godwit starts itself on a single machine.
 *
 * <p><b>Lives here:</b> unpacking the server, making its data directory, starting, watching and
 * stopping it. <b>Stays out:</b> SQL and everything that is kept in it.
 *
 * <p><b>Always true:</b> it never runs as root, listens on loopback only, checks its pages and
 * writes through to disk; one data directory has one server.
 */
package org.godwit.store.postgres;
