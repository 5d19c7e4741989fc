package org.godwit.mailview;

import java.util.Map;
import java.util.stream.Collectors;
import org.godwit.mailview.clean.Cleaned;
import org.godwit.mailview.clean.Removed;
import org.godwit.mailview.clean.Report;

/** The page that stands in the frame. What was removed is written on its root, for the client. */
final class BodyPage {

  /** How the page looks where it is dark. */
  enum Dark {
    /** As the mail says; if it says nothing, light. */
    NONE,
    /** Light colours made dark, for a mail that says nothing. */
    DARKEN
  }

  // A height that follows the window would grow with the frame that follows it.
  private static final String STYLE =
      "html,body{height:auto!important;min-height:0!important}"
          + "body{margin:8px;font:15px/1.5 system-ui,sans-serif;overflow-wrap:break-word}"
          + "img{max-width:100%}"
          + "img[data-blocked]{display:inline-block;min-width:16px;min-height:16px;"
          + "outline:1px dashed #888;outline-offset:-1px}"
          + "pre{white-space:pre-wrap}";
  private static final String LIGHT = "html{background:#fff;color:#1a1a1a}";
  private static final String OWN =
      "html{background:Canvas;color:CanvasText}:root{color-scheme:light dark}";
  private static final String DARKENED =
      "html{filter:invert(.9) hue-rotate(180deg)}" + "img{filter:invert(1) hue-rotate(180deg)}";

  private BodyPage() {}

  static String of(Cleaned mail, Dark dark) {
    Report report = mail.report();
    StringBuilder page = new StringBuilder(mail.body().length() + 2_000);
    page.append("<!DOCTYPE html>\n<html");
    mail.language().ifPresent(language -> attribute(page, "lang", language));
    attribute(page, "data-trackers", String.valueOf(report.trackers()));
    attribute(page, "data-remote-images", String.valueOf(report.remoteImages()));
    attribute(page, "data-removed", words(report.removed()));
    attribute(page, "data-dark", report.knowsDark() ? "own" : "none");
    attribute(page, "data-truncated", String.valueOf(report.truncated()));
    page.append("><head><meta charset=\"utf-8\"><title>Message</title>")
        .append("<meta name=\"viewport\" content=\"width=device-width\"><style>")
        .append(STYLE)
        .append(report.knowsDark() ? OWN : LIGHT)
        .append("</style><style>")
        .append(mail.style())
        .append("</style>");
    if (dark == Dark.DARKEN && !report.knowsDark()) {
      page.append("<style>").append(DARKENED).append("</style>");
    }
    return page.append("</head><body")
        .append(mail.bodyAttributes())
        .append('>')
        .append(mail.body())
        .append("</body></html>\n")
        .toString();
  }

  /** What was removed, each with its number, such as {@code scripts=2 forms=1}. */
  private static String words(Map<Removed, Integer> removed) {
    return removed.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .map(entry -> entry.getKey().word() + "=" + entry.getValue())
        .collect(Collectors.joining(" "));
  }

  private static void attribute(StringBuilder page, String name, String harmless) {
    page.append(' ').append(name).append("=\"").append(harmless).append('"');
  }
}
