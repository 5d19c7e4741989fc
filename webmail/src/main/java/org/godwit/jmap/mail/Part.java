package org.godwit.jmap.mail;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.godwit.search.text.FileNames;
import org.godwit.store.message.ContentFields;
import org.godwit.store.message.MimePart;

/**
 * A part of an email's body (8621 §4.1.4). A message inside is one part, however many it has.
 *
 * @param id unique in the email; a multipart has none
 */
record Part(MimePart mime, Optional<String> id, List<Part> children) {

  Part {
    children = List.copyOf(children);
  }

  /** The whole body. */
  static Part root(MimePart mime) {
    return mime.isMultipart() ? of(mime, "") : of(mime, "1");
  }

  private static Part of(MimePart mime, String number) {
    List<Part> children = new ArrayList<>();
    if (mime.isMultipart()) {
      String before = number.isEmpty() ? "" : number + ".";
      for (int i = 0; i < mime.children().size(); i++) {
        children.add(of(mime.children().get(i), before + (i + 1)));
      }
    }
    boolean isMultipart = mime.content().type().equals("multipart");
    return new Part(mime, isMultipart ? Optional.empty() : Optional.of(number), children);
  }

  ContentFields content() {
    return mime.content();
  }

  String type() {
    return content().type() + "/" + content().subtype();
  }

  boolean isMultipart() {
    return content().type().equals("multipart");
  }

  boolean isText() {
    return content().type().equals("text");
  }

  boolean isMedia() {
    return switch (content().type()) {
      case "image", "audio", "video" -> true;
      default -> false;
    };
  }

  Optional<String> name() {
    return FileNames.of(content());
  }

  Optional<String> disposition() {
    return content().disposition().map(ContentFields.Disposition::type);
  }

  /** What the text is written in; empty for what is no text. */
  Optional<String> charset() {
    return content()
        .parameter("charset")
        .or(() -> isText() ? Optional.of("us-ascii") : Optional.empty());
  }

  /** This part and all within, in their order. */
  List<Part> all() {
    List<Part> all = new ArrayList<>(List.of(this));
    children.forEach(child -> all.addAll(child.all()));
    return all;
  }
}
