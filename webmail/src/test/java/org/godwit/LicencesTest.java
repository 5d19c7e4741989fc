package org.godwit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What we ship may be shipped by anybody: nothing is under GPL, AGPL or LGPL alone. */
class LicencesTest {

  /** Written by the build, one line for each dependency: {@code (licence) … name (group:…)}. */
  private static final Path LIST = Path.of("target/third-party.txt");

  private static final Pattern LICENCE =
      Pattern.compile("\\G\\s*\\((.*?(?:\\(.*?\\))?.*?)\\)(?= )");

  /** Of a dependency's licences, one of these must be there for us to choose. */
  private static final Pattern FREE =
      Pattern.compile(
          "Apache|ASL|MIT|BSD|EPL|Eclipse|PostgreSQL|CDDL|Public Domain|CC0|Bouncy Castle|Go License"
              + "|Copyfree|MPL|Mozilla|UPL|EDL",
          Pattern.CASE_INSENSITIVE);

  @Test
  void everyDependencyCanBeTakenUnderAPermissiveLicence() throws IOException {
    List<String> dependencies =
        Files.readAllLines(LIST).stream().filter(line -> line.startsWith("     (")).toList();
    assertThat(dependencies).as("the list of the build").hasSizeGreaterThan(50);
    assertThat(dependencies).allSatisfy(line -> assertThat(licences(line)).anyMatch(this::isFree));
  }

  private boolean isFree(String licence) {
    return FREE.matcher(licence).find();
  }

  private static List<String> licences(String line) {
    return LICENCE.matcher(line).results().map(found -> found.group(1)).toList();
  }
}
