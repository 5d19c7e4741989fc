package org.godwit.store.backup;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * What a backup holds; the last entry of its file.
 *
 * @param format {@link #FORMAT}; a newer one is refused
 * @param godwit the version that made it
 * @param schema the newest migration of the database
 * @param migrations all of them
 * @param taken when, as in ISO 8601
 * @param place in the log of the primary, as PostgreSQL writes it
 * @param source {@code primary} or {@code replica}
 * @param postgres the version of the server
 * @param tables in an order in which no row refers to a later table
 * @param sequences and where they are
 * @param files of the data directory
 */
public record Manifest(
    int format,
    String godwit,
    String schema,
    List<Migration> migrations,
    String taken,
    String place,
    String source,
    String postgres,
    List<Table> tables,
    List<Sequence> sequences,
    List<Kept> files) {

  /** What this program writes. */
  static final int FORMAT = 1;

  /** Far more than any manifest of ours: what is larger is none. */
  static final int MOST_BYTES = 16 * 1024 * 1024;

  private static final ObjectMapper JSON = new ObjectMapper();

  public Manifest {
    migrations = List.copyOf(migrations);
    tables = List.copyOf(tables);
    sequences = List.copyOf(sequences);
    files = List.copyOf(files);
  }

  /**
   * A migration that the database has seen.
   *
   * @param checksum Flyway's
   */
  public record Migration(String version, int checksum) {}

  /**
   * A table.
   *
   * @param rows how many
   * @param bytes of all rows, as COPY tells them
   * @param content {@link RowSum} of all rows, in hexadecimal
   */
  public record Table(String name, List<String> columns, long rows, long bytes, String content) {
    public Table {
      columns = List.copyOf(columns);
    }

    /** The same, as if it had these columns. */
    Table with(List<String> others) {
      return new Table(name, others, rows, bytes, content);
    }
  }

  /** A sequence, as PostgreSQL keeps it. */
  public record Sequence(String name, long last, boolean called) {}

  /**
   * A file of the data directory.
   *
   * @param path below it
   * @param sha256 in hexadecimal
   */
  public record Kept(String path, long bytes, String sha256) {}

  /** All rows. */
  public long rows() {
    return tables.stream().mapToLong(Table::rows).sum();
  }

  /** All bytes of all rows. */
  public long bytes() {
    return tables.stream().mapToLong(Table::bytes).sum();
  }

  /** The table of that name. */
  Optional<Table> table(String name) {
    return tables.stream().filter(table -> table.name().equals(name)).findFirst();
  }

  /** SHA-256 of itself as it is written: which backup it is. */
  public String mark() {
    return RowSum.hex(RowSum.sha256().digest(toJson()));
  }

  byte[] toJson() {
    try {
      return JSON.writerWithDefaultPrettyPrinter()
          .writeValueAsBytes(JSON.valueToTree(this)); // as a tree it has no methods
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Reads what {@link #toJson} wrote.
   *
   * @throws BackupProblem when a newer Godwit has written it, or nobody
   */
  static Manifest of(byte[] json) throws BackupProblem {
    try {
      JsonNode tree = JSON.readTree(json);
      int format = tree.path("format").asInt();
      if (format > FORMAT) {
        throw new BackupProblem(
            "a newer Godwit (%s) has written it; restore it with that version or a newer one"
                .formatted(tree.path("godwit").asText("unknown")));
      }
      return JSON.treeToValue(tree, Manifest.class);
    } catch (IOException | RuntimeException e) {
      throw new BackupProblem("its manifest cannot be read", e);
    }
  }
}
