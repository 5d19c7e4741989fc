package org.godwit.admin;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.apache.james.core.MailAddress;
import org.apache.james.core.Username;
import org.godwit.store.account.Accounts;
import org.godwit.store.account.NewAccount;
import org.godwit.store.account.UnicodeAddress;

/**
 * Adds the accounts of a CSV file (4180), a part at a time. A bad row is reported and left out; the
 * others are added.
 */
final class AccountImport {
  private static final int PART = 500;
  private static final int MOST_REPORTED = 10_000;

  private final Accounts accounts;
  private final Reach reach;
  private final IdentityHashMap<NewAccount, Long> part =
      new IdentityHashMap<>(); // each with its line
  private final List<NewAccount> order = new ArrayList<>();
  private final List<Map<String, Object>> refused = new ArrayList<>();
  private long imported;
  private long failed;

  AccountImport(Accounts accounts, Reach reach) {
    this.accounts = accounts;
    this.reach = reach;
  }

  /** Reads to the end of the file, which is not closed. */
  Answer run(InputStream file) throws IOException {
    CSVFormat format = CSVFormat.DEFAULT.builder().setIgnoreEmptyLines(true).setTrim(false).get();
    try (CSVParser rows =
        CSVParser.builder()
            .setReader(new InputStreamReader(file, StandardCharsets.UTF_8))
            .setFormat(format)
            .get()) {
      read(rows);
    }
    addPart();
    String message = "imported %d accounts, refused %d rows".formatted(imported, failed);
    return new Answer.One(
        Answer.facts(
            "message", message, "imported", imported, "refused", failed, "problems", refused),
        failed == 0);
  }

  private void read(CSVParser rows) {
    long line = 1;
    try {
      Iterator<CSVRecord> all = rows.iterator();
      while (all.hasNext()) {
        CSVRecord row = all.next();
        row(line, row);
        line = rows.getCurrentLineNumber() + 1;
      }
    } catch (UncheckedIOException e) { // an open quote: nothing after it can be told apart
      refuse(line, "", "the file cannot be read from here on: " + e.getCause().getMessage());
    }
  }

  private void row(long line, CSVRecord row) {
    String address = row.get(0).strip();
    if (line == 1 && address.equalsIgnoreCase("address")) {
      return; // the names of the columns
    }
    if (row.size() != 2) {
      refuse(line, address, "has %d columns, not address,password".formatted(row.size()));
      return;
    }
    try {
      MailAddress read = Told.address("address", address);
      if (!reach.covers(read.getDomain())) {
        refuse(line, address, "is not yours to administer");
        return;
      }
      Username name = UnicodeAddress.user(read);
      NewAccount account = new NewAccount(name, row.get(1));
      part.put(account, line);
      order.add(account);
    } catch (AdminProblem e) {
      refuse(line, address, e.getMessage());
    }
    if (order.size() == PART) {
      addPart();
    }
  }

  private void addPart() {
    imported +=
        accounts.addAll(
            order.iterator(),
            (account, why) -> refuse(part.get(account), account.name().asString(), why));
    order.clear();
    part.clear();
  }

  private void refuse(long line, String address, String why) {
    failed++;
    if (refused.size() < MOST_REPORTED) {
      refused.add(Answer.facts("line", line, "address", address, "problem", why));
    }
  }
}
