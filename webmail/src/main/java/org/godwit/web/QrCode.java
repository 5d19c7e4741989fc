package org.godwit.web;

/** A text as a QR code, drawn in SVG. */
final class QrCode {
  private static final int BORDER = 4; // modules, as the standard asks

  private QrCode() {}

  static String svg(String text) {
    io.nayuki.qrcodegen.QrCode code =
        io.nayuki.qrcodegen.QrCode.encodeText(text, io.nayuki.qrcodegen.QrCode.Ecc.MEDIUM);
    StringBuilder path = new StringBuilder();
    for (int y = 0; y < code.size; y++) {
      for (int x = 0; x < code.size; x++) {
        if (code.getModule(x, y)) {
          path.append('M').append(x + BORDER).append(',').append(y + BORDER).append("h1v1h-1z");
        }
      }
    }
    int side = code.size + 2 * BORDER;
    return """
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %1$d %1$d" shape-rendering="crispEdges">\
        <path fill="#fff" d="M0,0h%1$dv%1$dH0z"/><path d="%2$s"/></svg>"""
        .formatted(side, path);
  }
}
