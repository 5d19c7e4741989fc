package org.godwit.export;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.godwit.store.mailbox.AccountReading;
import org.godwit.store.mailbox.AccountReading.Held;
import org.godwit.store.mailbox.MessageView;
import org.godwit.store.mailbox.StoreMailboxId;

/** Writes folders into files, batch by batch: two statements for each. */
final class Export {
  private static final int MOST_MESSAGES = 100;
  private static final long MOST_BYTES = 8L * 1024 * 1024; // one message alone may be more

  private final AccountReading reading;

  Export(AccountReading reading) {
    this.reading = reading;
  }

  /** All of a mailbox, by uid. */
  void write(StoreMailboxId mailbox, String name, MailFile file) throws IOException {
    file.folder(name);
    long from = 1;
    while (true) {
      List<Held> rows = reading.range(mailbox, from, Long.MAX_VALUE, MOST_MESSAGES);
      if (rows.isEmpty()) {
        return;
      }
      from = rows.getLast().uid() + 1;
      for (List<Held> batch : batches(rows)) {
        write(mailbox.account(), batch, file);
      }
    }
  }

  private static List<List<Held>> batches(List<Held> rows) {
    List<List<Held>> batches = new ArrayList<>();
    long bytes = 0;
    for (Held row : rows) {
      if (batches.isEmpty() || bytes + row.size() > MOST_BYTES) {
        batches.add(new ArrayList<>());
        bytes = 0;
      }
      batches.getLast().add(row);
      bytes += row.size();
    }
    return batches;
  }

  private void write(long account, List<Held> batch, MailFile file) throws IOException {
    List<UUID> ids = batch.stream().map(row -> row.id().uuid()).toList();
    Map<UUID, MessageView.Bytes> found = reading.bytes(account, ids);
    for (Held row : batch) {
      MessageView.Bytes message = found.get(row.id().uuid());
      if (message != null) { // else it went meanwhile
        try (InputStream in = message.open()) {
          file.message(row, in.readAllBytes());
        }
      }
    }
  }
}
