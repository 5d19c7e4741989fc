package org.godwit.trust;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import javax.inject.Inject;

/**
 * What nodes tell each other of logins, so that a guesser gains nothing by asking several of them.
 * Whoever or whatever is slowed down is told as a hash: what people type in place of their name may
 * be a password. Memory is bounded; safe for many threads; nothing waits in here.
 */
public final class LoginNews {
  private static final int ENTRIES = 100_000;
  private static final int MOST_AT_ONCE = 5_000;
  private static final int HASH = 16;
  private static final int NEVER = -1; // as a count that nobody has
  private static final Duration FORGET = Duration.ofHours(1);

  /** What is counted. */
  public enum Kind {
    ADDRESS,
    ACCOUNT,
    /** An address at an account. */
    PAIR,
    /** A pair that has logged in before; it has no failures. */
    FRIEND
  }

  /**
   * How often something has failed.
   *
   * @param key whose, a hash
   * @param last when
   */
  public record Told(Kind kind, String key, int failures, Instant last) {}

  private record Place(Kind kind, String key) {}

  private final Cache<Place, Told> changed = cache();
  private final Cache<Place, Told> told = cache();
  private final Cache<Place, Told> others = cache();
  private final Cache<Place, Boolean> friends = Caffeine.newBuilder().maximumSize(ENTRIES).build();

  @Inject
  public LoginNews() {}

  private static Cache<Place, Told> cache() {
    return Caffeine.newBuilder().maximumSize(ENTRIES).expireAfterWrite(FORGET).build();
  }

  /** What this node counts now. */
  void ours(Kind kind, String whose, int failures, Instant last) {
    Place place = new Place(kind, hash(kind, whose));
    changed.put(place, new Told(kind, place.key(), failures, last));
  }

  /** What the other nodes count; empty when that is nothing. */
  Optional<Told> others(Kind kind, String whose) {
    return Optional.ofNullable(others.getIfPresent(new Place(kind, hash(kind, whose))));
  }

  /** Whether another node knows them. */
  boolean isFriend(String whose) {
    return friends.getIfPresent(new Place(Kind.FRIEND, hash(Kind.FRIEND, whose))) != null;
  }

  /** What the others have not been told yet; a login that succeeded at once is not worth a word. */
  public List<Told> take() {
    List<Told> news = new ArrayList<>();
    for (var entry : changed.asMap().entrySet()) {
      if (news.size() == MOST_AT_ONCE) {
        break;
      }
      Told now = entry.getValue();
      changed.asMap().remove(entry.getKey(), now);
      Told before = told.getIfPresent(entry.getKey());
      if (now.failures() != failures(before) || (before == null && now.kind() == Kind.FRIEND)) {
        told.put(entry.getKey(), now);
        news.add(now);
      }
    }
    return news;
  }

  private static int failures(Told before) {
    return before == null ? 0 : before.failures();
  }

  /** They could not be told. */
  public void putBack(Collection<Told> news) {
    for (Told each : news) {
      Place place = new Place(each.kind(), each.key());
      told.put(place, new Told(each.kind(), each.key(), NEVER, each.last()));
      changed.asMap().putIfAbsent(place, each);
    }
  }

  /** The other nodes together. */
  public void heard(Collection<Told> news) {
    for (Told each : news) {
      Place place = new Place(each.kind(), each.key());
      if (each.kind() == Kind.FRIEND) {
        friends.put(place, true);
      } else {
        others.put(place, each);
      }
    }
  }

  private static String hash(Kind kind, String whose) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256")
              .digest((kind + " " + whose).getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(Arrays.copyOf(hash, HASH));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java has SHA-256", e);
    }
  }
}
