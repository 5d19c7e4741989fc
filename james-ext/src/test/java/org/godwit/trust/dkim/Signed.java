package org.godwit.trust.dkim;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Messages as text, each character an octet, and keys that a test publishes. */
final class Signed implements DkimVerifier.Records {
  static final Instant NOW = Instant.parse("2026-11-01T04:00:00Z");

  static final String MESSAGE =
      "From: Alice <alice@here.example>\r\nTo: bob@there.example\r\nSubject: two  blanks\r\n"
          + "Date: Sun, 1 Nov 2026 04:00:00 +0000\r\n\r\nHi  Bob, \r\n\r\n.\r\n\r\n\r\n";

  private final Map<String, List<String>> records = new HashMap<>();

  Signed publish(String name, String... texts) {
    records.put(name, List.of(texts));
    return this;
  }

  Signed publish(DkimKey key) {
    return publish(key.name(), key.record());
  }

  @Override
  public List<String> txt(String name) throws DkimProblem {
    if (name.contains("slow")) {
      throw DkimProblem.temporary("no answer");
    }
    return records.getOrDefault(name, List.of());
  }

  static DkimKey key(DkimAlgorithm algorithm) {
    return new DkimKey("here.example", algorithm.tag(), algorithm, algorithm.make());
  }

  static String sign(String message, DkimKey... keys) throws IOException {
    DkimSigner signer = new DkimSigner();
    signer.write(message.getBytes(ISO_8859_1));
    return signer.fields(signer.header().orElseThrow(), List.of(keys), NOW) + message;
  }

  List<DkimResult> verify(String message) throws IOException {
    InputStream in =
        new BufferedInputStream(new ByteArrayInputStream(message.getBytes(ISO_8859_1)));
    Header header = Header.read(in);
    return new DkimVerifier(this).verify(header, in, NOW);
  }

  DkimResult only(String message) throws IOException {
    List<DkimResult> results = verify(message);
    if (results.size() != 1) {
      throw new AssertionError("results: " + results);
    }
    return results.getFirst();
  }
}
