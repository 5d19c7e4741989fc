package org.godwit.command;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.godwit.server.MailServer;
import org.godwit.web.WebPart;

/** What {@code godwit serve} answers at its web door, for tests of other rooms. */
public final class AllParts {

  private AllParts() {}

  public static List<WebPart> of(MailServer mail) {
    return new WebParts(mail, mail::problems, Optional.empty(), Path.of("target")).all();
  }
}
