package org.godwit.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.godwit.store.DatabaseSettings;

/** Two whole mail servers on one database, with the same people. Closed by whoever made them. */
final class TwoServers implements AutoCloseable {
  private final Path directory;
  private final MailServer first;
  private final MailServer second;
  private final OneServer here;

  /** Starts both. */
  TwoServers(String name) throws StartProblem {
    this(OneServer.database(name));
  }

  /** On a database that is there. */
  TwoServers(DatabaseSettings database) throws StartProblem {
    try {
      directory = Files.createTempDirectory("godwit-test-nodes");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    first = MailServer.start(OneServer.settings(directory.resolve("1"), database));
    try {
      second = MailServer.start(OneServer.settings(directory.resolve("2"), database));
    } catch (StartProblem e) {
      first.close();
      throw e;
    }
    here = OneServer.over(first);
  }

  OneServer here() {
    return here;
  }

  /** The other one. Ask {@link #here} for people first: it makes them. */
  OneServer there() {
    return here.at(second);
  }

  @Override
  public void close() {
    second.close();
    first.close();
    OneServer.remove(directory);
  }
}
