package org.godwit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Comments name the RFC section that a line obeys as {@code 5321 §4.1.1.3}. Each number must be one
 * of {@code docs/rfc.md}, so that a slip of the pen is found; the test prints which lines obey
 * which RFC.
 */
class RfcReferencesTest {

  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final Pattern REFERENCE = Pattern.compile("\\b(\\d{3,4}) §(\\d+(?:\\.\\d+)*)");
  private static final Pattern LISTED = Pattern.compile("(?m)^\\| (\\d{3,4}) \\|");

  @Test
  void everyRfcNamedInTheCodeIsInTheList() throws IOException {
    SortedMap<Integer, Set<String>> used = used();
    List<Integer> listed =
        LISTED
            .matcher(Files.readString(ROOT.resolve("docs/rfc.md")))
            .results()
            .map(found -> Integer.parseInt(found.group(1)))
            .toList();

    used.forEach((rfc, places) -> System.out.println("RFC " + rfc + " → " + places));
    assertThat(listed).as("docs/rfc.md").containsAll(used.keySet());
  }

  private static SortedMap<Integer, Set<String>> used() throws IOException {
    SortedMap<Integer, Set<String>> used = new TreeMap<>();
    try (Stream<Path> files = Files.walk(ROOT)) {
      files
          .filter(file -> file.toString().endsWith(".java"))
          .filter(file -> file.toString().contains("/src/main/"))
          .forEach(file -> collect(file, used));
    }
    return used;
  }

  private static void collect(Path file, SortedMap<Integer, Set<String>> used) {
    try {
      List<String> lines = Files.readAllLines(file);
      for (int i = 0; i < lines.size(); i++) {
        String place = file.getFileName() + ":" + (i + 1);
        for (MatchResult found : REFERENCE.matcher(lines.get(i)).results().toList()) {
          used.computeIfAbsent(Integer.parseInt(found.group(1)), rfc -> new TreeSet<>())
              .add("§" + found.group(2) + " " + place);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
