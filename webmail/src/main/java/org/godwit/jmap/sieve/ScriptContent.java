package org.godwit.jmap.sieve;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import javax.inject.Inject;
import org.godwit.jmap.Exchange;
import org.godwit.jmap.Json;
import org.godwit.jmap.SetError;
import org.godwit.jmap.Sight;
import org.godwit.jmap.mail.BlobReader;
import org.godwit.server.sieve.SieveLanguage;

/** The text of a script, which comes as a blob (9661 §2.2). */
final class ScriptContent {

  private final BlobReader blobs;
  private final SieveLanguage language;

  @Inject
  ScriptContent(BlobReader blobs, SieveLanguage language) {
    this.blobs = blobs;
    this.language = language;
  }

  /** The text in a blob, when it can run. */
  String read(Sight sight, String blobId, Exchange exchange) throws SetError {
    Optional<byte[]> bytes = exchange.resolve(blobId).flatMap(id -> blobs.read(sight, id));
    if (bytes.isEmpty()) {
      ObjectNode more = Json.object();
      more.putArray("notFound").add(blobId);
      throw SetError.with("blobNotFound", null, more);
    }
    if (bytes.get().length > SieveLanguage.LARGEST) {
      throw SetError.of("tooLarge", "a script has " + SieveLanguage.LARGEST + " octets at most");
    }
    String text = text(bytes.get());
    Optional<SieveLanguage.Problem> problem = language.check(text);
    if (problem.isPresent()) {
      throw SetError.of("invalidSieve", problem.get().toString()); // 9661 §2.4
    }
    return text;
  }

  private static String text(byte[] bytes) throws SetError {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      if (text.indexOf('\0') < 0) {
        return text;
      }
    } catch (CharacterCodingException e) {
      throw SetError.of("invalidSieve", "a script is UTF-8"); // 5228 §2.1
    }
    throw SetError.of("invalidSieve", "a script has no NUL"); // 5228 §2.1
  }
}
