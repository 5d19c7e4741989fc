package org.godwit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** What we ship may be shipped by anybody: nothing is under GPL, AGPL or LGPL alone. */
class LicencesTest {

  /** Written by the build, and shipped: the list of parts, as CycloneDX has it. */
  private static final Path LIST = Path.of("target/app/sbom.json");

  /** Of a part's licences, one of these must be there for us to choose. */
  private static final Pattern FREE =
      Pattern.compile(
          "Apache|ASL|MIT|BSD|EPL|Eclipse|PostgreSQL|CDDL|Public Domain|CC0|Bouncy Castle|Go License"
              + "|Copyfree|MPL|Mozilla|UPL|EDL",
          Pattern.CASE_INSENSITIVE);

  @Test
  void everyPartCanBeTakenUnderAPermissiveLicence() throws IOException {
    List<JsonNode> parts = parts();
    assertThat(parts).as("the list of the build").hasSizeGreaterThan(50);
    assertThat(parts)
        .allSatisfy(
            part ->
                assertThat(licences(part))
                    .as(part.path("purl").asText())
                    .anyMatch(licence -> FREE.matcher(licence).find()));
  }

  @Test
  void theListNamesEachPartByVersionAndSum() throws IOException {
    assertThat(parts())
        .allSatisfy(
            part -> {
              assertThat(part.path("purl").asText()).startsWith("pkg:maven/").contains("@");
              assertThat(part.path("hashes")).isNotEmpty();
            });
  }

  /** Other people's; the list has our own modules, too. */
  private static List<JsonNode> parts() throws IOException {
    JsonNode list = new ObjectMapper().readTree(LIST.toFile());
    return StreamSupport.stream(list.path("components").spliterator(), false)
        .filter(part -> !part.path("group").asText().equals("org.godwit"))
        .toList();
  }

  /** Their ids, their names where they have no id, or an expression of ids. */
  private static List<String> licences(JsonNode part) {
    return StreamSupport.stream(part.path("licenses").spliterator(), false)
        .flatMap(
            choice ->
                Stream.of(
                    choice.at("/license/id"),
                    choice.at("/license/name"),
                    choice.path("expression")))
        .map(JsonNode::asText)
        .filter(text -> !text.isEmpty())
        .toList();
  }
}
