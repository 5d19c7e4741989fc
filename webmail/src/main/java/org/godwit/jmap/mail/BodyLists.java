package org.godwit.jmap.mail;

import java.util.ArrayList;
import java.util.List;

/** Which parts are shown as text, which as HTML, and which are attachments (8621 §4.1.4). */
final class BodyLists {

  private final List<Part> text = new ArrayList<>();
  private final List<Part> html = new ArrayList<>();
  private final List<Part> attachments = new ArrayList<>();

  BodyLists(Part root) {
    add(List.of(root), "mixed", false, true, true);
  }

  List<Part> text() {
    return text;
  }

  List<Part> html() {
    return html;
  }

  List<Part> attachments() {
    return attachments;
  }

  /** The RFC's own algorithm: a list that is none any more is one that is not added to. */
  private void add(
      List<Part> parts, String multipart, boolean inAlternative, boolean toText, boolean toHtml) {
    int textBefore = text.size();
    int htmlBefore = html.size();
    boolean intoText = toText;
    boolean intoHtml = toHtml;
    for (int i = 0; i < parts.size(); i++) {
      Part part = parts.get(i);
      if (part.isMultipart()) {
        String kind = part.content().subtype();
        boolean alternative = inAlternative || kind.equals("alternative");
        add(part.children(), kind, alternative, intoText, intoHtml);
      } else if (!isInline(part, i, multipart)) {
        attachments.add(part);
      } else if (multipart.equals("alternative")) {
        alternative(part, intoText, intoHtml);
      } else {
        if (inAlternative && part.type().equals("text/plain")) {
          intoHtml = false;
        }
        if (inAlternative && part.type().equals("text/html")) {
          intoText = false;
        }
        shown(part, intoText, intoHtml);
      }
    }
    if (multipart.equals("alternative") && toText && toHtml) {
      complete(textBefore, htmlBefore);
    }
  }

  private void alternative(Part part, boolean intoText, boolean intoHtml) {
    if (part.type().equals("text/plain") && intoText) {
      text.add(part);
    } else if (part.type().equals("text/html") && intoHtml) {
      html.add(part);
    } else if (!part.isText()) {
      attachments.add(part);
    }
  }

  private void shown(Part part, boolean intoText, boolean intoHtml) {
    if (intoText) {
      text.add(part);
    }
    if (intoHtml) {
      html.add(part);
    }
    if ((!intoText || !intoHtml) && part.isMedia()) {
      attachments.add(part);
    }
  }

  /** Of two alternatives one is missing: the other stands for both. */
  private void complete(int textBefore, int htmlBefore) {
    if (text.size() == textBefore && html.size() != htmlBefore) {
      text.addAll(List.copyOf(html.subList(htmlBefore, html.size())));
    } else if (html.size() == htmlBefore && text.size() != textBefore) {
      html.addAll(List.copyOf(text.subList(textBefore, text.size())));
    }
  }

  private static boolean isInline(Part part, int place, String multipart) {
    boolean canBe =
        part.type().equals("text/plain") || part.type().equals("text/html") || part.isMedia();
    return !part.disposition().orElse("").equals("attachment")
        && canBe
        && (place == 0
            || (!multipart.equals("related") && (part.isMedia() || part.name().isEmpty())));
  }
}
