package org.godwit.store.backup;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.godwit.store.Database;
import org.godwit.store.StoreException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A backup from its begin to its end: made, proved, and older ones removed. */
public final class BackupRound {
  private static final Logger LOG = LoggerFactory.getLogger(BackupRound.class);

  private final BackupSettings settings;
  private final Maker who;
  private final BackupMaker maker;
  private final Proof proof;
  private final BackupBook book;
  private final InstantSource clock;

  /**
   * Who makes it.
   *
   * @param host whose disk it is on
   * @param godwit our version
   */
  public record Maker(String host, String godwit) {}

  /**
   * Does nothing yet.
   *
   * @param data the data directory
   * @param places where it can be proved; the first that is there is used
   */
  public BackupRound(
      Database database,
      BackupSettings settings,
      Path data,
      Maker who,
      List<ProofPlace> places,
      InstantSource clock) {
    this.settings = settings;
    this.who = who;
    this.maker = new BackupMaker(database, settings, data, who.godwit(), clock);
    this.proof = new Proof(places);
    this.book = new BackupBook(database);
    this.clock = clock;
  }

  /**
   * Makes one. The caller sees to it that it is alone.
   *
   * @return what became of it
   */
  public BackupEntry run() {
    Instant begun = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    try {
      BackupMaker.Made made = maker.make();
      LOG.info(
          "made the backup {}: {} rows, {} bytes, from the {}",
          made.file(),
          made.manifest().rows(),
          made.bytes(),
          made.manifest().source());
      BackupEntry entry = proved(made, begun);
      removeOld(entry);
      return entry;
    } catch (BackupProblem e) {
      LOG.error("there is no backup: {}", e.getMessage());
      return BackupEntry.failed(who.host(), e.getMessage(), begun);
    }
  }

  private BackupEntry proved(BackupMaker.Made made, Instant begun) throws BackupProblem {
    try {
      proof.prove(new BackupFile(made.file(), settings.words()), made.manifest().mark());
      LOG.info("the backup {} is proved", made.file());
      return BackupEntry.made(who.host(), made, Outcome.PROVED, "", begun);
    } catch (ProofPlace.NoPlace e) {
      LOG.warn("the backup {} is not proved: {}", made.file(), e.getMessage());
      return BackupEntry.made(who.host(), made, Outcome.UNPROVED, e.getMessage(), begun);
    } catch (BackupProblem e) {
      LOG.error("the backup {} is of no use: {}", made.file(), e.getMessage());
      return BackupEntry.made(who.host(), made, Outcome.WRONG, e.getMessage(), begun);
    }
  }

  /** The newest that was proved stays, however old it is. */
  private void removeOld(BackupEntry newest) {
    try {
      Set<String> stay = new HashSet<>();
      Optional<BackupEntry> proved =
          newest.outcome() == Outcome.PROVED ? Optional.of(newest) : book.standing().proved();
      proved.flatMap(BackupEntry::file).ifPresent(file -> stay.add(file.getFileName().toString()));
      for (Path gone : BackupShelf.prune(settings.directory(), settings.keep(), stay)) {
        LOG.info("removed the backup {}: newer ones are there", gone);
      }
    } catch (IOException | StoreException e) {
      LOG.warn("old backups stay for now: {}", e.getMessage());
    }
  }
}
