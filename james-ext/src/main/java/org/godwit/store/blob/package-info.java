/**
 * Message bytes, kept once whoever refers to them, and named by their SHA-256.
 *
 * <p><b>Always true:</b> a blob that somebody refers to, or has just asked for, is never removed.
 * How that holds without locks: {@link org.godwit.store.blob.Blobs}.
 */
package org.godwit.store.blob;
