package org.godwit.imap;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.godwit.store.Database;
import org.godwit.store.PostgresExtension;
import org.godwit.store.mailbox.StoreInvariants;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A phone that comes back knows, by what QRESYNC tells it (RFC 7162 §3.2.5), exactly what the desk
 * has done meanwhile, whatever that was.
 */
@ExtendWith({PostgresExtension.class, StoreInvariants.class})
class QresyncHistoryTest {
  private static final String MESSAGE = "Subject: x\r\n\r\nhello\r\n";
  private static final Pattern FETCHED = Pattern.compile("FLAGS \\(([^)]*)\\)");
  private static final Pattern UID = Pattern.compile("UID (\\d+)");
  private static final Pattern VANISHED = Pattern.compile("\\* VANISHED \\(EARLIER\\) (\\S+)");
  private static final int ROUNDS = 12;

  private Database database;
  private ImapFixture imap;
  private Wire desk;
  private int keywords;
  private long everUsed; // the highest UID so far

  @BeforeEach
  void start(Database theirs) throws Exception {
    database = theirs;
    imap = new ImapFixture(theirs);
    desk = imap.login("alice");
  }

  @AfterEach
  void stop() throws IOException {
    desk.close();
    imap.close();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void aPhoneThatComesBackKnowsAll(long seed) throws IOException {
    comesBack(new Random(seed), false);
  }

  @ParameterizedTest
  @ValueSource(longs = {4, 5})
  void itKnowsAllWhenTheLogNoLongerReachesBack(long seed) throws IOException {
    comesBack(new Random(seed), true);
  }

  private void comesBack(Random random, boolean purged) throws IOException {
    desk.append("INBOX", MESSAGE);
    everUsed = 1;
    Wire.Reply open = desk.ok("SELECT INBOX");
    long validity = open.code("UIDVALIDITY");
    long known = open.code("HIGHESTMODSEQ");
    Map<Long, String> phone = state();
    for (int round = 0; round < ROUNDS; round++) {
      boolean changed = false;
      for (int i = random.nextInt(6); i > 0; i--) {
        changed |= change(random);
      }
      if (purged && random.nextBoolean()) {
        purge();
      }
      known = resync(phone, validity, known, changed);
    }
  }

  /** Something that the desk does; whether it changes anything. */
  private boolean change(Random random) throws IOException {
    List<Long> uids = List.copyOf(state().keySet());
    int what = random.nextInt(uids.isEmpty() ? 2 : 7);
    long uid = uids.isEmpty() ? 0 : uids.get(random.nextInt(uids.size()));
    switch (what) {
      case 0, 1 -> {
        desk.append("INBOX", MESSAGE);
        everUsed++;
      }
      case 2 -> desk.ok("UID STORE " + uid + " FLAGS (key" + ++keywords + ")");
      case 3 -> {
        desk.ok("UID STORE " + uid + ":* +FLAGS.SILENT (\\Deleted)");
        desk.ok("EXPUNGE");
      }
      case 4 -> desk.ok("UID MOVE " + uid + " Trash");
      case 5 -> {
        desk.ok("UID COPY " + uid + " INBOX");
        everUsed++;
      }
      default -> {
        desk.ok("UID FETCH 1:* (FLAGS BODY.PEEK[])");
        return false;
      }
    }
    return true;
  }

  /** As the purge does when the time of expunged messages is over. */
  private void purge() {
    database.transaction(
        "purging",
        on -> {
          on.createStatement().execute("UPDATE account SET purged_modseq = modseq");
          return on.createStatement().executeUpdate("DELETE FROM expunged_message");
        });
  }

  private Map<Long, String> state() throws IOException {
    Map<Long, String> state = new TreeMap<>();
    desk.ok("UID FETCH 1:* FLAGS").untagged().forEach(line -> put(line, state));
    return state;
  }

  private static void put(String line, Map<Long, String> state) {
    Matcher flags = FETCHED.matcher(line);
    Matcher uid = UID.matcher(line);
    if (line.contains(" FETCH ") && flags.find() && uid.find()) {
      TreeSet<String> sorted = new TreeSet<>(List.of(flags.group(1).split(" ", -1)));
      sorted.remove("\\Recent");
      state.put(Long.valueOf(uid.group(1)), String.join(" ", sorted).strip());
    }
  }

  private long resync(Map<Long, String> phone, long validity, long known, boolean changed)
      throws IOException {
    Map<Long, String> now = state();
    try (Wire wire = imap.login("alice")) {
      wire.ok("ENABLE QRESYNC");
      Wire.Reply open = wire.ok("SELECT INBOX (QRESYNC (" + validity + " " + known + "))");
      for (String line : open.untagged()) {
        Matcher vanished = VANISHED.matcher(line);
        if (vanished.matches()) {
          for (long uid : uids(vanished.group(1))) {
            assertThat(uid).as("a UID that was").isBetween(1L, everUsed);
            assertThat(now).as("not a UID that is").doesNotContainKey(uid);
            phone.remove(uid);
          }
        }
        put(line, phone);
      }
      assertThat(phone).isEqualTo(now);
      long highest = open.code("HIGHESTMODSEQ");
      assertThat(highest > known).as("the number moves by changes alone").isEqualTo(changed);
      return highest;
    }
  }

  private static List<Long> uids(String set) {
    List<Long> uids = new ArrayList<>();
    for (String range : set.split(",", -1)) {
      String[] ends = range.split(":", -1);
      long last = Long.parseLong(ends[ends.length - 1]);
      for (long uid = Long.parseLong(ends[0]); uid <= last; uid++) {
        uids.add(uid);
      }
    }
    return uids;
  }
}
