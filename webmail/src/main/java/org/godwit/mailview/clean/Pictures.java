package org.godwit.mailview.clean;

import java.util.Optional;

/** Where pictures of a mail come from. */
public interface Pictures {

  /**
   * A picture that came with the mail (2392).
   *
   * @param contentId as it stands behind {@code cid:}, decoded
   * @return an address of ours; empty when there is none
   */
  Optional<String> inside(String contentId);

  /**
   * A picture of another server.
   *
   * @param url begins with http:// or https://
   * @return an address of ours; empty when it is not to be shown
   */
  Optional<String> remote(String url);
}
