package org.godwit.store.link;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * A link that somebody asks for.
 *
 * @param uploads the parts of the file in order; the same may come twice
 */
public record NewLink(String name, List<UUID> uploads, Instant expires) {

  public NewLink {
    uploads = List.copyOf(uploads);
  }
}
