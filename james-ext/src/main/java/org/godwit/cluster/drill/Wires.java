package org.godwit.cluster.drill;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;

/** Connections to endpoints, and what messages of a drill look like. Safe for many threads. */
final class Wires {
  /** The first line of each message that is handed over; servers put theirs before it. */
  static final String NAME = "X-Godwit-Drill";

  static final String HEADER = NAME + ": ";
  static final String INBOX = "INBOX";

  private static final Duration PATIENCE = Duration.ofSeconds(40);
  private static final List<String> MAILBOXES = List.of(INBOX, "Archive", "Junk");
  private static final Pattern UID = Pattern.compile("\\bUID (\\d+)");
  private static final Pattern WORD = Pattern.compile("(?m)^" + HEADER + "(\\S+)\r?$");

  private final SSLContext trust;

  Wires(SSLContext trust) {
    this.trust = trust;
  }

  Talk smtp(Endpoint endpoint) throws IOException {
    return new Talk(endpoint.host(), endpoint.smtp(), false, trust, PATIENCE);
  }

  Talk submission(Endpoint endpoint) throws IOException {
    return new Talk(endpoint.host(), endpoint.submission(), endpoint.tls(), trust, PATIENCE);
  }

  /** Somebody who is logged in. */
  Talk imap(Endpoint endpoint, Account account) throws IOException {
    Talk talk = new Talk(endpoint.host(), endpoint.imap(), endpoint.tls(), trust, PATIENCE);
    try {
      talk.line(); // the greeting
      if (!Talk.isOk(
          talk.imap("LOGIN \"" + account.address() + "\" \"" + account.password() + "\""))) {
        throw new IOException("the login is refused");
      }
      return talk;
    } catch (IOException e) {
      talk.close();
      throw e;
    }
  }

  /** The same by JMAP. */
  List<Sighting> jmapView(Endpoint endpoint, Account account, String drill) throws IOException {
    return new JmapWire(endpoint, account, trust).view(drill);
  }

  /** All messages of drills that somebody has, as an endpoint shows them by IMAP. */
  List<Sighting> view(Endpoint endpoint, Account account, String drill) throws IOException {
    List<Sighting> seen = new ArrayList<>();
    try (Talk talk = imap(endpoint, account)) {
      for (String mailbox : MAILBOXES) {
        if (!Talk.isOk(talk.imap("EXAMINE " + mailbox))) {
          throw new IOException(mailbox + " cannot be opened");
        }
        Talk.Reply all = talk.imap("UID FETCH 1:* (FLAGS BODY.PEEK[])");
        if (!Talk.isOk(all)) {
          throw new IOException(mailbox + " cannot be read: " + all.last());
        }
        List<String> lines = all.lines().stream().filter(line -> line.contains("BODY[]")).toList();
        for (int i = 0; i < lines.size(); i++) {
          byte[] message = all.literals().get(i);
          String word = word(message);
          if (word.startsWith(drill)) {
            seen.add(
                new Sighting(
                    account.address(),
                    mailbox,
                    uid(lines.get(i)),
                    word,
                    sha256(handedOver(message)),
                    lines.get(i).contains("\\Flagged")));
          }
        }
      }
    }
    return seen;
  }

  private static long uid(String line) throws IOException {
    Matcher found = UID.matcher(line);
    if (!found.find()) {
      throw new IOException("an answer without UID: " + line);
    }
    return Long.parseLong(found.group(1));
  }

  /** The word in a message's header; empty when it is not of a drill. */
  static String word(byte[] message) {
    Matcher found = WORD.matcher(new String(message, StandardCharsets.ISO_8859_1));
    return found.find() ? found.group(1) : "";
  }

  /** Without what was put before it on its way. */
  static byte[] handedOver(byte[] message) {
    int start = new String(message, StandardCharsets.ISO_8859_1).indexOf(HEADER);
    return Arrays.copyOfRange(message, start, message.length);
  }

  static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java has SHA-256", e);
    }
  }
}
