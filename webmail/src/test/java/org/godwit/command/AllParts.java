package org.godwit.command;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.godwit.admin.Administration;
import org.godwit.admin.ServerStatus;
import org.godwit.server.MailServer;
import org.godwit.web.WebPart;

/** What {@code godwit serve} answers at its web door, for tests of other rooms. */
public final class AllParts {

  private AllParts() {}

  public static List<WebPart> of(MailServer mail) {
    Administration administration =
        new Administration(
            mail::service,
            () ->
                new ServerStatus(
                    "test",
                    "mail.test",
                    Instant.EPOCH,
                    List.of(),
                    mail.problems(),
                    1L << 30,
                    List.of()),
            List::of);
    return new WebParts(mail, mail::problems, Optional.empty(), Path.of("target"))
        .all(administration);
  }
}
