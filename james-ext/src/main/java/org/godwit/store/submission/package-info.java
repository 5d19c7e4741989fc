/**
 * What people handed in to be sent, as long as somebody may want to know what became of it.
 *
 * <p><b>Lives here:</b> submissions, and their mail's way into the queue and out again.
 *
 * <p><b>Stays out:</b> who may send as whom; how mail is sent.
 *
 * <p><b>Always true:</b> a submission and its queued mail are made by one transaction, and ended by
 * one: a submission that is canceled is not sent, and one that is sent cannot be canceled. {@code
 * SubmissionsTest} races them.
 */
package org.godwit.store.submission;
