package org.godwit.mailview.image;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Pictures of dots, known by how they begin, whatever a server calls them. */
enum PictureKind {
  PNG("image/png"),
  JPEG("image/jpeg"),
  GIF("image/gif"),
  WEBP("image/webp"),
  BMP("image/bmp"),
  AVIF("image/avif");

  private final String type;

  PictureKind(String type) {
    this.type = type;
  }

  String type() {
    return type;
  }

  /** Empty for anything else; an SVG is a program, not a picture. */
  static Optional<PictureKind> of(byte[] bytes) {
    String head = new String(bytes, 0, Math.min(bytes.length, 16), StandardCharsets.ISO_8859_1);
    if (head.startsWith("\u0089PNG\r\n\u001a\n")) {
      return Optional.of(PNG);
    }
    if (head.startsWith("\u00ff\u00d8\u00ff")) {
      return Optional.of(JPEG);
    }
    if (head.startsWith("GIF87a") || head.startsWith("GIF89a")) {
      return Optional.of(GIF);
    }
    if (head.startsWith("RIFF") && head.startsWith("WEBP", 8)) {
      return Optional.of(WEBP);
    }
    if (head.startsWith("BM") && bytes.length > 26) {
      return Optional.of(BMP);
    }
    return head.startsWith("ftypavif", 4) || head.startsWith("ftypavis", 4)
        ? Optional.of(AVIF)
        : Optional.empty();
  }
}
