package org.godwit.store.admin;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.inject.Inject;
import javax.inject.Singleton;
import org.apache.james.core.Domain;
import org.apache.james.core.Username;
import org.godwit.store.Database;

/** Who may administer what. Safe for many threads; a call is one statement, or two. */
@Singleton
public final class AdminRoles {

  /** Somebody and one of their grants. */
  public record Granted(Username owner, Grant grant) {}

  private static final String ALL =
      """
      SELECT owner, role, domain FROM (
        SELECT name AS owner, 'SUPERADMIN' AS role, '' AS domain FROM person WHERE admin
        UNION ALL
        SELECT owner, role, domain FROM admin_grant) AS granted
      """;

  private static final String PRESENT =
      " WHERE owner NOT IN (SELECT name FROM person WHERE deleted_at IS NOT NULL)";

  private static final String GRANT =
      """
      INSERT INTO admin_grant (owner, role, domain) SELECT name, ?, ? FROM person WHERE name = ?
      ON CONFLICT (owner, role, domain) DO UPDATE SET role = EXCLUDED.role
      """;

  private static final String REVOKE =
      "DELETE FROM admin_grant WHERE role = ? AND domain = ? AND owner = ?";

  /** The lock keeps two superadmins from taking it from each other at the same moment. */
  private static final String OTHERS =
      "SELECT name FROM person WHERE admin AND NOT suspended AND name <> ? FOR UPDATE";

  private final Database database;

  @Inject
  public AdminRoles(Database database) {
    this.database = database;
  }

  /** What somebody may administer; nothing for whoever is suspended or not there. */
  public Set<Grant> of(Username owner) {
    return grants(
        "reading what somebody may administer",
        " WHERE owner = (SELECT name FROM person WHERE name = ? AND NOT suspended)",
        owner);
  }

  /** What somebody may administer, or could if they were not suspended or deleted. */
  public Set<Grant> evenSuspended(Username owner) {
    return grants("reading what somebody could administer", " WHERE owner = ?", owner);
  }

  private Set<Grant> grants(String doing, String whose, Username owner) {
    return database.run(
        doing,
        on -> {
          try (PreparedStatement select = on.prepareStatement(ALL + whose)) {
            select.setString(1, owner.asString());
            Set<Grant> grants = new LinkedHashSet<>();
            read(select).forEach(each -> grants.add(each.grant()));
            return grants;
          }
        });
  }

  /** All there is, by name, but for deleted people. */
  public List<Granted> all() {
    return database.run(
        "listing who may administer",
        on -> {
          try (PreparedStatement select =
              on.prepareStatement(ALL + PRESENT + " ORDER BY owner, role, domain")) {
            return read(select);
          }
        });
  }

  private static List<Granted> read(PreparedStatement select) throws SQLException {
    List<Granted> all = new ArrayList<>();
    try (ResultSet row = select.executeQuery()) {
      while (row.next()) {
        String domain = row.getString("domain");
        all.add(
            new Granted(
                Username.of(row.getString("owner")),
                new Grant(
                    Role.valueOf(row.getString("role")),
                    domain.isEmpty() ? Optional.empty() : Optional.of(Domain.of(domain)))));
      }
    }
    return all;
  }

  /**
   * Grants something; what is granted already stays so.
   *
   * @return false when there is no such person
   */
  public boolean grant(Username owner, Grant grant) {
    return database.run(
        "granting a role",
        on ->
            grant.role() == Role.SUPERADMIN
                ? admin(on, owner, true)
                : change(on, GRANT, owner, grant));
  }

  /** What became of taking a grant back. */
  public enum Revoked {
    DONE,
    WAS_NOT_GRANTED,
    /** Nobody would be left who may do everything. */
    IS_THE_LAST
  }

  /** Takes something back. */
  public Revoked revoke(Username owner, Grant grant) {
    return database.transaction(
        "taking a role back",
        on -> {
          if (grant.role() != Role.SUPERADMIN) {
            return change(on, REVOKE, owner, grant) ? Revoked.DONE : Revoked.WAS_NOT_GRANTED;
          }
          if (!others(on, owner)) {
            return Revoked.IS_THE_LAST;
          }
          return admin(on, owner, false) ? Revoked.DONE : Revoked.WAS_NOT_GRANTED;
        });
  }

  /** Takes back whatever counts in a domain, which may belong to others when it comes again. */
  public void forget(Domain domain) {
    database.run(
        "taking back the roles of a domain",
        on -> {
          try (PreparedStatement delete =
              on.prepareStatement("DELETE FROM admin_grant WHERE domain = ?")) {
            delete.setString(1, domain.asString());
            return delete.executeUpdate();
          }
        });
  }

  private static boolean others(Connection on, Username owner) throws SQLException {
    try (PreparedStatement select = on.prepareStatement(OTHERS)) {
      select.setString(1, owner.asString());
      try (ResultSet row = select.executeQuery()) {
        return row.next();
      }
    }
  }

  private static boolean admin(Connection on, Username owner, boolean admin) throws SQLException {
    try (PreparedStatement update =
        on.prepareStatement("UPDATE person SET admin = ? WHERE name = ?")) {
      update.setBoolean(1, admin);
      update.setString(2, owner.asString());
      return update.executeUpdate() == 1;
    }
  }

  private static boolean change(Connection on, String sql, Username owner, Grant grant)
      throws SQLException {
    try (PreparedStatement change = on.prepareStatement(sql)) {
      change.setString(1, grant.role().name());
      change.setString(2, grant.domain().map(Domain::asString).orElse(""));
      change.setString(3, owner.asString());
      return change.executeUpdate() == 1;
    }
  }
}
