/**
 * Object storage that speaks S3.
 *
 * <p><b>Lives here:</b> how it is reached, and nothing else: the only room that sees Amazon's
 * library. Which object belongs to which message is in the rooms {@code blob} and {@code mailbox};
 * what may be removed, and when, in {@code org.godwit.store.blob.ObjectCollector}.
 */
package org.godwit.store.objects;
