package org.godwit.cluster.site;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.godwit.store.DatabaseSettings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This site's part of the cluster, running: etcd, and Patroni with PostgreSQL where mail is kept.
 * Closing it hands the primary over to another site when it was here. Safe for many threads.
 */
public final class Site implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Site.class);
  private static final ObjectMapper JSON = new ObjectMapper();

  private static final long LOOK_SECONDS = 1;
  private static final int LOOKS_BETWEEN_LINES = 10;
  private static final Duration PATRONI_STOPS_IN = Duration.ofSeconds(11);
  private static final Duration ETCD_STOPS_IN = Duration.ofSeconds(3);

  private final SiteSettings settings;
  private final Binding binding;
  private final SiteDatabase database;
  private final PatroniFile file;
  private final Patroni patroni;
  private final Etcd etcd;
  private final SitePlace place;
  private final Deque<AutoCloseable> parts = new ArrayDeque<>();

  private Site(
      SiteSettings settings,
      Binding binding,
      SiteDatabase database,
      PatroniFile file,
      Patroni patroni,
      Etcd etcd,
      SitePlace place) {
    this.settings = settings;
    this.binding = binding;
    this.database = database;
    this.file = file;
    this.patroni = patroni;
    this.etcd = etcd;
    this.place = place;
  }

  /**
   * Starts the programs and returns; {@link #await} says when there is a database.
   *
   * @param directory the site's own; made when missing
   * @param programs a folder with PostgreSQL's; empty takes those of the machine
   * @throws SiteProblem with a line for the admin; nothing is left running
   */
  public static Site start(SiteSettings settings, Path directory, Optional<Path> programs)
      throws SiteProblem {
    try {
      SiteFiles files = SiteFiles.in(directory);
      SiteIdentity identity =
          SiteAuthority.of(settings.token()).identity(settings.name(), settings.self().bareHost());
      identity.write(files);
      Binding binding = Binding.of(settings.self());
      PatroniFile file = new PatroniFile(settings, files.place(), binding);
      SiteHttp http = new SiteHttp(identity, PatroniFile.REST_USER, file.password("patroni"));
      Site site =
          new Site(
              settings,
              binding,
              new SiteDatabase(settings, files.place(), binding),
              file,
              new Patroni(http),
              new Etcd(http),
              files.place());
      site.parts.push(files);
      try {
        site.startAll(files, programs);
        return site;
      } catch (IOException | SiteProblem e) {
        site.close();
        throw e;
      }
    } catch (IOException e) {
      throw new SiteProblem(
          "the site " + settings.name() + " cannot be started: " + e.getMessage(), e);
    }
  }

  private void startAll(SiteFiles files, Optional<Path> programs) throws IOException, SiteProblem {
    EtcdStart etcdStart = new EtcdStart(settings, files, binding, etcd, SitePrograms.etcd());
    if (settings.self().witness()) {
      parts.push(etcd(etcdStart));
      return;
    }
    Path patroniProgram = SitePrograms.patroni();
    Path postgres = SitePrograms.postgres(programs);
    files.write(place.patroni(), file.text(postgres, SitePrograms.version(files.user(), postgres)));
    parts.push(etcd(etcdStart));
    files.write(place.patroniLock(), lock());
    List<String> words = new ArrayList<>(SitePrograms.python(patroniProgram));
    words.addAll(List.of(place.patroniLock().toString(), place.patroni().toString()));
    List<String> command = files.user().bound(words);
    parts.push(
        Child.start(
            "patroni",
            () -> command,
            Map.of(
                "HOME",
                place.run().toString(),
                "TMPDIR",
                place.run().toString(),
                "PYTHONPYCACHEPREFIX",
                place.run().resolve("python").toString()),
            ChildLog.patroni(),
            PATRONI_STOPS_IN));
    parts.push(new Lead(settings, etcd, patroni, binding.local()).begin());
  }

  /** See what it says of itself. */
  private static byte[] lock() throws IOException {
    try (InputStream program = Site.class.getResourceAsStream("patroni-lock.py")) {
      return program.readAllBytes();
    }
  }

  private static Child etcd(EtcdStart start) {
    return Child.start("etcd", start::command, Map.of(), ChildLog.etcd(), ETCD_STOPS_IN);
  }

  /** Whether we only vote: then there is no database here, and no mail server. */
  public boolean isWitness() {
    return settings.self().witness();
  }

  /**
   * Where the database is.
   *
   * @param primary all sites; the driver finds the primary among them
   * @param replica our own, which mostly has everything that the primary has
   */
  public record Reached(DatabaseSettings primary, DatabaseSettings replica) {}

  /**
   * Waits until there is a primary that takes what we write.
   *
   * @param stopping asked each second; when it says so, nothing is awaited any more
   */
  public Optional<Reached> await(int connections, BooleanSupplier stopping)
      throws InterruptedException {
    for (int look = 0; !stopping.getAsBoolean(); look++) {
      try {
        database.prepare();
        shareSettings();
        undrain();
        return Optional.of(
            new Reached(database.primary(connections), database.replica(connections)));
      } catch (SQLException | IOException e) {
        if (look % LOOKS_BETWEEN_LINES == LOOKS_BETWEEN_LINES - 1) {
          LOG.warn("waiting for the other sites, no primary takes mail yet: {}", e.getMessage());
        }
        TimeUnit.SECONDS.sleep(LOOK_SECONDS);
      }
    }
    return Optional.empty();
  }

  /** The primary for whoever fills it, once it is there: no answer of it is too late. */
  public DatabaseSettings filling() {
    return database.filling();
  }

  /** What we were told at this start holds from now on, in all sites. */
  private void shareSettings() throws IOException {
    JsonNode now = patroni.shared(binding.local());
    JsonNode wanted = JSON.valueToTree(file.shared());
    if (!covers(now, wanted)) {
      LOG.info("changing the settings of the cluster: durability {}", settings.durability());
      patroni.share(binding.local(), file.shared());
    }
  }

  private void undrain() throws IOException {
    if (patroni.drained(binding.local()).contains(settings.name())) {
      LOG.info("this site is drained no more");
      patroni.undrain(binding.local(), settings.name());
    }
  }

  private static boolean covers(JsonNode whole, JsonNode part) {
    if (!part.isObject()) {
      return whole.asText().equals(part.asText());
    }
    var fields = part.properties().iterator();
    while (fields.hasNext()) {
      var field = fields.next();
      if (!covers(whole.path(field.getKey()), field.getValue())) {
        return false;
      }
    }
    return true;
  }

  /** What does not work here now, each a line for the admin. */
  public List<String> problems() {
    try {
      if (drained().contains(settings.name())) {
        return List.of("this site is drained; a start ends that, or godwit cluster undrain");
      }
      return etcd.status(binding.local()).isLed()
          ? List.of()
          : List.of("this site does not reach a majority of the sites");
    } catch (IOException e) {
      return List.of("the etcd of this site does not answer");
    }
  }

  /** Sites that take no new work; none when nobody says so. */
  public Set<String> drained() {
    if (isWitness()) {
      return Set.of();
    }
    try {
      return patroni.drained(binding.local());
    } catch (IOException e) {
      LOG.debug("the Patroni of this site does not answer", e);
      return Set.of();
    }
  }

  /** Stops PostgreSQL, then etcd. */
  @Override
  public synchronized void close() {
    while (!parts.isEmpty()) {
      try {
        parts.pop().close();
      } catch (Exception e) { // the others must still stop
        LOG.warn("a part of the site did not stop cleanly", e);
      }
    }
  }
}
