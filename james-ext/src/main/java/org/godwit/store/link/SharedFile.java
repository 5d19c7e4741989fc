package org.godwit.store.link;

import java.util.List;
import org.godwit.store.blob.BlobHash;

/**
 * What a link leads to.
 *
 * @param parts in order; none when the link has ended
 */
public record SharedFile(long account, FileLink link, List<Part> parts) {

  /** So many bytes, which are those of a blob. */
  public record Part(BlobHash blob, long size) {}

  public SharedFile {
    parts = List.copyOf(parts);
  }
}
