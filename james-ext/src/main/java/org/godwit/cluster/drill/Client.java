package org.godwit.cluster.drill;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Random;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.godwit.cluster.drill.Operation.Kind;
import org.godwit.cluster.drill.Operation.Outcome;

/**
 * Somebody who works at one endpoint, one thing after another, and writes down what came of it. A
 * temporary refusal counts as unknown: a commit may have been made whose answer was lost. For one
 * thread.
 */
final class Client {
  private static final Pattern APPENDED = Pattern.compile("APPENDUID \\d+ (\\d+)");
  private static final int MOST_LINES = 400;

  private final Endpoint endpoint;
  private final Account account;
  private final Wires wires;
  private final History history;
  private final String name;
  private final Random random;
  private Talk imap;
  private int number;

  Client(Endpoint endpoint, Account account, Wires wires, History history, String name) {
    this.endpoint = endpoint;
    this.account = account;
    this.wires = wires;
    this.history = history;
    this.name = name;
    this.random = new Random(name.hashCode());
  }

  void work(BooleanSupplier goOn) throws InterruptedException {
    while (goOn.getAsBoolean()) {
      String message = name + "-" + ++number;
      byte[] bytes = message(message);
      Outcome outcome =
          switch (random.nextInt(3)) {
            case 0 -> smtp(message, bytes, Kind.DELIVER);
            case 1 -> smtp(message, bytes, Kind.SUBMIT);
            default -> imap(message, bytes);
          };
      if (outcome != Outcome.OK) {
        leaveImap();
        Thread.sleep(200); // as people do, not to hammer what is down
      }
    }
    leaveImap();
  }

  private byte[] message(String word) {
    StringBuilder text = new StringBuilder(4_096);
    text.append(Wires.HEADER).append(word).append("\r\n");
    text.append("From: <").append(account.address()).append(">\r\n");
    text.append("To: <").append(account.address()).append(">\r\n");
    text.append("Date: Mon, 5 Jan 2026 10:00:00 +0000\r\n");
    text.append("Message-ID: <").append(word).append("@drill.invalid>\r\n");
    text.append("Subject: ").append(word).append("\r\n\r\n");
    byte[] line = new byte[30];
    for (int i = random.nextInt(MOST_LINES); i >= 0; i--) {
      random.nextBytes(line);
      text.append(HexFormat.of().formatHex(line)).append("\r\n");
    }
    return text.toString().getBytes(StandardCharsets.US_ASCII);
  }

  private Outcome smtp(String message, byte[] bytes, Kind kind) {
    long began = System.nanoTime();
    boolean handedOver = false;
    Outcome outcome;
    try (Talk talk = kind == Kind.SUBMIT ? wires.submission(endpoint) : wires.smtp(endpoint)) {
      talk.smtp(); // the greeting
      talk.smtp("EHLO drill.invalid", "250");
      if (kind == Kind.SUBMIT) {
        talk.smtp("AUTH PLAIN " + plain(), "235");
        talk.smtp("MAIL FROM:<" + account.address() + ">", "250");
      } else {
        talk.smtp("MAIL FROM:<>", "250");
      }
      talk.smtp("RCPT TO:<" + account.address() + ">", "250");
      talk.smtp("DATA", "354");
      handedOver = true;
      talk.send(bytes);
      talk.send(".\r\n");
      String answer = talk.smtp();
      outcome =
          answer.startsWith("2")
              ? Outcome.OK
              : answer.startsWith("5") ? Outcome.FAIL : Outcome.INFO;
    } catch (IOException e) {
      outcome = handedOver ? Outcome.INFO : Outcome.FAIL;
    }
    note(message, kind, began, outcome, Wires.sha256(bytes));
    return outcome;
  }

  private String plain() {
    String text = "\0" + account.address() + "\0" + account.password();
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  private Outcome imap(String message, byte[] bytes) {
    long began = System.nanoTime();
    boolean handedOver = false;
    Talk.Reply reply;
    try {
      enterImap();
      handedOver = true;
      reply = imap.append("INBOX", bytes);
    } catch (IOException e) {
      Outcome outcome = handedOver ? Outcome.INFO : Outcome.FAIL;
      note(message, Kind.APPEND, began, outcome, Wires.sha256(bytes));
      return outcome;
    }
    Outcome outcome = outcome(reply);
    note(message, Kind.APPEND, began, outcome, Wires.sha256(bytes));
    Matcher uid = APPENDED.matcher(reply.last());
    return outcome == Outcome.OK && uid.find() ? change(message, uid.group(1)) : outcome;
  }

  /** What one does with a message: look at it, then perhaps flag, move or remove it. */
  private Outcome change(String message, String uid) {
    long began = System.nanoTime();
    try {
      Talk.Reply read = imap.imap("UID FETCH " + uid + " BODY.PEEK[HEADER]");
      if (Talk.isOk(read)) {
        boolean there = read.literals().stream().anyMatch(it -> Wires.word(it).equals(message));
        note(message, Kind.READ, began, there ? Outcome.OK : Outcome.FAIL, "");
      }
    } catch (IOException e) {
      return Outcome.INFO; // nothing was asked to change
    }
    return switch (random.nextInt(4)) {
      case 0 -> change(message, Kind.FLAG, "UID STORE " + uid + " +FLAGS (\\Flagged)");
      case 1 -> change(message, Kind.MOVE, "UID MOVE " + uid + " Archive");
      case 2 -> {
        Outcome marked = change(message, null, "UID STORE " + uid + " +FLAGS (\\Deleted)");
        yield marked == Outcome.OK ? change(message, Kind.EXPUNGE, "UID EXPUNGE " + uid) : marked;
      }
      default -> Outcome.OK;
    };
  }

  private Outcome change(String message, Kind kind, String command) {
    long began = System.nanoTime();
    Outcome outcome;
    try {
      outcome = outcome(imap.imap(command));
    } catch (IOException e) {
      outcome = Outcome.INFO;
    }
    if (kind != null) {
      note(message, kind, began, outcome, "");
    }
    return outcome;
  }

  private static Outcome outcome(Talk.Reply reply) {
    if (Talk.isOk(reply)) {
      return Outcome.OK;
    }
    boolean temporary =
        !reply.last().matches("\\S+ (NO|BAD).*") || reply.last().contains("[UNAVAILABLE]");
    return temporary ? Outcome.INFO : Outcome.FAIL;
  }

  private void enterImap() throws IOException {
    if (imap == null) {
      imap = wires.imap(endpoint, account);
      if (!Talk.isOk(imap.imap("SELECT INBOX"))) {
        leaveImap();
        throw new IOException("INBOX cannot be opened");
      }
    }
  }

  private void leaveImap() {
    if (imap != null) {
      imap.close();
      imap = null;
    }
  }

  private void note(String message, Kind kind, long began, Outcome outcome, String sha256) {
    history.add(
        new Operation(message, kind, endpoint.name(), began, System.nanoTime(), outcome, sha256));
  }
}
