package org.godwit.watch.alert;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.godwit.store.alert.AlertKind;
import org.godwit.store.alert.Sighting;

/**
 * Whether the disk of the data directory is nearly full.
 *
 * @param host whose disk it is
 * @param space asked each time
 */
record DiskCheck(String host, Space space) implements Check {
  private static final double BEGIN = 0.10;
  private static final double END = 0.12;

  /** How much there is. */
  @FunctionalInterface
  interface Space {
    Left left() throws IOException;
  }

  /** Bytes that are free, of all. */
  record Left(long free, long all) {}

  static DiskCheck of(String host, Path data) {
    return new DiskCheck(
        host,
        () -> {
          FileStore disk = Files.getFileStore(data);
          return new Left(disk.getUsableSpace(), disk.getTotalSpace());
        });
  }

  @Override
  public Set<AlertKind> kinds() {
    return Set.of(AlertKind.DISK_FULL);
  }

  @Override
  public List<Sighting> look() throws Unknown {
    Left left;
    try {
      left = space.left();
    } catch (IOException e) {
      throw new Unknown("the disk cannot be asked", e);
    }
    double share = left.all() <= 0 ? 1 : (double) left.free() / left.all();
    if (share >= END) {
      return List.of();
    }
    String words =
        "the disk of %s is nearly full: %d MB of %d MB are free"
            .formatted(host, left.free() >> 20, left.all() >> 20);
    return List.of(new Sighting(AlertKind.DISK_FULL, host, words, share < BEGIN));
  }
}
