package org.godwit.settings;

import java.net.InetAddress;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** What the machine calls itself. */
final class MachineName {

  /** Names that mean something on one machine or in one house only (6761, 6762, 8375). */
  private static final Set<String> HOUSE =
      Set.of(
          "localhost",
          "localdomain",
          "local",
          "internal",
          "lan",
          "home",
          "arpa",
          "test",
          "invalid",
          "example",
          "intranet",
          "private",
          "corp");

  private MachineName() {}

  /** The machine's full name, when the world could know it; a dead DNS costs two seconds. */
  static Optional<String> full() {
    FutureTask<String> question =
        new FutureTask<>(() -> InetAddress.getLocalHost().getCanonicalHostName());
    Thread.ofVirtual().name("machine-name").start(question);
    try {
      return worldly(question.get(2, TimeUnit.SECONDS));
    } catch (ExecutionException | TimeoutException e) {
      return Optional.empty(); // a machine without a name is common
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  /** The name, unless only its own house knows it. */
  static Optional<String> worldly(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    String last = lower.substring(lower.lastIndexOf('.') + 1);
    boolean known =
        lower.contains(".")
            && lower.matches("[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?")
            && last.matches("[a-z].*") // not an address
            && !HOUSE.contains(last);
    return known ? Optional.of(lower) : Optional.empty();
  }

  /** The domain that a host is in: {@code example.org} of {@code mail.example.org}. */
  static String domain(String host) {
    int dot = host.indexOf('.');
    return dot > 0 && host.indexOf('.', dot + 1) > 0 ? host.substring(dot + 1) : host;
  }
}
