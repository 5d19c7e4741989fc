package org.godwit.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.apache.james.mailbox.model.SearchQuery;
import org.apache.james.mailbox.model.SearchQuery.AddressType;
import org.apache.james.mailbox.model.SearchQuery.Criterion;
import org.godwit.search.text.MessageTextReader;
import org.godwit.store.Database;
import org.godwit.store.PostgresExtension;
import org.godwit.store.mailbox.StoreMailboxId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Random needles, cut out of real and made mail at any place, are found with the index exactly
 * where reading every message finds them.
 */
@ExtendWith(PostgresExtension.class)
class SearchDifferenceTest {

  private static final int MADE = 150;
  private static final int NEEDLES = 250;
  private static final String[] SOUNDS = {
    "the",
    "an",
    "ü",
    "ß",
    "ﬁ",
    "Ж",
    "ж",
    "日本",
    "語",
    "e\u0301",
    "é",
    "\uD83D\uDE00",
    "42",
    "@",
    ".",
    " ",
    "-",
    "İ",
    "가",
    "각",
    "Ａ"
  };

  private static final List<AddressType> FIELDS =
      List.of(AddressType.From, AddressType.To, AddressType.Cc, AddressType.Bcc);

  private final Random random = new Random(4711);
  private final List<byte[]> mails = new ArrayList<>();
  private final List<String> texts = new ArrayList<>();

  @Test
  void theIndexFindsWhatReadingFinds(Database database, @TempDir Path folder) throws Exception {
    try (SearchFixture alice = new SearchFixture(database, folder)) {
      StoreMailboxId inbox = alice.mailbox("INBOX");
      corpus();
      for (int i = 0; i < MADE; i++) {
        mails.add(made(i));
      }
      assertThat(mails).hasSizeGreaterThan(MADE + 50);
      for (byte[] mail : mails) {
        alice.add(inbox, mail);
        var text = MessageTextReader.read(() -> new ByteArrayInputStream(mail), CatchUp.MOST_TEXT);
        texts.add(text.header());
        texts.add(text.inner() + text.body());
      }
      int found = 0;
      for (int i = 0; i < NEEDLES; i++) {
        Criterion criterion = criterion();
        List<Long> expected = alice.scan(inbox, criterion);
        assertThat(alice.find(inbox, criterion)).as("%s", criterion).isEqualTo(expected);
        found += expected.size();
      }
      assertThat(found).as("needles that are somewhere").isGreaterThan(NEEDLES);
    }
  }

  private Criterion criterion() {
    return switch (random.nextInt(9)) {
      case 0, 1 -> SearchQuery.mailContains(needle());
      case 2, 3 -> SearchQuery.bodyContains(needle());
      case 4 -> SearchQuery.subject(needle());
      case 5 -> SearchQuery.address(FIELDS.get(random.nextInt(FIELDS.size())), needle());
      case 6 -> SearchQuery.headerContains("Received", needle());
      case 7 -> SearchQuery.not(SearchQuery.mailContains(needle()));
      default ->
          SearchQuery.or(
              SearchQuery.bodyContains(needle()),
              SearchQuery.and(SearchQuery.subject(needle()), SearchQuery.sizeLessThan(2_000)));
    };
  }

  /** Cut out of a text at any place, in another case at times, and sometimes nowhere. */
  private String needle() {
    String text = "";
    while (text.isBlank()) {
      text = texts.get(random.nextInt(texts.size()));
    }
    int length = 1 + (random.nextBoolean() ? random.nextInt(5) : random.nextInt(25));
    int from = random.nextInt(text.length());
    String cut = text.substring(from, Math.min(text.length(), from + length)).replace("\0", "");
    String needle = cut.isEmpty() ? "a" : cut;
    return switch (random.nextInt(8)) {
      case 0 -> needle.toUpperCase(java.util.Locale.ROOT);
      case 1 -> needle.toLowerCase(java.util.Locale.ROOT);
      case 2 -> needle + "q";
      default -> needle;
    };
  }

  /** The test messages of Mime4j. */
  private void corpus() throws IOException {
    String known = "/testmsgs/very-long-boundary.msg";
    JarURLConnection connection =
        (JarURLConnection) SearchDifferenceTest.class.getResource(known).openConnection();
    connection.setUseCaches(false);
    try (JarFile jar = connection.getJarFile()) {
      for (JarEntry entry : jar.stream().toList()) {
        if (entry.getName().endsWith(".msg")) {
          try (InputStream in = jar.getInputStream(entry)) {
            mails.add(in.readAllBytes());
          }
        }
      }
    }
  }

  private byte[] made(int number) {
    String text = sounds(5 + random.nextInt(200));
    String mail =
        "Subject: =?utf-8?B?"
            + base64(sounds(1 + random.nextInt(8)))
            + "?=\r\nFrom: \"Ann "
            + number % 7
            + "\" <ann"
            + number
            + "@example.org>\r\nTo: Bob <bob@example.org>, x"
            + number % 3
            + "@example.net\r\nReceived: from a by b; "
            + number
            + "\r\nContent-Type: text/"
            + (number % 3 == 0 ? "html" : "plain")
            + "; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n"
            + base64(text)
            + "\r\n";
    return mail.getBytes(StandardCharsets.US_ASCII);
  }

  private String sounds(int count) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < count; i++) {
      text.append(SOUNDS[random.nextInt(SOUNDS.length)]);
    }
    return text.toString();
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
