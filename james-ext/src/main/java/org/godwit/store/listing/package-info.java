/**
 * What a program asks that keeps a copy of an account and wants to show and refresh it.
 *
 * <p><b>Lives here:</b> lists of mailboxes with their counts, windows of messages by filter and
 * order, the facts of many messages at once, and what came, changed and went since a modseq.
 *
 * <p><b>Stays out:</b> changes ({@code mailbox} makes them), texts (the search index knows them),
 * protocol words.
 *
 * <p><b>Always true:</b> one question is one statement, and its answer names the account's modseq
 * of the same snapshot. Whoever may see only some mailboxes of an account is told of those alone.
 */
package org.godwit.store.listing;
