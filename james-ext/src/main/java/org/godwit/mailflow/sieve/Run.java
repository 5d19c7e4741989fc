package org.godwit.mailflow.sieve;

import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** One script at work on one message. Used once, by one thread. */
final class Run {
  private static final int LONGEST_VALUE = 16_384; // 5229 §6 asks for 4,000
  private static final int MOST_VARIABLES = 256; // 5229 §6 asks for 128
  private static final int MOST_ACTIONS = 32;
  private static final String INBOX = "INBOX";
  private static final int MOST_FLAGS = 64;
  private static final long BUDGET = 100_000_000; // letters looked at: about a second

  final SieveMessage message;
  final ZonedDateTime now;
  private final Map<String, String> variables = new HashMap<>();
  private final Map<String, String> flags = new LinkedHashMap<>(); // by lower case
  private final List<SieveAction> actions = new ArrayList<>();
  private List<String> matched = List.of();
  private boolean implicitKeep = true;
  private boolean stopped;
  private long spent;

  Run(SieveMessage message, ZonedDateTime now) {
    this.message = message;
    this.now = now;
  }

  /** Counts work, so that no message and no script can keep us busy without end. */
  void spend(long letters) {
    spent += letters;
    if (spent > BUDGET) {
      throw new SieveFailure("the script takes too long");
    }
  }

  void stop() {
    stopped = true;
  }

  boolean stopped() {
    return stopped;
  }

  /** The value of a variable; one that was never set is empty (5229 §3). */
  String variable(String name) {
    return variables.getOrDefault(name.toLowerCase(Locale.ROOT), "");
  }

  void set(String name, String value) {
    if (variables.size() == MOST_VARIABLES && !variables.containsKey(name)) {
      throw new SieveFailure("the script has too many variables");
    }
    variables.put(name, shortened(value));
  }

  private static String shortened(String value) {
    if (value.length() <= LONGEST_VALUE) {
      return value;
    }
    int end = Character.isHighSurrogate(value.charAt(LONGEST_VALUE - 1)) ? -1 : 0;
    return value.substring(0, LONGEST_VALUE + end);
  }

  /** What the last successful match took, 0 for all of it (5229 §3.2). */
  String matched(int number) {
    return number < matched.size() ? matched.get(number) : "";
  }

  void matched(List<String> taken) {
    matched = taken.stream().map(Run::shortened).toList();
  }

  /** The flags that keep and fileinto use (5232 §2). */
  List<String> flags() {
    return List.copyOf(flags.values());
  }

  void setFlags(List<String> names) {
    flags.clear();
    addFlags(names);
  }

  void addFlags(List<String> names) {
    names.forEach(name -> flags.putIfAbsent(name.toLowerCase(Locale.ROOT), name));
    if (flags.size() > MOST_FLAGS) {
      throw new SieveFailure("the script sets too many flags");
    }
  }

  void removeFlags(List<String> names) {
    names.forEach(name -> flags.remove(name.toLowerCase(Locale.ROOT)));
  }

  void cancelImplicitKeep() {
    implicitKeep = false;
  }

  /**
   * Adds an action; the same one twice is one (5228 §2.10.3). A mailbox gets the message once, with
   * the flags that were said last.
   */
  void act(SieveAction action) {
    requireCompatible(action);
    int same = 0;
    while (same < actions.size() && !isSame(actions.get(same), action)) {
      same++;
    }
    if (same == actions.size()) {
      actions.add(action);
    } else if (actions.get(same) instanceof SieveAction.Keep
        && action instanceof SieveAction.FileInto into) {
      actions.set(same, new SieveAction.Keep(into.flags()));
    } else {
      actions.set(same, action);
    }
    if (actions.size() > MOST_ACTIONS
        || count(SieveAction.Redirect.class) > Script.MOST_REDIRECTS) {
      throw new SieveFailure("the script does too much with one message");
    }
  }

  private static boolean isSame(SieveAction one, SieveAction other) {
    Optional<String> place = place(one);
    return place.isPresent() ? place.equals(place(other)) : one.equals(other);
  }

  /** Where a message is put by it. */
  private static Optional<String> place(SieveAction action) {
    return switch (action) {
      case SieveAction.Keep keep -> Optional.of(INBOX);
      case SieveAction.FileInto into ->
          Optional.of(into.mailbox().equalsIgnoreCase(INBOX) ? INBOX : into.mailbox());
      default -> Optional.empty();
    };
  }

  private void requireCompatible(SieveAction action) {
    boolean rejects = action instanceof SieveAction.Reject;
    if (count(SieveAction.Reject.class) > 0 || (rejects && !actions.isEmpty())) {
      throw new SieveFailure("a rejected message allows no other action"); // 5429 §2.1.2
    }
    if (action instanceof SieveAction.Vacation && count(SieveAction.Vacation.class) > 0) {
      throw new SieveFailure("there is one vacation for a message"); // 5230 §4.7
    }
  }

  private long count(Class<? extends SieveAction> kind) {
    return actions.stream().filter(kind::isInstance).count();
  }

  /** What was decided, with the implicit keep (5228 §2.10.2). */
  List<SieveAction> decided() {
    List<SieveAction> decided = new ArrayList<>(actions);
    if (implicitKeep && actions.stream().noneMatch(SieveAction.Keep.class::isInstance)) {
      decided.add(new SieveAction.Keep(flags()));
    }
    return decided;
  }
}
