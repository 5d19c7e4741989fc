package org.godwit.faults;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.godwit.command.GodwitProcess;
import org.godwit.faults.Ledger.Fate;
import org.godwit.server.ImapTalk;
import org.godwit.server.LineTalk;

/**
 * People who send, append, move and expunge as fast as they can, and write down what they were
 * promised. When the server hangs up they come again, until they are told to stop.
 */
final class Load implements AutoCloseable {

  private static final Pattern UID = Pattern.compile("UID (\\d+)");
  private static final Pattern NUMBER = Pattern.compile("X-Number: (\\d+)");
  private static final Pattern APPENDED = Pattern.compile("\\[APPENDUID \\d+ (\\d+)]");

  private final Household household;
  private final Supplier<GodwitProcess> server;
  private final List<Thread> threads = new ArrayList<>();
  private final AtomicReference<Throwable> failure = new AtomicReference<>();
  private final AtomicInteger refusals = new AtomicInteger();
  private volatile boolean stopping;

  private interface Work {
    void on(Random random) throws IOException;
  }

  private Load(Household household, Supplier<GodwitProcess> server) {
    this.household = household;
    this.server = server;
  }

  static Load start(Household household, Supplier<GodwitProcess> server, long seed) {
    Load load = new Load(household, server);
    Random seeds = new Random(seed);
    load.begin("sender 1", seeds.nextLong(), load::send);
    load.begin("sender 2", seeds.nextLong(), load::send);
    for (String person : household.people()) {
      load.begin(person, seeds.nextLong(), random -> load.keepHouse(person, random));
    }
    return load;
  }

  private void begin(String name, long seed, Work work) {
    Random random = new Random(seed);
    threads.add(
        Thread.ofPlatform()
            .name(name)
            .start(
                () -> {
                  while (!stopping) {
                    try {
                      work.on(random);
                    } catch (IOException away) {
                      pause(); // killed or cut: what was open stays open
                    } catch (RuntimeException | Error e) {
                      failure.compareAndSet(null, e);
                      return;
                    }
                  }
                }));
  }

  private static void pause() {
    try {
      Thread.sleep(50);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Whether somebody met what must not be; {@link #close} says what. */
  boolean failed() {
    return failure.get() != null;
  }

  /** Answers that were a temporary no. */
  int refusals() {
    return refusals.get();
  }

  private void send(Random random) throws IOException {
    try (LineTalk smtp = LineTalk.plain(server.get().address("smtp"))) {
      heard(smtp, "220");
      heard(smtp.say("HELO client.example"), "250");
      while (!stopping) {
        List<String> to = new ArrayList<>(household.people());
        Collections.shuffle(to, random);
        sendOne(smtp, to.subList(0, 1 + random.nextInt(to.size())), random.nextInt(10) == 0);
      }
    }
  }

  /** A bare LF in the last line is what a server must refuse. */
  private void sendOne(LineTalk smtp, List<String> to, boolean bad) throws IOException {
    if (!accepted(smtp.say("MAIL FROM:<sender@example.org>"))) {
      return;
    }
    for (String person : to) {
      if (!accepted(smtp.say("RCPT TO:<" + person + ">"))) {
        smtp.say("RSET").line();
        return;
      }
    }
    int letter = household.nextLetter();
    byte[] bytes = Letters.make(letter);
    if (bad) {
      bytes[bytes.length - 2] = ' ';
    }
    if (!said(smtp.say("DATA")).startsWith("354")) {
      refusals.incrementAndGet();
      smtp.say("RSET").line();
      return;
    }
    to.forEach(person -> household.ledger(person).open(letter));
    smtp.send(stuffed(bytes, bad));
    String end = said(smtp);
    if (bad != end.startsWith("5") || !end.matches("250 .*|45[12] .*|554 .*")) {
      throw new IllegalStateException((bad ? "bare LF: " : "a good letter: ") + end);
    }
    if (end.startsWith("4")) {
      refusals.incrementAndGet(); // the database may have lost but its answer: this stays open
    } else {
      Fate fate = bad ? Fate.GONE : Fate.KEPT;
      to.forEach(person -> household.ledger(person).close(letter, fate));
    }
  }

  private static byte[] stuffed(byte[] bytes, boolean bad) {
    String text = new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1);
    String whole = text.replace("\r\n.", "\r\n..") + (bad ? "\r\n.\r\n" : ".\r\n");
    return whole.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
  }

  private boolean accepted(LineTalk smtp) throws IOException {
    String line = said(smtp);
    if (line.startsWith("250")) {
      return true;
    }
    if (!line.startsWith("4")) {
      throw new IllegalStateException("not a temporary refusal: " + line);
    }
    refusals.incrementAndGet();
    return false;
  }

  private static void heard(LineTalk smtp, String code) throws IOException {
    String line = said(smtp);
    if (!line.startsWith(code)) {
      throw new IOException(line);
    }
  }

  private static String said(LineTalk smtp) throws IOException {
    String line = smtp.line();
    if (line == null || line.startsWith("421")) {
      throw new IOException("the server hung up: " + line);
    }
    return line;
  }

  private void keepHouse(String person, Random random) throws IOException {
    try (ImapTalk imap = Household.imap(server.get(), person)) {
      while (!stopping) {
        String mailbox = pick(Household.MAILBOXES, random);
        ImapTalk.Reply selected = imap.ask("SELECT " + mailbox);
        if (isOk(selected)) {
          household.ledger(person).modseq(mailbox, selected.code("HIGHESTMODSEQ"));
          Map<Long, Integer> there = list(imap, person, mailbox);
          Map<Long, Integer> some = some(there, random);
          switch (there.size() > 100 ? 3 : random.nextInt(some.isEmpty() ? 1 : 4)) {
            case 0 -> append(imap, person, mailbox);
            case 1, 2 -> move(imap, person, some, pick(Household.MAILBOXES, random), mailbox);
            default -> expunge(imap, person, some);
          }
        }
      }
    }
  }

  private boolean isOk(ImapTalk.Reply reply) {
    if (reply.status().equals("OK")) {
      return true;
    }
    if (!reply.lines().getLast().matches("\\S+ NO \\[(UNAVAILABLE|LIMIT)] .*")) {
      throw new IllegalStateException("not a temporary refusal: " + reply.lines());
    }
    refusals.incrementAndGet();
    return false;
  }

  private static String pick(List<String> from, Random random) {
    return from.get(random.nextInt(from.size()));
  }

  private static Map<Long, Integer> some(Map<Long, Integer> all, Random random) {
    List<Long> uids = new ArrayList<>(all.keySet());
    Collections.shuffle(uids, random);
    Map<Long, Integer> some = new LinkedHashMap<>();
    uids.stream()
        .limit(1 + random.nextInt(all.size() > 100 ? 80 : 8))
        .sorted()
        .forEach(uid -> some.put(uid, all.get(uid)));
    return some;
  }

  private Map<Long, Integer> list(ImapTalk imap, String person, String mailbox) throws IOException {
    Map<Long, Integer> there = new LinkedHashMap<>();
    ImapTalk.Reply reply = imap.ask("UID FETCH 1:* " + Letters.NUMBER_FIELD);
    if (isOk(reply)) {
      for (String line : reply.untagged()) {
        Matcher uid = UID.matcher(line);
        Matcher number = NUMBER.matcher(line);
        if (uid.find() && number.find()) {
          int letter = Integer.parseInt(number.group(1));
          there.put(Long.valueOf(uid.group(1)), letter);
          household.ledger(person).seen(mailbox, Long.parseLong(uid.group(1)), letter);
        }
      }
    }
    return there;
  }

  private void append(ImapTalk imap, String person, String mailbox) throws IOException {
    Ledger ledger = household.ledger(person);
    int letter = household.nextLetter();
    ledger.open(letter);
    ImapTalk.Reply reply = imap.askToAppend(mailbox, Letters.make(letter));
    if (isOk(reply)) {
      ledger.close(letter, Fate.KEPT);
    }
    Matcher appended = APPENDED.matcher(reply.lines().getLast());
    if (appended.find()) {
      ledger.seen(mailbox, Long.parseLong(appended.group(1)), letter);
      ledger.home(letter, mailbox);
    }
  }

  private void move(
      ImapTalk imap, String person, Map<Long, Integer> letters, String to, String from)
      throws IOException {
    if (to.equals(from)) {
      return;
    }
    Ledger ledger = household.ledger(person);
    letters.values().forEach(letter -> ledger.home(letter, null));
    if (isOk(imap.ask("UID MOVE " + set(letters) + " " + to))) {
      letters.values().forEach(letter -> ledger.home(letter, to));
    }
  }

  private void expunge(ImapTalk imap, String person, Map<Long, Integer> letters)
      throws IOException {
    Ledger ledger = household.ledger(person);
    if (isOk(imap.ask("UID STORE " + set(letters) + " +FLAGS.SILENT (\\Deleted)"))) {
      letters.values().forEach(ledger::open);
      if (isOk(imap.ask("UID EXPUNGE " + set(letters)))) {
        letters.values().forEach(letter -> ledger.close(letter, Fate.GONE));
      }
    }
  }

  private static String set(Map<Long, Integer> letters) {
    return String.join(
        ",", Arrays.stream(letters.keySet().toArray()).map(Object::toString).toList());
  }

  /** Stops everybody, and fails if one of them met what must not be. */
  @Override
  public void close() {
    stopping = true;
    for (Thread thread : threads) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    if (failure.get() != null) {
      throw new AssertionError("under load", failure.get());
    }
  }
}
