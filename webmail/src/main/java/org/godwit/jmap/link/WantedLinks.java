package org.godwit.jmap.link;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.inject.Inject;
import org.godwit.jmap.Arguments;
import org.godwit.jmap.MethodError;
import org.godwit.jmap.SetError;
import org.godwit.jmap.Sight;
import org.godwit.jmap.mail.BlobId;
import org.godwit.store.link.FileLinks;
import org.godwit.store.link.LinkRefused;
import org.godwit.store.link.NewLink;

/** What clients ask for, looked at and made. */
final class WantedLinks {
  private static final int LONGEST_NAME = 255;
  private static final int MOST_PARTS = 1_000;

  private final FileLinks links;
  private final LinkLimits limits;

  @Inject
  WantedLinks(FileLinks links, LinkLimits limits) {
    this.links = links;
    this.limits = limits;
  }

  FileLinks.Made make(Sight sight, ObjectNode given, Instant now) throws SetError {
    NewLink link = read(given, now);
    try {
      return links.make(sight.account(), link, limits.largest());
    } catch (LinkRefused refused) {
      throw switch (refused.why()) {
        case PART_MISSING ->
            SetError.invalidProperties("a part is not there, or not any more", "blobIds");
        case PART_TOO_LONG ->
            SetError.invalidProperties("a part is longer than maxSizePart", "blobIds");
        case FILE_TOO_LARGE -> SetError.of("tooLarge", "the file is larger than maxSize");
        case TOO_MANY_LINKS -> SetError.of("overQuota", "there are maxLinks links already");
        case OVER_QUOTA -> SetError.of("overQuota", "there is no room for the file");
      };
    }
  }

  /** Until when a link is to lead there: the one thing of it that changes. */
  Instant until(ObjectNode patch, Instant now) throws SetError {
    try {
      Arguments asked = new Arguments(patch);
      Instant expires = expires(asked.text("expires"), now);
      asked.noOther();
      return expires;
    } catch (MethodError e) {
      throw SetError.invalidProperties(e.getMessage());
    }
  }

  private NewLink read(ObjectNode given, Instant now) throws SetError {
    try {
      Arguments asked = new Arguments(given);
      String name = name(asked.text("name"));
      List<UUID> uploads = uploads(asked.texts("blobIds").orElse(List.of()));
      Instant expires = expires(asked.text("expires"), now);
      asked.noOther();
      return new NewLink(name, uploads, expires);
    } catch (MethodError e) {
      throw SetError.invalidProperties(e.getMessage());
    }
  }

  /** As it is given, but for what is no part of a name anywhere. */
  private static String name(Optional<String> given) throws SetError {
    String name = given.orElse("").replaceAll("[\\p{Cntrl}\\p{Cf}\\u2028\\u2029]", "").strip();
    if (name.isEmpty() || name.length() > LONGEST_NAME || !isText(name)) {
      throw SetError.invalidProperties("a name has 1 to 255 characters", "name");
    }
    return name;
  }

  /** Whether it can be written as UTF-8: no half of a surrogate pair. */
  private static boolean isText(String name) {
    return java.nio.charset.StandardCharsets.UTF_8.newEncoder().canEncode(name);
  }

  private static List<UUID> uploads(List<String> ids) throws SetError {
    List<UUID> uploads = new ArrayList<>();
    for (String id : ids) {
      if (BlobId.of(id).orElse(null) instanceof BlobId.OfUpload upload) {
        uploads.add(upload.upload());
      } else {
        throw SetError.invalidProperties("only what was uploaded can be sent so", "blobIds");
      }
    }
    if (uploads.isEmpty() || uploads.size() > MOST_PARTS) {
      throw SetError.invalidProperties("a file has 1 to 1000 parts", "blobIds");
    }
    return uploads;
  }

  private Instant expires(Optional<String> given, Instant now) throws SetError {
    try {
      Instant expires =
          given.isPresent() ? Instant.parse(given.get()) : now.plus(Duration.ofDays(limits.days()));
      if (!expires.isAfter(now) || expires.isAfter(now.plus(Duration.ofDays(limits.mostDays())))) {
        throw SetError.invalidProperties("a link ends within maxDays", "expires");
      }
      return expires;
    } catch (DateTimeParseException e) {
      throw SetError.invalidProperties("expires is no UTCDate", "expires");
    }
  }
}
