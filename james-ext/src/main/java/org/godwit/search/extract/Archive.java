package org.godwit.search.extract;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.ArchiveEntry;
import org.apache.commons.compress.archivers.ArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.zip.ZipArchiveInputStream;

/**
 * The files in an archive, one level deep: zip, tar and gzip. A zip that is a document of an office
 * is none.
 */
final class Archive {

  private static final int MOST_FILES = 1_000;
  private static final int MOST_BYTES = 64 * 1024 * 1024;
  private static final int MOST_OF_ONE = 16 * 1024 * 1024;
  private static final int TAR_MARK = 257;

  private Archive() {}

  /** A file inside. */
  @SuppressWarnings("ArrayRecordComponent") // the bytes are handed on, never compared
  record Entry(String name, byte[] bytes) {}

  static boolean isOne(byte[] bytes) throws IOException {
    return isGzip(bytes) || isTar(bytes) || (isZip(bytes) && !isDocument(bytes));
  }

  private static boolean isZip(byte[] b) {
    return b.length > 30 && b[0] == 'P' && b[1] == 'K' && b[2] == 3 && b[3] == 4;
  }

  private static boolean isGzip(byte[] b) {
    return b.length > 18 && b[0] == 0x1F && b[1] == (byte) 0x8B;
  }

  private static boolean isTar(byte[] b) {
    return b.length > 512 && b[TAR_MARK] == 'u' && b[TAR_MARK + 1] == 's' && b[TAR_MARK + 2] == 't';
  }

  /** OpenDocument and EPUB start with their type, Word and its like have a list of theirs. */
  private static boolean isDocument(byte[] bytes) throws IOException {
    try (ZipArchiveInputStream zip = new ZipArchiveInputStream(new ByteArrayInputStream(bytes))) {
      ArchiveEntry entry = zip.getNextEntry();
      for (int seen = 0; entry != null && seen < MOST_FILES; seen++) {
        if (entry.getName().equals("mimetype") || entry.getName().equals("[Content_Types].xml")) {
          return true;
        }
        entry = zip.getNextEntry();
      }
      return false;
    }
  }

  /** As many as are taken: what comes behind is left. */
  static List<Entry> entries(byte[] bytes) throws IOException {
    if (isGzip(bytes)) {
      try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
        byte[] inside = in.readNBytes(MOST_OF_ONE);
        return isTar(inside) ? entries(inside) : List.of(new Entry("", inside));
      }
    }
    try (ArchiveInputStream<?> in = open(bytes)) {
      List<Entry> found = new ArrayList<>();
      long taken = 0;
      ArchiveEntry entry = in.getNextEntry();
      while (entry != null && found.size() < MOST_FILES && taken < MOST_BYTES) {
        if (!entry.isDirectory()) {
          byte[] inside = in.readNBytes(MOST_OF_ONE);
          taken += inside.length;
          found.add(new Entry(entry.getName(), inside));
        }
        entry = in.getNextEntry();
      }
      return found;
    }
  }

  private static ArchiveInputStream<?> open(byte[] bytes) {
    InputStream in = new ByteArrayInputStream(bytes);
    return isTar(bytes) ? new TarArchiveInputStream(in) : new ZipArchiveInputStream(in);
  }
}
