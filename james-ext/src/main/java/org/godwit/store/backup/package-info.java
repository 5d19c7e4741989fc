/**
 * Backups: all that is in the database, in one file, and the proof that it can be had back.
 *
 * <p><b>Lives here:</b> the file (a tar of PostgreSQL's binary COPY, compressed, sealed, encrypted
 * where there is a passphrase), how it is read out of one snapshot, how it is loaded into an empty
 * database, and how the two are compared; what became of each backup.
 *
 * <p><b>Stays out:</b> when a backup is made, and by which node ({@code org.godwit.server}).
 *
 * <p><b>Always true:</b> a file has its name only when it is complete and on the disk; nothing is
 * loaded before every byte of the file was checked; what is in the database beside it is not
 * touched; memory is bounded by the largest row.
 */
package org.godwit.store.backup;
