package org.godwit.store.backup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The few files of the data directory that are no cache and not in the database: what was chosen at
 * the first start, and the certificate that we signed ourselves, which people have told their
 * programs to trust.
 */
public final class DataFiles {
  private static final List<String> KEPT =
      List.of("setup.toml", "tls/certificate.pem", "tls/key.pem");
  private static final long MOST = 1024 * 1024;

  private DataFiles() {}

  /** Those that there are. */
  static Map<String, byte[]> in(Path data) throws IOException {
    Map<String, byte[]> found = new LinkedHashMap<>();
    for (String path : KEPT) {
      Path file = data.resolve(path);
      if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) && Files.size(file) <= MOST) {
        found.put(path, Files.readAllBytes(file));
      }
    }
    return found;
  }

  static List<Manifest.Kept> kept(Map<String, byte[]> files) {
    List<Manifest.Kept> kept = new ArrayList<>();
    files.forEach((path, content) -> kept.add(kept(path, content)));
    return kept;
  }

  static Manifest.Kept kept(String path, byte[] content) {
    return new Manifest.Kept(path, content.length, RowSum.hex(RowSum.sha256().digest(content)));
  }

  static boolean isOurs(String path) {
    return KEPT.contains(path);
  }

  /** Puts them where they were, for their owner alone; one that is there stays. */
  public static void put(Path data, Map<String, byte[]> files) throws IOException {
    for (Map.Entry<String, byte[]> each : files.entrySet()) {
      Path file = data.resolve(each.getKey());
      if (!Files.exists(file)) {
        Files.createDirectories(file.getParent());
        Files.createFile(
            file,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.write(file, each.getValue());
      }
    }
  }
}
