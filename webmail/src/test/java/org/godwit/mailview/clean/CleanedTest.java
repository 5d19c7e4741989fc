package org.godwit.mailview.clean;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is left of the HTML of a mail. */
class CleanedTest {

  /** Pictures inside are known by any id that begins with "known". */
  private record Asked(boolean shown) implements Pictures {
    @Override
    public Optional<String> inside(String contentId) {
      return contentId.startsWith("known") ? Optional.of("/inside") : Optional.empty();
    }

    @Override
    public Optional<String> remote(String url) {
      return shown ? Optional.of("/proxy?u=" + url) : Optional.empty();
    }
  }

  private static Cleaned clean(String html) {
    return Cleaned.of(html, false, new Asked(false));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          <p>a &lt; b</p>                            | <p>a &lt; b</p>
          <b onclick=x()>a</b>                       | <b>a</b>
          <script>x()</script>a                      | a
          <scr<script>ipt>x()</script>a              | ipt&gt;x()a
          a<svg><p>x</p></svg>b                      | a<p>x</p>b
          a<svg><style><a title="</style><img src=x onerror=x()>"></style></svg> | a
          <math><mi>x</mi></math>a                   | a
          <form action=/x><input name=q>a</form>     | a
          <iframe src=x>b</iframe>a                  | a
          <object data=x>b</object>a                 | a
          a<noscript><p>b</p></noscript>             | a<p>b</p>
          <plaintext>a<b>                            | <pre>a&lt;b&gt;</pre>
          <x-y>a</x-y>                               | a
          <o:p>a</o:p>                               | a
          <!-- b -->a<!--[if mso]>b<![endif]-->      | a
          <![if !mso]>a<![endif]>                    | a
          <a href=https://e.example/?a&b>a</a>       | <a href="https://e.example/?a&amp;b" target="_blank" rel="noopener noreferrer">a</a>
          <a href=#x id=body>a</a>                   | <a href="#m-x" id="m-body">a</a>
          <div id=body style=color:red>a</div>       | <div id="m-body" style="color:red;">a</div>
          <div style="background:red url(x) no-repeat">a</div> | <div style="background:red none no-repeat;">a</div>
          <font size=+2 color=red onload=x>a</font>  | <font size="+2" color="red">a</font>
          <td colspan=99999>a</td>                   | a
          <table><td colspan=99999>a                 | <table><tbody><tr><td colspan="1000">a</td></tr></tbody></table>
          <div role=alertdialog aria-label=x>a</div> | <div>a</div>
          """)
  void reads(String html, String cleaned) {
    assertThat(clean(html).body()).isEqualTo(cleaned);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "javascript:x()",
        " java\tscript:x()",
        "JaVaScRiPt:x()",
        "\u0001javascript:x()",
        "&#106;avascript:x()",
        "javascript&colon;x()",
        "vbscript:x",
        "data:text/html,<script>x()</script>",
        "blob:https://localhost/x",
        "file:///etc/passwd",
        "about:blank",
        "/logout",
        "logout",
        "?delete",
        "https:logout",
        "https:/logout",
        "https://",
        "http://evil.example\u0000/",
        "http://a b/",
        "cid:x",
        "view-source:https://e.example/",
        "feed:javascript:x()"
      })
  void refusesLinks(String href) {
    String html = "<a href=\"" + href.replace("\"", "&quot;") + "\">a</a>";
    assertThat(clean(html).body()).isEqualTo("<a>a</a>");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      textBlock =
          """
          https://e.example,               https://e.example
          HTTPS://e.example/a,             https://e.example/a
          //e.example/a,                   https://e.example/a
          https:\\\\e.example\\a,          https://e.example%5Ca
          https://bank.example@e.example/, https://e.example/
          https://[2001:db8::1]:8443/,     https://[2001:db8::1]:8443/
          http://müller.example/,          http://müller.example/
          mailto:a@e.example?subject=b,    mailto:a@e.example?subject=b
          tel:+4930123,                    tel:+4930123
          """)
  void readsLinks(String href, String written) {
    assertThat(Addresses.link(href)).hasValue(written);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "url(https://e.example/x)",
        "url('https://e.example/x')",
        "URL(https://e.example/x)",
        "u\\72l(https://e.example/x)",
        "\\75 \\72 \\6c (https://e.example/x)",
        "\\000075rl(https://e.example/x)",
        "url/**/(https://e.example/x)",
        "url( 'https://e.example/x' )",
        "image-set('https://e.example/x' 1x)",
        "-webkit-image-set(url(https://e.example/x) 1x)",
        "image-set(url(https://e.example/x) 1x)",
        "image('https://e.example/x')",
        "cross-fade(url(https://e.example/x), red, 50%)",
        "element(#x)",
        "paint(x)",
        "attr(title url)",
        "var(--x)",
        "env(x, url(https://e.example/x))",
        "expression(alert(1))",
        "url(\"https://e.example/x",
        "src('https://e.example/x')",
        "linear-gradient(red, blue), url(//e.example/x)",
        "red;x:url(https://e.example/x)",
        "red;background-image:url(https://e.example/x)",
        "red}@import 'https://e.example/x';{"
      })
  void noSpellingOfAnAddressGetsThroughStyles(String value) {
    String attribute = "<p style=\"background:" + value.replace("\"", "&quot;") + "\">a</p>";
    String sheet = "<style>p{background:" + value + "}</style><p>a</p>";
    for (String html : new String[] {attribute, sheet}) {
      Cleaned mail = clean(html);
      assertThat(mail.body() + mail.style())
          .doesNotContain("e.example")
          .doesNotContainIgnoringCase("url(")
          .doesNotContain("(#x")
          .doesNotContain("alert")
          .contains(">a</p>");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "@import 'https://e.example/x';",
        "@import url(https://e.example/x);",
        "@\\69mport 'https://e.example/x';",
        "@IMPORT/**/'https://e.example/x';",
        "@charset 'x'; @import 'https://e.example/x';",
        "@font-face{font-family:x;src:url(https://e.example/x)}",
        "@namespace url(https://e.example/x);",
        "@media screen{@import 'https://e.example/x';}",
        "@supports (color:red){p{background:url(https://e.example/x)}}",
        "@property --x{syntax:'<url>';initial-value:url(https://e.example/x);inherits:true}",
        "@document url(https://e.example/x){p{color:red}}",
        "@page{background:url(https://e.example/x)}",
        "p{--x:url(https://e.example/x);background:var(--x)}",
        "p{behavior:url(https://e.example/x)}",
        "p{-moz-binding:url(https://e.example/x)}",
        "p{cursor:url(https://e.example/x),auto}",
        "p{content:url(https://e.example/x)}",
        "p{filter:url(https://e.example/x#f)}",
        "p{mask:url(https://e.example/x)}",
        "p::after{content:'x'}",
        "a[href='</style><script>x()</script>']{color:red}",
        "<!-- @import 'https://e.example/x'; -->",
        "p{background:url(https://e.example/x",
        "p:has(a:has(b)){color:red}"
      })
  void noStyleSheetReachesOut(String css) {
    String style = clean("<style>" + css + "</style><p>a</p>").style();
    assertThat(style)
        .doesNotContain("e.example", "url(", "@import", "@font", "<", "content", ":has", "--x");
  }

  @Test
  void aStyleSheetThatIsAllowedStaysAsItIsMeant() {
    Cleaned mail =
        clean(
            "<style>/* x */ .A > p:first-child, #t td { COLOR : #FFF !important; margin:0 auto;"
                + " position:fixed; font-family:\"A B\",serif }"
                + "@media only screen and (max-width:600px) { .A { width:100%!important } }"
                + "@media (prefers-color-scheme: dark) { .A { color:white } }</style>");
    assertThat(mail.style())
        .isEqualTo(
            ".A > p:first-child, #m-t td{color:#FFF !important;margin:0 auto;"
                + "font-family:\"A B\",serif;}"
                + "@media only screen and (max-width:600px){.A{width:100%!important;}}"
                + "@media (prefers-color-scheme: dark){.A{color:white;}}");
    assertThat(mail.report().knowsDark()).isTrue();
    assertThat(mail.report().removed()).containsEntry(Removed.STYLES, 1);
  }

  @Test
  void whatWasRemovedIsCounted() {
    Cleaned mail =
        clean(
            "<base href=https://e.example/><meta http-equiv=refresh content='0;url=x'>"
                + "<script>x</script><p onclick=x onmouseover=y><form><input></form>"
                + "<iframe></iframe><svg></svg><video></video><a href=javascript:x>a</a>"
                + "<link rel=stylesheet href=x>");
    assertThat(mail.report().removed())
        .isEqualTo(
            Map.of(
                Removed.REDIRECTS, 2,
                Removed.SCRIPTS, 3,
                Removed.FORMS, 2,
                Removed.FRAMES, 1,
                Removed.DRAWINGS, 1,
                Removed.MEDIA, 1,
                Removed.LINKS, 1,
                Removed.STYLES, 1));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "width=1 height=1",
        "width=0",
        "height='0px'",
        "style='width:1px;height:1px'",
        "style='display:none'",
        "width=1 style='height: 1px !important'",
        "style='visibility:HIDDEN'"
      })
  void aPictureThatNobodySeesIsCountedAndGone(String attributes) {
    Cleaned mail =
        Cleaned.of("a<img src=https://e.example/x " + attributes + ">", false, new Asked(true));
    assertThat(mail.body()).isEqualTo("a");
    assertThat(mail.report().trackers()).isEqualTo(1);
    assertThat(mail.report().remoteImages()).isZero();
  }

  @Test
  void picturesOfOthersAreShownOnlyWhenTheReaderAsks() {
    String html =
        "<img src=https://e.example/x alt=words width=50>"
            + "<td background=https://e.example/y><p style='background:url(https://e.example/z)'>";
    Cleaned blocked = clean(html);
    assertThat(blocked.body()).contains("<img data-blocked=\"\" alt=\"words\" width=\"50\">");
    assertThat(blocked.body()).doesNotContain("e.example");
    assertThat(blocked.report().remoteImages()).isEqualTo(2);
    Cleaned shown = Cleaned.of(html, false, new Asked(true));
    assertThat(shown.body())
        .contains("<img src=\"/proxy?u=https://e.example/x\" alt=\"words\" width=\"50\">")
        .contains("background:url(&quot;/proxy?u=https://e.example/z&quot;)");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          cid:known@e.example                    | src="/inside"
          CID:known%40e.example                  | src="/inside"
          cid:unknown                            | data-blocked=""
          data:image/png;base64,AAAA             | src="data:image/png;base64,AAAA"
          data:image/svg+xml;base64,AAAA         | data-blocked=""
          data:image/png,<svg>                   | data-blocked=""
          /jmap/download/x                       | data-blocked=""
          javascript:x()                         | data-blocked=""
          blob:x                                 | data-blocked=""
          """)
  void picturesHaveAnAddressOfOursOrNone(String source, String written) {
    assertThat(clean("<img src=\"" + source + "\">").body())
        .isEqualTo("<img " + written + " alt=\"\">");
  }

  @Test
  void aMailThatIsVeryDeepIsShownFlat() {
    Cleaned mail = clean("<div>".repeat(30_000) + "deep");
    assertThat(mail.body()).contains("deep");
    assertThat(mail.body()).as("at some depth one ends").contains("<div></div>");
  }

  @Test
  void aMailOfVeryManyElementsEndsSomewhereAndSaysSo() {
    Cleaned mail = clean("a<br>".repeat(100_000));
    assertThat(mail.report().truncated()).isTrue();
  }
}
