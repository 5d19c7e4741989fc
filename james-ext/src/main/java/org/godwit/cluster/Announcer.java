package org.godwit.cluster;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.james.events.Event;
import org.apache.james.events.EventListener;
import org.apache.james.events.Group;
import org.apache.james.mailbox.events.MailboxEvents.MailboxACLUpdated;
import org.apache.james.mailbox.events.MailboxEvents.MailboxDeletion;
import org.apache.james.mailbox.events.MailboxEvents.MailboxEvent;
import org.godwit.store.Database;
import org.godwit.store.StoreException;
import org.godwit.store.mailbox.StoreMailboxId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells other nodes what has happened on this one, after it was committed: what comes within a few
 * milliseconds, and while the last is being told, goes together. Nobody waits for it, and it costs
 * nothing while there is no other node.
 *
 * <p>PostgreSQL lets one transaction with a NOTIFY commit at a time. So mail is not committed by
 * one: these transactions hold nothing else, and do not wait for a disk or a standby.
 */
public final class Announcer implements EventListener, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Announcer.class);

  /** The name under which nodes hear. */
  static final String CHANNEL = "godwit";

  private static final Duration TOGETHER = Duration.ofMillis(3);
  private static final Duration REST = Duration.ofMillis(500); // when it cannot be told
  private static final int MOST = 50_000;

  private static final String NO_WAIT = "SELECT set_config('synchronous_commit', 'off', true)";
  private static final String TELL = "SELECT pg_notify('" + CHANNEL + "', t) FROM unnest(?) AS t";

  /** Names this listener to the bus. */
  static final class AnnouncerGroup extends Group {}

  private final Database database;
  private final Membership membership;
  private final Set<String> words = new LinkedHashSet<>();
  private final Thread teller;
  private boolean open = true;

  /** Tells from now on. */
  public Announcer(Database database, Membership membership) {
    this.database = database;
    this.membership = membership;
    this.teller = Thread.ofVirtual().name("announcer").start(this::tell);
  }

  /** How the bus knows it. */
  public Group group() {
    return new AnnouncerGroup();
  }

  @Override
  public boolean isHandling(Event event) {
    return event instanceof MailboxEvent;
  }

  @Override
  public void event(Event event) {
    if (membership.alone()
        || !(event instanceof MailboxEvent change)
        || !(change.getMailboxId() instanceof StoreMailboxId mailbox)) {
      return;
    }
    add(News.of(mailbox));
    add(News.owner(change.getMailboxPath().getUser()));
    if (change instanceof MailboxACLUpdated || change instanceof MailboxDeletion) {
      add(News.rights(mailbox.account()));
    }
  }

  private synchronized void add(String word) {
    if (words.size() >= MOST) {
      words.clear();
      words.add(News.ANYTHING);
    }
    words.add(word);
    notifyAll();
  }

  private void tell() {
    boolean away = false;
    try {
      while (await()) {
        Thread.sleep(TOGETHER);
        List<String> now = take();
        try {
          send(News.texts(membership.ours().id(), now));
          away = false;
        } catch (StoreException e) {
          if (!away) {
            LOG.warn("other nodes hear later of what happens here: {}", e.getMessage());
          }
          away = true;
          now.forEach(this::add);
          Thread.sleep(REST);
        } catch (RuntimeException e) { // must not end the thread
          LOG.error("other nodes do not hear of what happened here", e);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized boolean await() throws InterruptedException {
    while (open && words.isEmpty()) {
      wait();
    }
    return open;
  }

  private synchronized List<String> take() {
    List<String> taken = List.copyOf(words);
    words.clear();
    return taken;
  }

  private void send(List<String> texts) {
    database.transaction("telling other nodes", on -> send(on, texts));
  }

  /** Sends texts, whoever hears them. */
  static int send(Connection connection, List<String> texts) throws SQLException {
    try (PreparedStatement noWait = connection.prepareStatement(NO_WAIT);
        PreparedStatement tell = connection.prepareStatement(TELL)) {
      noWait.execute();
      tell.setArray(1, connection.createArrayOf("text", texts.toArray()));
      tell.execute();
      return texts.size();
    }
  }

  /** Stops; what was not told yet is not told. */
  @Override
  public void close() {
    synchronized (this) {
      open = false;
      notifyAll();
    }
    try {
      teller.join(REST.multipliedBy(4));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
