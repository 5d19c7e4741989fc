package org.godwit.store.admin;

import java.net.InetAddress;
import java.security.SecureRandom;
import java.sql.Array;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import javax.inject.Inject;
import javax.inject.Singleton;
import org.apache.james.core.Domain;
import org.apache.james.core.Username;
import org.godwit.store.Database;
import org.godwit.store.LinkSecret;

/**
 * What programs show to administer with some of a person's rights. Only the hash is kept. Safe for
 * many threads; one call, one statement.
 */
@Singleton
public final class AdminTokens {

  /** Before every token, so that whoever finds one knows what it is. */
  public static final String PREFIX = "godwit-admin-";

  /** Of tokens of one person. */
  private static final int MOST = 50;

  /**
   * What a token is to be.
   *
   * @param grants of the owner's; what the owner loses the token loses
   */
  public record Wish(Username owner, String label, Set<Grant> grants, Instant expires) {}

  /** One that was made; nobody can show its text again. */
  public record Made(UUID id, String text) {}

  /** One that there is. */
  public record Token(
      UUID id,
      Username owner,
      String label,
      Set<Grant> grants,
      Instant created,
      Instant expires,
      Optional<Instant> lastUsed,
      Optional<String> lastUsedFrom) {}

  private static final String INSERT =
      """
      INSERT INTO admin_token (owner, label, hash, grants, expires_at)
      SELECT name, ?, ?, ?, ? FROM person
       WHERE name = ? AND (SELECT count(*) FROM admin_token t WHERE t.owner = person.name) < ?
      RETURNING token_id
      """;

  private static final String COLUMNS =
      """
      token_id, owner, label, grants, created_at, expires_at, last_used_at, host(last_used_from)
      """;

  private static final String USE =
      """
      UPDATE admin_token t SET last_used_at = now(), last_used_from = ?::inet
       WHERE hash = ? AND expires_at > now()
         AND EXISTS (SELECT 1 FROM person p WHERE p.name = t.owner AND NOT p.suspended)
      RETURNING %s
      """
          .formatted(COLUMNS);

  private final Database database;
  private final SecureRandom random = new SecureRandom();

  @Inject
  public AdminTokens(Database database) {
    this.database = database;
  }

  /** Makes one; empty when there is no such person, or they have too many. */
  public Optional<Made> create(Wish wish) {
    String text = PREFIX + LinkSecret.made(random);
    return database.run(
        "making a token",
        on -> {
          try (PreparedStatement insert = on.prepareStatement(INSERT)) {
            insert.setString(1, wish.label());
            insert.setBytes(2, LinkSecret.hash(text));
            insert.setArray(
                3,
                on.createArrayOf(
                    "text", wish.grants().stream().map(AdminTokens::text).toArray(String[]::new)));
            insert.setTimestamp(4, Timestamp.from(wish.expires()));
            insert.setString(5, wish.owner().asString());
            insert.setInt(6, MOST);
            try (ResultSet row = insert.executeQuery()) {
              return row.next()
                  ? Optional.of(new Made(row.getObject(1, UUID.class), text))
                  : Optional.empty();
            }
          }
        });
  }

  /** The token that this is the text of, if it counts; notes that it was used. */
  public Optional<Token> use(String text, InetAddress from) {
    if (!text.startsWith(PREFIX)) {
      return Optional.empty();
    }
    return database.run(
        "looking for a token",
        on -> {
          try (PreparedStatement update = on.prepareStatement(USE)) {
            update.setString(1, from.getHostAddress().replaceFirst("%.*", ""));
            update.setBytes(2, LinkSecret.hash(text));
            return read(update).stream().findFirst();
          }
        });
  }

  /** Those of one person, or all; the newest first. */
  public List<Token> list(Optional<Username> owner) {
    return database.run(
        "listing tokens",
        on -> {
          try (PreparedStatement select =
              on.prepareStatement(
                  "SELECT "
                      + COLUMNS
                      + " FROM admin_token WHERE ?::text IS NULL OR owner = ?"
                      + " ORDER BY created_at DESC")) {
            select.setString(1, owner.map(Username::asString).orElse(null));
            select.setString(2, owner.map(Username::asString).orElse(null));
            return read(select);
          }
        });
  }

  /** Takes one back, of one person or of anybody; false when there is none. */
  public boolean revoke(UUID id, Optional<Username> owner) {
    return database.run(
        "taking a token back",
        on -> {
          try (PreparedStatement delete =
              on.prepareStatement(
                  "DELETE FROM admin_token"
                      + " WHERE token_id = ? AND (?::text IS NULL OR owner = ?)")) {
            delete.setObject(1, id);
            delete.setString(2, owner.map(Username::asString).orElse(null));
            delete.setString(3, owner.map(Username::asString).orElse(null));
            return delete.executeUpdate() == 1;
          }
        });
  }

  private static List<Token> read(PreparedStatement statement) throws SQLException {
    List<Token> tokens = new ArrayList<>();
    try (ResultSet row = statement.executeQuery()) {
      while (row.next()) {
        tokens.add(
            new Token(
                row.getObject(1, UUID.class),
                Username.of(row.getString(2)),
                row.getString(3),
                grants(row.getArray(4)),
                row.getTimestamp(5).toInstant(),
                row.getTimestamp(6).toInstant(),
                Optional.ofNullable(row.getTimestamp(7)).map(Timestamp::toInstant),
                Optional.ofNullable(row.getString(8))));
      }
    }
    return tokens;
  }

  private static String text(Grant grant) {
    return grant.role().name() + grant.domain().map(domain -> "@" + domain.asString()).orElse("");
  }

  private static Set<Grant> grants(Array texts) throws SQLException {
    Set<Grant> grants = new LinkedHashSet<>();
    Stream.of((String[]) texts.getArray())
        .map(text -> text.split("@", 2))
        .map(
            parts ->
                new Grant(
                    Role.valueOf(parts[0]),
                    parts.length == 1 ? Optional.empty() : Optional.of(Domain.of(parts[1]))))
        .forEach(grants::add);
    return grants;
  }
}
