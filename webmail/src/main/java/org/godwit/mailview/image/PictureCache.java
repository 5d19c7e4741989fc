package org.godwit.mailview.image;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Pictures that were fetched, on disk: for a week, and as many as have room. A cache: whatever is
 * wrong with it, pictures are fetched again. Safe for many threads.
 */
final class PictureCache {
  private static final Logger LOG = LoggerFactory.getLogger(PictureCache.class);
  private static final Duration KEPT = Duration.ofDays(7);

  private final Path folder;
  private final long mostBytes;
  private final Clock clock;
  private long bytes;
  private boolean counted;

  PictureCache(Path folder, long mostBytes, Clock clock) {
    this.folder = folder;
    this.mostBytes = mostBytes;
    this.clock = clock;
  }

  Optional<byte[]> find(String url) {
    Path file = file(url);
    try {
      Instant fetched = Files.getLastModifiedTime(file).toInstant();
      return fetched.plus(KEPT).isBefore(clock.instant())
          ? Optional.empty()
          : Optional.of(Files.readAllBytes(file));
    } catch (IOException notThere) {
      return Optional.empty();
    }
  }

  void keep(String url, byte[] picture) {
    try {
      Files.createDirectories(folder);
      Path part = Files.createTempFile(folder, "part", "");
      Files.write(part, picture);
      Files.setLastModifiedTime(part, FileTime.from(clock.instant()));
      Files.move(part, file(url), StandardCopyOption.ATOMIC_MOVE);
      added(picture.length);
    } catch (IOException e) {
      LOG.warn("a picture cannot be kept", e);
    }
  }

  private synchronized void added(long more) throws IOException {
    bytes += more;
    if (bytes > mostBytes || !counted) {
      shrink();
      counted = true;
    }
  }

  private record Kept(Path file, FileTime fetched, long size) {}

  /** Counts what is there, and removes the oldest down to nine tenths of what may be. */
  private void shrink() throws IOException {
    List<Kept> all = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      for (Path file : files) {
        all.add(new Kept(file, Files.getLastModifiedTime(file), Files.size(file)));
      }
    }
    bytes = all.stream().mapToLong(Kept::size).sum();
    all.sort(Comparator.comparing(Kept::fetched));
    for (Kept oldest : all) {
      if (bytes <= mostBytes / 10 * 9) {
        return;
      }
      Files.deleteIfExists(oldest.file());
      bytes -= oldest.size();
    }
  }

  private Path file(String url) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(url.getBytes(StandardCharsets.UTF_8));
      return folder.resolve(HexFormat.of().formatHex(hash));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
