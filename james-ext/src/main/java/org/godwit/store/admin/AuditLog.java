package org.godwit.store.admin;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import javax.inject.Inject;
import javax.inject.Singleton;
import org.godwit.store.Database;
import org.godwit.store.admin.AuditEntry.Deed;

/**
 * What administrators did, in the order they did it. It is added to, and nothing else: PostgreSQL
 * refuses the rest, and whoever gets around that breaks a chain of hashes. Safe for many threads.
 */
@Singleton
public final class AuditLog {
  private static final int PAGE = 1_000;

  private static final String HEAD = "SELECT entry, hash FROM audit_head";

  private static final String INSERT =
      """
      INSERT INTO audit_entry (entry, at, who, way, origin, operation, subject, told, outcome,
                               previous, hash)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """;

  private static final String COLUMNS =
      """
      SELECT entry, at, who, way, origin, operation, subject, told, outcome, previous, hash
        FROM audit_entry
      """;

  private final Database database;
  private final InstantSource clock;
  private final BegunDeeds begun = new BegunDeeds();

  @Inject
  public AuditLog(Database database, InstantSource clock) {
    this.database = database;
    this.clock = clock;
  }

  private record Head(long entry, String hash) {}

  /**
   * Keeps what somebody is about to do, so that it is written down whatever happens meanwhile. One
   * statement.
   *
   * @return for {@link #end}
   */
  public UUID begin(Deed deed) {
    return database.run("writing the audit log", on -> begun.insert(on, deed));
  }

  /** Adds an entry, which is kept when this returns. Three statements. */
  public AuditEntry add(Deed deed) {
    return database.transaction("writing the audit log", on -> append(on, deed));
  }

  /** Adds the entry of what was begun. Four statements, all or none of which count. */
  public AuditEntry end(UUID id, Deed deed) {
    return database.transaction(
        "writing the audit log",
        on -> {
          AuditEntry entry = append(on, deed);
          begun.delete(on, id);
          return entry;
        });
  }

  /**
   * Adds the entries of what was begun long ago and has not ended since: whoever did it was killed,
   * or could not write.
   *
   * @return how many
   */
  public int endLost(Duration since) {
    return database.transaction(
        "writing the audit log",
        on -> {
          head(on, " FOR UPDATE"); // before the rows, as end() does
          List<Deed> lost = begun.takeLost(on, since);
          for (Deed deed : lost) {
            append(on, deed);
          }
          return lost.size();
        });
  }

  private AuditEntry append(Connection on, Deed deed) throws SQLException {
    Head head = head(on, " FOR UPDATE");
    AuditEntry entry = AuditEntry.after(head.entry(), head.hash(), clock.instant(), deed);
    insert(on, entry);
    try (PreparedStatement update =
        on.prepareStatement("UPDATE audit_head SET entry = ?, hash = ?")) {
      update.setLong(1, entry.number());
      update.setBytes(2, HexFormat.of().parseHex(entry.hash()));
      update.executeUpdate();
    }
    return entry;
  }

  private static Head head(Connection on, String lock) throws SQLException {
    try (PreparedStatement select = on.prepareStatement(HEAD + lock);
        ResultSet row = select.executeQuery()) {
      return row.next()
          ? new Head(row.getLong(1), HexFormat.of().formatHex(row.getBytes(2)))
          : new Head(0, AuditEntry.BEGINNING);
    }
  }

  private static void insert(Connection on, AuditEntry entry) throws SQLException {
    try (PreparedStatement insert = on.prepareStatement(INSERT)) {
      insert.setLong(1, entry.number());
      insert.setTimestamp(2, Timestamp.from(entry.at()));
      int place = 3;
      for (String field : entry.deed().fields()) {
        insert.setString(place++, field);
      }
      insert.setBytes(place++, HexFormat.of().parseHex(entry.previous()));
      insert.setBytes(place, HexFormat.of().parseHex(entry.hash()));
      insert.executeUpdate();
    }
  }

  /**
   * The newest entries, the newest first.
   *
   * @param before entries with a smaller number only; empty for the end of the log
   */
  public List<AuditEntry> newest(Optional<Long> before, int limit) {
    return page(
        " WHERE entry < ? ORDER BY entry DESC LIMIT ?", before.orElse(Long.MAX_VALUE), limit);
  }

  /** Entries after one, the oldest first. */
  public List<AuditEntry> after(long number, int limit) {
    return page(" WHERE entry > ? ORDER BY entry LIMIT ?", number, limit);
  }

  private List<AuditEntry> page(String which, long number, int limit) {
    return database.run(
        "reading the audit log",
        on -> {
          try (PreparedStatement select = on.prepareStatement(COLUMNS + which)) {
            select.setLong(1, number);
            select.setInt(2, limit);
            try (ResultSet row = select.executeQuery()) {
              List<AuditEntry> page = new ArrayList<>();
              while (row.next()) {
                page.add(read(row));
              }
              return page;
            }
          }
        });
  }

  private static AuditEntry read(ResultSet row) throws SQLException {
    return new AuditEntry(
        row.getLong("entry"),
        row.getTimestamp("at").toInstant(),
        Deed.read(row),
        HexFormat.of().formatHex(row.getBytes("previous")),
        HexFormat.of().formatHex(row.getBytes("hash")));
  }

  /**
   * What a look at the whole chain found.
   *
   * @param entries how many fit
   * @param hash of the last that fits
   * @param broken what does not fit, in words; empty when all does
   */
  public record Verdict(long entries, String hash, Optional<String> broken) {}

  /** Reads all of it, page by page, and says whether anything was changed, added or taken away. */
  public Verdict verify() {
    Head end = database.run("reading the end of the audit log", on -> head(on, ""));
    Chain chain = new Chain();
    forEach(0, end.entry(), chain);
    if (chain.broken.isEmpty()
        && (chain.entries != end.entry() || !chain.hash.equals(end.hash()))) {
      chain.broken =
          Optional.of(
              "the log ends at entry %d and should end at %d"
                  .formatted(chain.entries, end.entry()));
    }
    return new Verdict(chain.entries, chain.hash, chain.broken);
  }

  /**
   * Reads entries, page by page.
   *
   * @param after exclusive
   * @param until inclusive
   */
  public void forEach(long after, long until, Consumer<AuditEntry> each) {
    long at = after;
    List<AuditEntry> page;
    do {
      page = after(at, PAGE);
      page.stream().filter(entry -> entry.number() <= until).forEach(each);
      at = page.isEmpty() ? at : page.getLast().number();
    } while (page.size() == PAGE && at < until);
  }

  /** Follows the entries as long as each fits the one before. */
  private static final class Chain implements Consumer<AuditEntry> {
    private long entries;
    private String hash = AuditEntry.BEGINNING;
    private Optional<String> broken = Optional.empty();

    @Override
    public void accept(AuditEntry entry) {
      if (broken.isPresent()) {
        return;
      }
      if (entry.number() != entries + 1) {
        broken = Optional.of("entry %d is missing".formatted(entries + 1));
      } else if (!entry.previous().equals(hash)) {
        broken = Optional.of("entry %d does not follow the one before".formatted(entry.number()));
      } else if (!entry.isWhole()) {
        broken = Optional.of("entry %d was changed".formatted(entry.number()));
      } else {
        entries = entry.number();
        hash = entry.hash();
      }
    }
  }
}
