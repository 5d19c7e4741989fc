package org.godwit.mailview;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.godwit.jmap.Sight;
import org.godwit.jmap.mail.BodyParts;
import org.godwit.mailview.clean.Pictures;

/** The pictures of one mail: those inside are downloads of ours, those outside as is asked. */
final class MailPictures implements Pictures {
  private static final Map<String, String> BY_ENDING =
      Map.of(
          "png", "image/png",
          "jpg", "image/jpeg",
          "jpeg", "image/jpeg",
          "gif", "image/gif",
          "webp", "image/webp",
          "bmp", "image/bmp");

  private final Sight sight;
  private final BodyParts.Body body;
  private final Function<String, Optional<String>> outside;

  MailPictures(Sight sight, BodyParts.Body body, Function<String, Optional<String>> outside) {
    this.sight = sight;
    this.body = body;
    this.outside = outside;
  }

  /** Before the addresses of all pictures inside. */
  static String folder(Sight sight) {
    return "/jmap/download/" + sight.id() + "/";
  }

  @Override
  public Optional<String> inside(String contentId) {
    return Optional.ofNullable(body.inside().get(BodyParts.contentId(contentId)))
        .flatMap(
            part ->
                type(part)
                    .map(
                        type ->
                            folder(sight)
                                + part.blob()
                                + "/picture?type="
                                + URLEncoder.encode(type, StandardCharsets.UTF_8)));
  }

  /** Of dots only; some senders call every file a stream of octets. */
  private static Optional<String> type(BodyParts.Inside part) {
    if (BY_ENDING.containsValue(part.type())) {
      return Optional.of(part.type());
    }
    if (part.type().equals("image/jpg") || part.type().equals("image/pjpeg")) {
      return Optional.of("image/jpeg");
    }
    String name = part.name().orElse("").toLowerCase(Locale.ROOT);
    return part.type().equals("application/octet-stream")
        ? Optional.ofNullable(BY_ENDING.get(name.substring(name.lastIndexOf('.') + 1)))
        : Optional.empty();
  }

  @Override
  public Optional<String> remote(String url) {
    return outside.apply(url);
  }
}
