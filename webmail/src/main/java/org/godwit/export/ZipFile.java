package org.godwit.export;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.attribute.FileTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.godwit.jmap.mail.ShortHeader;
import org.godwit.store.mailbox.AccountReading.Held;

/** Messages as files of an archive, octet by octet as they are; a folder of ours is one there. */
final class ZipFile implements MailFile {
  private static final int LONGEST_HEADER = 64 * 1024;
  private static final int LONGEST_NAME = 60;

  private final ZipOutputStream zip;
  private String folder = "";

  ZipFile(OutputStream out) {
    this.zip = new ZipOutputStream(out);
    zip.setLevel(Deflater.BEST_SPEED);
  }

  /**
   * Levels, which are separated by {@code /}, become folders within folders; no name leads out of
   * the archive.
   */
  @Override
  public void folder(String name) throws IOException {
    StringBuilder path = new StringBuilder();
    for (String level : name.split("/", -1)) {
      path.append(plain(level)).append('/');
    }
    folder = path.toString();
    zip.putNextEntry(new ZipEntry(folder));
    zip.closeEntry();
  }

  @Override
  public void message(Held held, byte[] message) throws IOException {
    byte[] beginning = Arrays.copyOf(message, Math.min(message.length, LONGEST_HEADER));
    String subject = plain(new ShortHeader(beginning).of("subject").asText(""));
    String day = held.internalDate().toInstant().atOffset(ZoneOffset.UTC).toLocalDate().toString();
    // the uid makes it the only one of its name
    ZipEntry entry = new ZipEntry("%s%s %s (%d).eml".formatted(folder, day, subject, held.uid()));
    entry.setLastModifiedTime(FileTime.from(held.internalDate().toInstant()));
    zip.putNextEntry(entry);
    zip.write(message);
    zip.closeEntry();
  }

  /** A name that every system takes. */
  private static String plain(String text) {
    String plain =
        text.replaceAll("[\\p{Cntrl}\\p{Cf}\\p{Cs}/\\\\:*?\"<>|]+", "_")
            .strip()
            .replaceAll("^[.~]+", "");
    int length = Math.min(plain.length(), LONGEST_NAME);
    if (length > 0 && Character.isHighSurrogate(plain.charAt(length - 1))) {
      length--;
    }
    String cut = plain.substring(0, length).strip();
    return cut.isEmpty() ? "_" : cut;
  }

  @Override
  public void finish() throws IOException {
    zip.close();
  }
}
