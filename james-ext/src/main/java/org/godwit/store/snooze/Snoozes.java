package org.godwit.store.snooze;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import javax.inject.Inject;
import org.apache.james.core.Username;
import org.apache.james.mailbox.MailboxSession;
import org.apache.james.mailbox.exception.MailboxException;
import org.godwit.store.Database;
import org.godwit.store.mailbox.MessageEdits;
import org.godwit.store.mailbox.MessageEdits.Edit;
import org.godwit.store.mailbox.MessageEdits.Standing;
import org.godwit.store.mailbox.PostgresMailboxManager;
import org.godwit.store.record.Records;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Moves messages that were put off: away, and back. Safe for many threads; calls block. */
public final class Snoozes {
  private static final Logger LOG = LoggerFactory.getLogger(Snoozes.class);

  private static final String SEEN = "$seen";

  /** Says that a message is to be seen for something that happened of late, such as this. */
  private static final String NEW = "$new";

  private static final String DUE =
      """
      SELECT DISTINCT account_id FROM client_record
       WHERE type = 'Snooze' AND NOT gone AND content ->> 'until' <= ?
      """;

  private static final String PLACES =
      """
      SELECT a.name, b.mailbox_id, lower(b.name) = 'inbox' AS is_inbox
        FROM account a JOIN mailbox b USING (account_id)
       WHERE a.account_id = ?
      """;

  private final Database database;
  private final Records records;
  private final MessageEdits edits;
  private final PostgresMailboxManager manager;

  @Inject
  public Snoozes(
      Database database, Records records, MessageEdits edits, PostgresMailboxManager manager) {
    this.database = database;
    this.records = records;
    this.edits = edits;
    this.manager = manager;
  }

  /** Takes messages to where they wait. One that is there already, or is no more, is left alone. */
  public void putOff(long account, Username owner, Collection<Snoozed> all)
      throws MailboxException {
    Map<UUID, Edit> wanted = new HashMap<>();
    Set<Long> targets = new TreeSet<>();
    for (Snoozed one : all) {
      wanted.put(
          one.message(),
          before -> {
            Set<Long> places = new TreeSet<>(before.mailboxes());
            places.removeAll(one.left());
            places.add(one.in());
            return Optional.of(new Standing(places, without(before.keywords(), NEW)));
          });
      targets.add(one.in());
    }
    move(account, owner, wanted, targets, false);
  }

  /** Takes messages back to where they were, before their time and as though they had stayed. */
  public void takeBack(long account, Username owner, Collection<Snoozed> all)
      throws MailboxException {
    Map<UUID, Edit> wanted = new HashMap<>();
    Set<Long> targets = new TreeSet<>();
    for (Snoozed one : all) {
      Set<Long> places = one.left().isEmpty() ? Set.of(one.back()) : one.left();
      wanted.put(one.message(), before -> moved(one, before, places, before.keywords()));
      targets.addAll(places);
    }
    move(account, owner, wanted, targets, false);
  }

  /** What becomes of a message that waits; nothing when somebody took it out meanwhile. */
  private static Optional<Standing> moved(
      Snoozed one, Standing before, Set<Long> to, Set<String> keywords) {
    if (!before.mailboxes().contains(one.in())) {
      return Optional.empty();
    }
    Set<Long> places = new TreeSet<>(before.mailboxes());
    places.remove(one.in());
    places.addAll(to);
    return Optional.of(new Standing(places, keywords));
  }

  private static Set<String> without(Set<String> keywords, String keyword) {
    return keywords.stream().filter(it -> !it.equals(keyword)).collect(Collectors.toSet());
  }

  private void move(
      long account, Username owner, Map<UUID, Edit> wanted, Set<Long> targets, boolean onTop)
      throws MailboxException {
    if (wanted.isEmpty()) {
      return;
    }
    MailboxSession session = manager.createSystemSession(owner);
    try {
      if (onTop) {
        edits.bringBack(account, wanted, targets, session);
      } else {
        edits.apply(account, wanted, targets, session);
      }
    } finally {
      manager.endProcessingRequest(session);
    }
  }

  /**
   * Brings back what is due, unread and on top. May run beside itself, and after a break goes on.
   * An account that cannot be served now does not keep the others waiting.
   *
   * @return how many messages were due
   */
  public int wake(Instant now) {
    int due = 0;
    for (long account : database.run("finding what is due", on -> accounts(on, now))) {
      try {
        due += wake(account, now);
      } catch (MailboxException e) {
        LOG.atWarn().addKeyValue("account", account).setCause(e).log("mail stays put off");
      }
    }
    return due;
  }

  private static List<Long> accounts(Connection on, Instant now) throws SQLException {
    try (PreparedStatement select = on.prepareStatement(DUE)) {
      select.setString(1, now.truncatedTo(ChronoUnit.SECONDS).toString());
      List<Long> found = new ArrayList<>();
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          found.add(row.getLong(1));
        }
      }
      return found;
    }
  }

  private int wake(long account, Instant now) throws MailboxException {
    Map<UUID, String> due =
        new HashMap<>(records.find(account, Snoozed.TYPE, Optional.empty()).records());
    due.entrySet().removeIf(it -> Snoozed.read(it.getKey(), it.getValue()).until().isAfter(now));
    Places places = database.run("reading mailboxes", on -> Places.read(on, account));
    Map<UUID, Edit> wanted = new HashMap<>();
    Set<Long> targets = new TreeSet<>();
    for (Map.Entry<UUID, String> document : due.entrySet()) {
      Snoozed one = Snoozed.read(document.getKey(), document.getValue());
      places
          .orInbox(one.back())
          .ifPresent(
              to -> {
                wanted.put(
                    one.message(),
                    before -> moved(one, before, Set.of(to), woken(before.keywords())));
                targets.add(to);
              });
    }
    if (places.owner().isPresent()) {
      move(account, places.owner().get(), wanted, targets, true);
    }
    records.change(
        account,
        Snoozed.TYPE,
        Optional.of(due.keySet()),
        found -> new Records.Edits(Map.of(), unchanged(due, found.records())));
    return due.size();
  }

  private static Set<String> woken(Set<String> keywords) {
    Set<String> woken = new HashSet<>(without(keywords, SEEN));
    woken.add(NEW);
    return woken;
  }

  /** Those that nobody put off anew meanwhile. */
  private static List<UUID> unchanged(Map<UUID, String> before, Map<UUID, String> now) {
    return before.entrySet().stream()
        .filter(it -> it.getValue().equals(now.get(it.getKey())))
        .map(Map.Entry::getKey)
        .toList();
  }

  /** The mailboxes of an account, by number. */
  private record Places(Optional<Username> owner, Set<Long> all, Optional<Long> inbox) {

    static Places read(Connection on, long account) throws SQLException {
      Optional<Username> owner = Optional.empty();
      Set<Long> all = new TreeSet<>();
      Optional<Long> inbox = Optional.empty();
      try (PreparedStatement select = on.prepareStatement(PLACES)) {
        select.setLong(1, account);
        try (ResultSet row = select.executeQuery()) {
          while (row.next()) {
            owner = Optional.of(Username.of(row.getString(1)));
            all.add(row.getLong(2));
            if (row.getBoolean(3)) {
              inbox = Optional.of(row.getLong(2));
            }
          }
        }
      }
      return new Places(owner, all, inbox);
    }

    /** The mailbox, or where it is gone the inbox. */
    Optional<Long> orInbox(long mailbox) {
      return all.contains(mailbox) ? Optional.of(mailbox) : inbox;
    }
  }
}
