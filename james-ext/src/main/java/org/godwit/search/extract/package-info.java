/**
 * What attachments say.
 *
 * <p><b>Lives here:</b> the reading of files that are no text, by Apache Tika, in a process of its
 * own: {@code ExtractionProcess} is its program, {@code Extractor} speaks to it.
 *
 * <p><b>Stays out:</b> the index, the database, messages.
 *
 * <p><b>Always true:</b> whatever is in a file, the server only waits so long, holds so much text,
 * and goes on. The other process has so much memory, and is replaced when it fails; it runs no
 * program and asks no network: {@code Confinement} sees to that where the system allows.
 */
package org.godwit.search.extract;
