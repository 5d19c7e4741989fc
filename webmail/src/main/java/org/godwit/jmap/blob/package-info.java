/**
 * Upload and download (RFC 8620 §6), and the same by methods (RFC 9404).
 *
 * <p><b>Lives here:</b> the two HTTP resources, and Blob/copy, upload, get and lookup. <b>Stays
 * out:</b> where bytes are kept.
 *
 * <p><b>Always true:</b> what is downloaded runs nothing in a browser: it is an attachment, in a
 * sandbox, and of no type that is guessed; who uploads is limited in size, number and sum.
 */
package org.godwit.jmap.blob;
