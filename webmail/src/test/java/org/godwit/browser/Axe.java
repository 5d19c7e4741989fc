package org.godwit.browser;

import com.microsoft.playwright.Page;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.godwit.server.NpmPackage;

/** Asks axe-core what keeps people from using a page (WCAG 2.2, A and AA). */
public final class Axe {
  private static final NpmPackage PACKAGE =
      new NpmPackage(
          "axe-core",
          "4.14.1",
          "1477dafa598d8d065f273d6af302aa203c02e83131707b7fa648cd41bd3d6b73"
              + "4f8c22a0dab86ee6a6f64b8afbe804b214d36db85a2826965edfb3a0b9d546b5");

  private static final String ASK =
      """
      async () => {
        const found = await axe.run(document, {
          iframes: false,
          runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
        });
        return found.violations.flatMap(rule =>
            rule.nodes.map(node => rule.id + ': ' + rule.help + ' at ' + node.target.join(' ')
                + ' (' + node.failureSummary + ')'));
      }
      """;

  private Axe() {}

  /** One line for each thing that is wrong. */
  public static List<String> violations(Page page) {
    if (!Boolean.TRUE.equals(page.evaluate("'axe' in window"))) {
      page.evaluate(script());
    }
    List<String> lines = new ArrayList<>();
    ((List<?>) page.evaluate(ASK)).forEach(line -> lines.add(line.toString()));
    return lines;
  }

  /** What reaches beyond the side of the window, so that one must scroll sideways for it. */
  public static int sideways(Page page) {
    return ((Number)
            page.evaluate(
                "document.documentElement.scrollWidth - document.documentElement.clientWidth"))
        .intValue();
  }

  private static String script() {
    Path fetched = PACKAGE.fetched();
    try (InputStream file = Files.newInputStream(fetched);
        TarArchiveInputStream tar = new TarArchiveInputStream(new GZIPInputStream(file))) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        if (entry.getName().equals("package/axe.min.js")) {
          return new String(tar.readAllBytes(), StandardCharsets.UTF_8);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    throw new AssertionError("there is no axe.min.js in " + fetched);
  }
}
