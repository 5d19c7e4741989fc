package org.godwit.jmap.mail;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.inject.Inject;
import org.godwit.jmap.Sight;
import org.godwit.search.text.MessageRanges;
import org.godwit.search.text.TransferEncoding;
import org.godwit.store.account.ScriptShelf;
import org.godwit.store.listing.MessageFacts;
import org.godwit.store.listing.Uploads;
import org.godwit.store.mailbox.MessageView;

/** The bytes that a blob id means, for who may see them. Safe for many threads; blocks. */
public final class BlobReader {

  private final MessageFacts facts;
  private final Uploads uploads;
  private final ScriptShelf scripts;

  @Inject
  public BlobReader(MessageFacts facts, Uploads uploads, ScriptShelf scripts) {
    this.facts = facts;
    this.uploads = uploads;
    this.scripts = scripts;
  }

  /** The bytes; empty when there is no such blob, or the viewer may not see it. */
  public Optional<byte[]> read(Sight sight, String blobId) {
    try {
      return BlobId.of(blobId)
          .flatMap(
              id ->
                  switch (id) {
                    case BlobId.OfUpload upload -> uploads.read(sight.account(), upload.upload());
                    case BlobId.OfScript script -> script(sight, script);
                    case BlobId.OfMessage whole -> message(sight, whole.message());
                    case BlobId.OfPart part ->
                        message(sight, part.message())
                            .flatMap(all -> cut(part.from(), part.to(), part.encoding(), all));
                    case BlobId.OfInner inner ->
                        read(sight, inner.outer().toString())
                            .flatMap(all -> cut(inner.from(), inner.to(), inner.encoding(), all));
                  });
    } catch (UncheckedIOException e) {
      throw new IllegalStateException("a blob cannot be read", e);
    }
  }

  private Optional<byte[]> script(Sight sight, BlobId.OfScript asked) {
    if (!sight.isOwn()) {
      return Optional.empty();
    }
    return scripts
        .text(sight.account(), asked.script(), asked.text())
        .map(text -> text.getBytes(StandardCharsets.UTF_8));
  }

  private Optional<byte[]> message(Sight sight, UUID message) {
    List<UUID> one = List.of(message);
    boolean visible =
        !facts.find(sight.reach(), one, new MessageFacts.Wanted(false, false)).messages().isEmpty();
    if (!visible) {
      return Optional.empty();
    }
    MessageView.Bytes bytes = facts.bytes(sight.account(), one).get(message);
    if (bytes == null) {
      return Optional.empty();
    }
    try (InputStream in = bytes.open()) {
      return Optional.of(in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Optional<byte[]> cut(long from, long to, String encoding, byte[] all) {
    if (from > to || to > all.length) {
      return Optional.empty();
    }
    byte[] range = Arrays.copyOfRange(all, Math.toIntExact(from), Math.toIntExact(to));
    try (MessageRanges ranges = new MessageRanges(new java.io.ByteArrayInputStream(range))) {
      return Optional.of(TransferEncoding.decode(ranges, 0, range.length, encoding, range.length));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
