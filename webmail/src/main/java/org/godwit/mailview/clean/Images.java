package org.godwit.mailview.clean;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jsoup.nodes.Element;

/** What becomes of the pictures of a mail. */
final class Images {

  /** Stands for a picture; without an address it is blocked, and its words are shown. */
  record Source(Optional<String> address) {}

  private static final Pattern SIDE =
      Pattern.compile(
          "(?:^|;)\\s*(?:max-)?(width|height)\\s*:\\s*([0-9.]+)\\s*(?:px|pt|em)?\\s*(?:!important\\s*)?(?=;|$)");
  private static final Pattern HIDDEN =
      Pattern.compile("(?:^|;)\\s*(?:display\\s*:\\s*none|visibility\\s*:\\s*hidden)");

  private final Pictures pictures;
  private final Report.Tally tally;

  Images(Pictures pictures, Report.Tally tally) {
    this.pictures = pictures;
    this.tally = tally;
  }

  /** Empty when nothing is to be left of it. */
  Optional<Source> source(Element image) {
    String written = image.attr("src");
    if (Addresses.isPictureData(written)) {
      return Optional.of(new Source(Optional.of(Addresses.trimmed(written))));
    }
    Optional<String> id = Addresses.contentId(written);
    if (id.isPresent()) {
      return Optional.of(new Source(id.flatMap(pictures::inside)));
    }
    Optional<String> remote = Addresses.web(written);
    if (remote.isEmpty()) {
      return Optional.of(new Source(Optional.empty()));
    }
    if (isUnseen(image)) {
      tally.tracker();
      return Optional.empty();
    }
    tally.remoteImage();
    return Optional.of(new Source(remote.flatMap(pictures::remote)));
  }

  /** One that nobody sees is there to be asked for. */
  private static boolean isUnseen(Element image) {
    String style = image.attr("style").toLowerCase(Locale.ROOT);
    double width = pixels(image.attr("width"));
    double height = pixels(image.attr("height"));
    Matcher side = SIDE.matcher(style);
    while (side.find()) {
      if (side.group(1).equals("width")) {
        width = pixels(side.group(2));
      } else {
        height = pixels(side.group(2));
      }
    }
    boolean dot = width <= 1 && height <= 1;
    return dot || width == 0 || height == 0 || HIDDEN.matcher(style).find();
  }

  private static double pixels(String length) {
    String digits = length.strip().toLowerCase(Locale.ROOT).replace("px", "").strip();
    try {
      return digits.matches("[0-9]{0,6}(\\.[0-9]{1,6})?") && !digits.isEmpty()
          ? Double.parseDouble(digits)
          : Double.MAX_VALUE;
    } catch (NumberFormatException unknown) {
      return Double.MAX_VALUE;
    }
  }
}
