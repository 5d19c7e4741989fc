package org.godwit.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.ParameterException;

/** What the documents tell people to type is understood: the command is there, and its options. */
class DocumentedCommandsTest {
  private static final Path TOP = Path.of("..");

  /** The command itself, after what starts it: a script, a shell in a container, a container. */
  private static final Pattern CALL =
      Pattern.compile(
          "^(?:.*<\\()?(?:(?:sudo )?(?:\\./scripts/|docker .*\\bgodwit |docker compose .* exec \\w+ )?godwit"
              + "|\\./scripts/(?<run>run)"
              + "|docker run .*\\bgodwit(?= (?:restore|cluster|backup|serve)\\b)"
              + ")(?<words>( .*)?)$");

  private static final Pattern SPAN = Pattern.compile("`((?:\\./scripts/)?godwit [^`]+)`");

  /** Where the shell goes on with something else. */
  private static final Pattern REST = Pattern.compile("\\s+(?:#|<|>|\\||&&).*$|\\).*$");

  private final CommandLine godwit = Commands.commandLine();

  /**
   * Something to type.
   *
   * @param whole whether it can be typed as it stands; a mention in a sentence may leave words out
   */
  private record Typed(Path file, String text, boolean whole) {}

  private static List<Path> documents() throws IOException {
    try (Stream<Path> docs = Files.list(TOP.resolve("docs"));
        Stream<Path> docker = Files.list(TOP.resolve("docker"))) {
      return Stream.concat(
              Stream.of(TOP.resolve("README.md"), TOP.resolve("CONTRIBUTING.md")),
              Stream.concat(docs, docker))
          .filter(file -> file.toString().endsWith(".md") || file.toString().endsWith(".yaml"))
          .sorted()
          .toList();
    }
  }

  private static List<Typed> typed(Path file) throws IOException {
    List<Typed> all = new ArrayList<>();
    boolean block = file.toString().endsWith(".yaml");
    for (String line : Files.readString(file).replace("\\\n", " ").lines().toList()) {
      if (line.strip().startsWith("```")) {
        block = !block;
      } else if (block) {
        all.add(new Typed(file, line.strip().replaceFirst("^# +", ""), true));
      } else {
        SPAN.matcher(line)
            .results()
            .forEach(span -> all.add(new Typed(file, span.group(1), false)));
      }
    }
    return all;
  }

  /** The words behind {@code godwit}; empty when the line is about something else. */
  private static Optional<List<String>> words(Typed typed) {
    Matcher call = CALL.matcher(REST.matcher(typed.text()).replaceFirst(""));
    if (!call.matches()) {
      return Optional.empty();
    }
    List<String> words = new ArrayList<>();
    if (call.group("run") != null) {
      words.add("serve");
    }
    Matcher word = Pattern.compile("\"([^\"]*)\"|(\\S+)").matcher(call.group("words"));
    while (word.find()) {
      String quoted = word.group(1);
      words.add(quoted == null ? word.group(2).replaceAll("^\\[(.*)]$", "$1") : quoted);
    }
    return Optional.of(words);
  }

  private String problem(Typed typed, List<String> words) {
    try {
      godwit.parseArgs(BackupCommands.whole(words.toArray(String[]::new)));
      return "";
    } catch (MissingParameterException e) {
      return typed.whole() ? String.valueOf(e.getMessage()) : "";
    } catch (ParameterException e) {
      return String.valueOf(e.getMessage());
    }
  }

  @Test
  void everyDocumentedCommandIsUnderstood() throws IOException {
    SoftAssertions all = new SoftAssertions();
    int count = 0;
    for (Path file : documents()) {
      for (Typed typed : typed(file)) {
        Optional<List<String>> words = words(typed);
        if (words.isPresent()) {
          count++;
          all.assertThat(problem(typed, words.get()))
              .as("%s: %s", typed.file().getFileName(), typed.text())
              .isEmpty();
        }
      }
    }
    all.assertThat(count).as("commands found").isGreaterThan(80);
    all.assertAll();
  }

  @Test
  void whatIsNotUnderstoodIsNoticed() {
    Path file = Path.of("x.md");
    List<String> wrong =
        Stream.of(
                "./scripts/godwit account lits",
                "./scripts/godwit account list --nonsense   # all",
                "docker compose -f docker/compose.yaml exec godwit godwit stats",
                "docker run --rm -v godwit:/data godwit restore FILE --nonsense",
                "./scripts/run --listen.nonsense 1")
            .filter(
                text -> {
                  Typed typed = new Typed(file, text, true);
                  return words(typed).map(words -> problem(typed, words)).orElse("").isEmpty();
                })
            .toList();
    assertThat(wrong).as("these went unnoticed").isEmpty();
  }
}
