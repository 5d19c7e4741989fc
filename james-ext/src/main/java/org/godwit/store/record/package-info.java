/**
 * Small things that clients keep with an account, each a JSON document.
 *
 * <p><b>Lives here:</b> documents by type and id, and what became of them since a modseq.
 *
 * <p><b>Stays out:</b> what a document may say: its type's owner checks that.
 *
 * <p><b>Always true:</b> a change of any documents of a type is one transaction with one modseq of
 * the account; one that is gone leaves a tombstone.
 */
package org.godwit.store.record;
