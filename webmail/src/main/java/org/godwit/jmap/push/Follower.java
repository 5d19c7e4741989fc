package org.godwit.jmap.push;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.godwit.jmap.Api;
import org.godwit.jmap.Json;
import org.godwit.jmap.Sight;
import org.godwit.jmap.States;
import org.godwit.jmap.Viewer;
import org.godwit.jmap.mail.Mail;
import org.godwit.store.listing.AccountMoments;
import org.godwit.store.listing.AccountMoments.Moment;

/**
 * What a client has been told of the accounts that it sees. Only the newest state is ever told, so
 * a client that is slow costs no memory. Safe for many threads.
 */
final class Follower {

  private final Viewer viewer;
  private final Api api;
  private final StateFeed feed;
  private final Predicate<String> wanted;
  private final StateFeed.Watcher watcher;
  private final Map<Long, List<String>> types = new LinkedHashMap<>();
  private final Map<Long, Position> told = new LinkedHashMap<>();
  private boolean left;

  /**
   * One that follows nothing yet.
   *
   * @param wanted types that it wants to hear of
   * @param news called when {@link #take} may have something; must not wait
   */
  Follower(Viewer viewer, Api api, StateFeed feed, Predicate<String> wanted, Runnable news) {
    this.viewer = viewer;
    this.api = api;
    this.feed = feed;
    this.wanted = wanted;
    this.watcher = news::run;
  }

  Viewer viewer() {
    return viewer;
  }

  /**
   * Follows the accounts that the viewer sees by now, and no others. Two statements the first time,
   * then one and, for accounts that are new, one more.
   */
  void refresh() {
    List<Sight> sights = api.sights().accounts(viewer);
    List<Long> seen = sights.stream().map(Sight::account).toList();
    List<Long> gone;
    List<Long> fresh;
    synchronized (this) {
      if (left) {
        return;
      }
      gone = told.keySet().stream().filter(id -> !seen.contains(id)).toList();
      fresh = seen.stream().filter(id -> !told.containsKey(id)).toList();
    }
    Map<Long, Position> at = fresh.isEmpty() ? Map.of() : feed.watch(watcher, fresh);
    feed.leave(watcher, gone);
    synchronized (this) {
      gone.forEach(told::remove);
      gone.forEach(types::remove);
      for (Sight sight : sights) {
        Position here = at.get(sight.account());
        if (here != null) {
          told.put(sight.account(), Position.at(here.modseq()));
        }
        types.put(sight.account(), api.types(sight).stream().filter(wanted).toList());
      }
      if (left) {
        feed.leave(watcher, at.keySet());
      }
    }
  }

  /**
   * Goes back to where the client was when it left. One statement, when it missed something.
   *
   * @param modseqs by account
   */
  void resume(Map<Long, Long> modseqs, AccountMoments moments) {
    Map<Long, Long> missed = new HashMap<>();
    synchronized (this) {
      modseqs.forEach(
          (account, modseq) -> {
            if (told.containsKey(account) && told.get(account).modseq() != modseq) {
              missed.put(account, modseq);
            }
          });
    }
    if (missed.isEmpty()) {
      return;
    }
    List<Moment> since = moments.since(missed);
    synchronized (this) {
      for (Moment moment : since) {
        long before = missed.get(moment.account());
        told.computeIfPresent(
            moment.account(),
            (id, now) ->
                new Position(before, moment.added() ? Position.UNKNOWN.delivered() : now.modseq()));
      }
    }
  }

  /** What the client has not been told yet, which then counts as told (8620 §7.1). */
  synchronized Optional<ObjectNode> take() {
    ObjectNode changed = Json.object();
    feed.at(told.keySet())
        .forEach(
            (account, now) -> {
              Position before = told.put(account, now);
              List<String> names = changed(types.get(account), before, now);
              if (!names.isEmpty()) {
                ObjectNode states = changed.putObject(Sight.id(account));
                names.forEach(type -> states.put(type, state(type, now)));
              }
            });
    return changed.isEmpty()
        ? Optional.empty()
        : Optional.of(Json.object().put("@type", "StateChange").set("changed", changed));
  }

  private List<String> changed(List<String> types, Position before, Position now) {
    List<String> changed = new ArrayList<>();
    for (String type : types) {
      boolean moved =
          type.equals(Mail.EMAIL_DELIVERY)
              ? now.delivered() > before.delivered()
              : now.modseq() != before.modseq();
      if (moved && wanted.test(type)) { // it may want less than at the last refresh
        changed.add(type);
      }
    }
    return changed;
  }

  private static String state(String type, Position now) {
    return States.of(type.equals(Mail.EMAIL_DELIVERY) ? now.delivered() : now.modseq());
  }

  /** Where the client is, for {@link #resume}. */
  synchronized String id() {
    return EventId.of(told);
  }

  /** Whether the client sees this account of somebody else. */
  synchronized boolean seesOther(long account) {
    return account != viewer.account() && told.containsKey(account);
  }

  /** Ends it. */
  void leave() {
    Collection<Long> all;
    synchronized (this) {
      left = true;
      all = List.copyOf(told.keySet());
    }
    feed.leave(watcher, all);
  }
}
