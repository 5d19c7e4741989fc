package org.godwit.mailview.clean;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Says how long hostile texts of one megabyte take; run by hand, for nothing else can judge it. */
final class CleaningTime {
  private static final int LENGTH = 1024 * 1024;

  private CleaningTime() {}

  @SuppressWarnings("SystemOut")
  public static void main(String[] args) {
    Pictures none =
        new Pictures() {
          @Override
          public Optional<String> inside(String contentId) {
            return Optional.empty();
          }

          @Override
          public Optional<String> remote(String url) {
            return Optional.empty();
          }
        };
    Map<String, String> texts = new LinkedHashMap<>();
    texts.put("text", filled("some words "));
    texts.put("div in div", filled("<div>"));
    texts.put("b in b", filled("<b>"));
    texts.put("a in a", filled("<a href=x>"));
    texts.put("b and p misnested", filled("<b><p></b>"));
    texts.put("many formats misnested", filled("<b><i><u><s><em><font><p></b></i>"));
    texts.put("tables", filled("<table><tr><td>"));
    texts.put("text in tables", filled("<table>x"));
    texts.put("select", filled("<select><option>"));
    texts.put("attributes", "<p " + filled("a=b ") + ">");
    texts.put("different attributes", "<p " + different() + ">");
    texts.put("open comments", filled("<!--"));
    texts.put("open tags", filled("<"));
    texts.put("end tags", filled("</p>"));
    texts.put("entities", filled("&amp"));
    texts.put("svg", filled("<svg><p>"));
    texts.put("template", filled("<template>"));
    texts.put("forms", filled("<form><input>"));
    texts.put("style braces", "<style>" + filled("a{"));
    texts.put("style brackets", "<style>a{color:" + filled("(") + "}");
    texts.put("style comments", "<style>" + filled("/*"));
    texts.put("style urls", "<style>a{background:" + filled("url(") + "}");
    texts.put("style rules", "<style>" + filled("a{color:red}"));
    texts.put("style media", "<style>" + filled("@media x{"));
    texts.put("style strings", "<style>" + filled("'a\n"));
    texts.put("style selectors", "<style>" + filled("a,") + "{color:red}");
    texts.put("style attributes", filled("<p style=color:red>"));
    texts.put("image style", "<img src=//e.example style='" + filled("width:  ") + "'>");
    texts.put("links", filled("<a href='https://e.example/@@@@'>x</a>"));
    texts.forEach(
        (name, text) -> {
          long begin = System.nanoTime();
          Cleaned mail = Cleaned.of(text, false, none);
          long millis = (System.nanoTime() - begin) / 1_000_000;
          System.out.printf(
              "%-24s %6d ms, %8d characters out%n", name, millis, mail.body().length());
        });
  }

  private static String filled(String piece) {
    return piece.repeat(LENGTH / piece.length());
  }

  private static String different() {
    StringBuilder text = new StringBuilder();
    for (int i = 0; text.length() < LENGTH; i++) {
      text.append('a').append(i).append("=b ");
    }
    return text.toString();
  }
}
