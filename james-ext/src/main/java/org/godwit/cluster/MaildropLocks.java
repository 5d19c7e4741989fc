package org.godwit.cluster;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.james.core.Username;
import org.godwit.store.Database;
import org.godwit.store.StoreException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whose maildrop is open, on whichever node (RFC 1939, section 8). A node alone keeps it in memory;
 * with others there a lock is a row, which is void when its node is silent. Safe for many threads.
 */
public final class MaildropLocks {
  private static final Logger LOG = LoggerFactory.getLogger(MaildropLocks.class);

  private static final String TAKE =
      """
      INSERT INTO open_maildrop AS o (owner, node) VALUES (?, ?)
      ON CONFLICT (owner) DO UPDATE SET node = excluded.node, opened_at = now()
       WHERE o.node = excluded.node
          OR NOT EXISTS (SELECT 1 FROM cluster_node n
                          WHERE n.node = o.node AND n.seen_at > now() - ?::interval)
      RETURNING true
      """;

  private static final String RELEASE = "DELETE FROM open_maildrop WHERE owner = ? AND node = ?";

  private final Database database;
  private final Membership membership;
  private final Set<Username> open = ConcurrentHashMap.newKeySet();

  /** The locks of a node. */
  public MaildropLocks(Database database, Membership membership) {
    this.database = database;
    this.membership = membership;
    membership.onJoin(this::tellAll);
  }

  /**
   * Takes somebody's, unless another conversation has it. One statement when there are others.
   *
   * @throws org.godwit.store.StoreUnavailable when nobody can say
   */
  public boolean take(Username owner) {
    if (!open.add(owner)) {
      return false;
    }
    boolean ours = false;
    try {
      ours = membership.alone() || database.run("locking a maildrop", on -> take(on, owner));
    } finally {
      if (!ours) {
        open.remove(owner);
      }
    }
    return ours;
  }

  private boolean take(Connection connection, Username owner) throws SQLException {
    try (PreparedStatement insert = connection.prepareStatement(TAKE)) {
      insert.setString(1, owner.asString());
      insert.setObject(2, membership.ours().id());
      insert.setString(3, Membership.SILENCE.toString());
      try (ResultSet row = insert.executeQuery()) {
        return row.next();
      }
    }
  }

  /** Gives it back. */
  public void release(Username owner) {
    if (!open.remove(owner) || membership.alone()) {
      return;
    }
    try {
      database.run(
          "unlocking a maildrop",
          connection -> {
            try (PreparedStatement delete = connection.prepareStatement(RELEASE)) {
              delete.setString(1, owner.asString());
              delete.setObject(2, membership.ours().id());
              return delete.executeUpdate();
            }
          });
    } catch (StoreException e) {
      LOG.warn("a maildrop stays locked for other nodes: {}", e.getMessage());
    }
  }

  /** A node has come that knows nothing of those that are open here. */
  private void tellAll() {
    for (Username owner : open) {
      if (!database.run("locking a maildrop", on -> take(on, owner))) {
        LOG.warn("a maildrop is open on two nodes");
      }
    }
  }
}
