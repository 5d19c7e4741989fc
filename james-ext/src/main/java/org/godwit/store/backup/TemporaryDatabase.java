package org.godwit.store.backup;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import org.godwit.store.DatabaseSettings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A database beside the administrator's, on the same server, for as long as a proof takes. */
public final class TemporaryDatabase implements ProofPlace {
  private static final Logger LOG = LoggerFactory.getLogger(TemporaryDatabase.class);
  private static final String MAY =
      "SELECT 1 FROM pg_roles WHERE rolname = current_user AND (rolcreatedb OR rolsuper)";

  private final DatabaseSettings beside;

  /** Makes nothing yet. */
  public TemporaryDatabase(DatabaseSettings beside) {
    this.beside = beside;
  }

  @Override
  public Scratch open(long bytes) throws NoPlace {
    byte[] random = new byte[8];
    ThreadLocalRandom.current().nextBytes(random);
    String name = "godwit_proof_" + HexFormat.of().formatHex(random);
    try (Connection on = Connections.open(beside, "godwit-proof")) {
      if (Catalog.rows(on, MAY).isEmpty()) {
        throw new NoPlace(
            "%s may not make a database to try it in: ALTER ROLE %s CREATEDB"
                .formatted(beside.user(), beside.user()));
      }
      execute(on, "CREATE DATABASE " + name);
    } catch (SQLException e) {
      throw new NoPlace("no database can be made to try it in: " + Connections.reason(e), e);
    }
    return new Made(name);
  }

  private static void execute(Connection on, String sql) throws SQLException {
    try (Statement statement = on.createStatement()) {
      statement.execute(sql);
    }
  }

  private final class Made implements Scratch {
    private final String name;

    Made(String name) {
      this.name = name;
    }

    @Override
    public DatabaseSettings database() {
      String url =
          beside
              .url()
              .replaceFirst("(//[^/?]+)/[^?]*", "$1/" + name)
              .replaceFirst("currentSchema=[^&]*&?", ""); // there is none but the first
      return new DatabaseSettings(url, beside.user(), beside.password(), 3);
    }

    @Override
    public void close() {
      try (Connection on = Connections.open(beside, "godwit-proof")) {
        execute(on, "DROP DATABASE IF EXISTS " + name + " WITH (FORCE)");
      } catch (SQLException e) {
        LOG.warn(
            "the database {} was to be dropped, and is of no use: {}", name, Connections.reason(e));
      }
    }
  }
}
