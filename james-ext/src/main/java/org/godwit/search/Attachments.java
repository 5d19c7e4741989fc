package org.godwit.search;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import javax.inject.Inject;
import org.godwit.search.Documents.Attached;
import org.godwit.search.Documents.State;
import org.godwit.search.extract.Extraction;
import org.godwit.search.extract.Extractor;
import org.godwit.search.text.MessageRanges;
import org.godwit.search.text.MessageText;
import org.godwit.search.text.MessageTextReader;
import org.godwit.search.text.TransferEncoding;
import org.godwit.store.mailbox.AccountReading;
import org.godwit.store.mailbox.MessageView;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Has the files read that come with messages, and adds what they say to the index. */
final class Attachments {
  private static final Logger LOG = LoggerFactory.getLogger(Attachments.class);

  private static final int AT_ONCE = 20;
  private static final int MOST_FILES = 100;
  private static final int MOST_BYTES = 64 * 1024 * 1024;

  private final AccountReading reading;
  private final Extractor extractor;

  @Inject
  Attachments(AccountReading reading, Extractor extractor) {
    this.reading = reading;
    this.extractor = extractor;
  }

  /**
   * Does so for some messages whose files were not read yet. The index is changed by {@code
   * lease}'s rule, all at once at the end.
   *
   * @return whether more are left
   */
  boolean read(long account, Indexes.Lease lease, BooleanSupplier goOn) throws IOException {
    AccountIndex index = lease.index();
    Set<UUID> some = index.messages(State.UNREAD, AT_ONCE);
    List<Ready> ready = new ArrayList<>();
    for (UUID id : some) {
      if (goOn.getAsBoolean()) {
        ready.add(read(account, id));
      }
    }
    put(lease, index, ready);
    return some.size() == AT_ONCE;
  }

  /** A message with what its files say; without a text when it is no more. */
  private record Ready(UUID id, MessageText text, Attached attached) {}

  private static void put(Indexes.Lease lease, AccountIndex index, List<Ready> ready)
      throws IOException {
    lease.changing().lock();
    try {
      for (Ready one : ready) {
        if (one.text() == null) {
          index.remove(List.of(one.id()));
        } else {
          index.put(one.id(), Documents.of(one.id(), one.text(), one.attached()));
        }
      }
      index.reached(index.modseq());
    } finally {
      lease.changing().unlock();
    }
  }

  private Ready read(long account, UUID id) throws IOException {
    MessageView.Bytes bytes = reading.bytes(account, List.of(id)).get(id);
    if (bytes == null) {
      return new Ready(id, null, null);
    }
    MessageText text = MessageTextReader.read(bytes, CatchUp.MOST_TEXT);
    try (MessageRanges message = new MessageRanges(bytes.open())) {
      return new Ready(id, text, read(message, text.files()));
    }
  }

  private Attached read(MessageRanges message, List<MessageText.FilePart> files)
      throws IOException {
    StringBuilder text = new StringBuilder();
    List<String> skipped = new ArrayList<>();
    int read = 0;
    for (MessageText.FilePart file : files) {
      String problem = "too many files";
      if (read + skipped.size() < MOST_FILES) {
        Extraction found = read(message, file);
        String said = found.text().replace("\0", "");
        int room = Math.max(0, CatchUp.MOST_TEXT - text.length());
        text.append(said, 0, Math.min(room, said.length())).append(MessageText.END);
        problem = said.length() > room ? "too much text" : found.problem();
      }
      if (problem.isEmpty()) {
        read++;
      } else {
        skipped.add((file.name().isEmpty() ? file.type() : file.name()) + ": " + problem);
      }
    }
    LOG.debug("read {} files of a message, skipped {}", read, skipped.size());
    return new Attached(text.toString(), read, skipped);
  }

  private Extraction read(MessageRanges message, MessageText.FilePart file) throws IOException {
    byte[] bytes =
        TransferEncoding.decode(message, file.from(), file.to(), file.encoding(), MOST_BYTES);
    return extractor.read(file.type(), file.name(), bytes);
  }
}
