package org.godwit.store.backup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The files in the directory of backups. Files of other names are not ours, and stay. */
final class BackupShelf {
  private static final String PREFIX = "godwit-";
  private static final String PLAIN = ".tar.zst";
  private static final String LOCKED = PLAIN + ".locked";
  private static final Pattern OURS =
      Pattern.compile("godwit-\\d{8}T\\d{6}Z\\.tar\\.zst(?:\\.locked)?");
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

  private BackupShelf() {}

  /** What a backup of that time is called; later ones come later in the alphabet. */
  static String name(Instant time, boolean locked) {
    return PREFIX + TIME.format(time) + (locked ? LOCKED : PLAIN);
  }

  /** The backups that there are, the newest first. */
  static List<Path> backups(Path directory) throws IOException {
    return in(directory, name -> OURS.matcher(name).matches());
  }

  /** Removes what was not finished. */
  static void removeUnfinished(Path directory) throws IOException {
    for (Path left :
        in(
            directory,
            name -> name.startsWith("." + PREFIX) && name.endsWith(ArchiveWriter.UNFINISHED))) {
      Files.deleteIfExists(left);
    }
  }

  /**
   * Removes all but the newest.
   *
   * @param keep how many stay
   * @param also names of some that stay besides
   * @return what went
   */
  static List<Path> prune(Path directory, int keep, Set<String> also) throws IOException {
    List<Path> gone = new ArrayList<>();
    List<Path> all = backups(directory);
    for (Path old : all.subList(Math.min(keep, all.size()), all.size())) {
      if (!also.contains(old.getFileName().toString()) && Files.deleteIfExists(old)) {
        gone.add(old);
      }
    }
    return gone;
  }

  private static List<Path> in(Path directory, Predicate<String> names) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .filter(file -> names.test(file.getFileName().toString()))
          .sorted(Comparator.<Path>naturalOrder().reversed())
          .toList();
    }
  }
}
