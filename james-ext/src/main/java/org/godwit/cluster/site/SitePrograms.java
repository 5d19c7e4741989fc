package org.godwit.cluster.site;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.godwit.store.postgres.ServerUser;

/**
 * The programs of others that a site runs. They come with the image; elsewhere they are installed.
 */
final class SitePrograms {
  private static final Path DEBIAN = Path.of("/usr/lib/postgresql");
  private static final Pattern VERSION = Pattern.compile("\\(PostgreSQL\\) (\\d+)");
  private static final List<String> POSTGRES =
      List.of(
          "initdb",
          "pg_ctl",
          "postgres",
          "pg_basebackup",
          "pg_rewind",
          "pg_controldata",
          "pg_isready");

  private SitePrograms() {}

  static Path etcd() throws SiteProblem {
    return onPath("etcd", "etcd-server");
  }

  static Path patroni() throws SiteProblem {
    return onPath("patroni", "patroni");
  }

  /**
   * What runs a program that is written in Python, by its first line.
   *
   * @throws SiteProblem when it is not
   */
  static List<String> python(Path program) throws IOException, SiteProblem {
    try (Stream<String> lines = Files.lines(program, StandardCharsets.ISO_8859_1)) {
      String first = lines.findFirst().orElse("");
      if (!first.startsWith("#!") || !first.contains("python")) {
        throw new SiteProblem(program + " is not a program in Python, as Patroni is");
      }
      return List.of(first.substring(2).strip().split("\\s+"));
    }
  }

  private static Path onPath(String program, String debiansPackage) throws SiteProblem {
    return Arrays.stream(System.getenv().getOrDefault("PATH", "/usr/bin:/bin").split(":"))
        .map(folder -> Path.of(folder, program))
        .filter(Files::isExecutable)
        .findFirst()
        .orElseThrow(
            () ->
                new SiteProblem(
                    "a site needs the program " + program + " (Debian: " + debiansPackage + ")"));
  }

  /**
   * The folder of PostgreSQL's programs.
   *
   * @param given where they are; empty looks where Debian has them, for the newest
   */
  static Path postgres(Optional<Path> given) throws IOException, SiteProblem {
    Path folder = given.isPresent() ? given.get() : newest();
    for (String program : POSTGRES) {
      if (!Files.isExecutable(folder.resolve(program))) {
        throw new SiteProblem(
            "a site needs PostgreSQL's " + program + ", which is not in " + folder);
      }
    }
    return folder;
  }

  private static Path newest() throws IOException, SiteProblem {
    if (Files.isDirectory(DEBIAN)) {
      try (Stream<Path> versions = Files.list(DEBIAN)) {
        Optional<Path> newest =
            versions
                .filter(version -> version.getFileName().toString().matches("\\d+"))
                .max(
                    Comparator.comparingInt(
                        path -> Integer.parseInt(path.getFileName().toString())));
        if (newest.isPresent()) {
          return newest.get().resolve("bin");
        }
      }
    }
    throw new SiteProblem(
        "a site needs PostgreSQL's programs (Debian: postgresql); elsewhere set [database] programs");
  }

  static int version(ServerUser user, Path programs) throws IOException {
    String said = user.run(List.of(programs.resolve("postgres").toString(), "--version"));
    Matcher version = VERSION.matcher(said);
    if (!version.find()) {
      throw new IOException("PostgreSQL does not say its version, but: " + said.strip());
    }
    return Integer.parseInt(version.group(1));
  }
}
