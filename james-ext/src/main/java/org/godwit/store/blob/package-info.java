/**
 * Message bytes, kept once whoever refers to them, and named by their SHA-256.
 *
 * <p>The bytes lie in the blob's row, or in object storage under the name that the row has: {@link
 * org.godwit.store.blob.BlobObjects}.
 *
 * <p><b>Always true:</b> a blob that somebody refers to, or has just asked for, is never removed,
 * and its object is there. How that holds without locks: {@link org.godwit.store.blob.Blobs}.
 */
package org.godwit.store.blob;
