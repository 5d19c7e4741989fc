package org.godwit.mailflow.sieve;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** A message for tests of the language, and what a script decides about it, in words. */
final class Letter {
  static final String USUAL =
      """
      From: Coyote <coyote@desert.example.org>
      To: roadrunner+news@acme.example.com, "Bird, B." <bird@acme.example.com>
      Cc: =?utf-8?q?Andr=C3=A9?= <andre@example.net>
      Subject: I have a present for you
      Date: Sat, 12 Sep 2009 23:30:00 +0200
      X-Caffeine: C8H10N4O2
      X-Priority: 3
      Received: from a by b; Sun, 13 Sep 2009 01:00:00 +0000

      Look, I'm sorry about the whole anvil thing, and I really
      didn't mean to try and drop it on you from the top of the cliff.
      """;

  private final String text;
  private String sender = "coyote@desert.example.org";
  private String recipient = "roadrunner+news@acme.example.com";

  private Letter(String text) {
    this.text = text;
  }

  static Letter usual() {
    return new Letter(USUAL);
  }

  static Letter of(String text) {
    return new Letter(text);
  }

  Letter from(String address) {
    sender = address;
    return this;
  }

  Letter to(String address) {
    recipient = address;
    return this;
  }

  SieveMessage message() {
    byte[] bytes = text.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8);
    return new ParsedMessage(
        () -> new ByteArrayInputStream(bytes),
        bytes.length,
        sender,
        recipient,
        Set.of("INBOX", "Lists/Sieve")::contains);
  }

  List<SieveAction> run(String script) {
    try {
      return Script.compile(script)
          .run(message(), ZonedDateTime.parse("2026-03-01T12:30:45+01:00"));
    } catch (SieveProblem e) {
      throw new AssertionError("line " + e.line() + ": " + e.getMessage(), e);
    }
  }

  /** What was decided, such as {@code "fileinto A [\\Seen]; keep"}; empty for a discard. */
  String decide(String script) {
    return run(script).stream().map(Letter::words).collect(Collectors.joining("; "));
  }

  private static String words(SieveAction action) {
    return switch (action) {
      case SieveAction.Keep keep -> "keep" + flags(keep.flags());
      case SieveAction.FileInto file -> "fileinto " + file.mailbox() + flags(file.flags());
      case SieveAction.Redirect redirect -> "redirect " + redirect.address();
      case SieveAction.Reject reject -> "reject " + reject.reason();
      case SieveAction.Vacation vacation -> "vacation " + vacation.days() + " " + vacation.reason();
    };
  }

  private static String flags(List<String> flags) {
    return flags.isEmpty() ? "" : " " + flags;
  }

  /** Whether a test holds for this message. */
  boolean holds(String requires, String test) {
    String script = requires + " if " + test + " { discard; }";
    return decide(script).isEmpty();
  }
}
