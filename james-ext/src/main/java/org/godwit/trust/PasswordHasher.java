package org.godwit.trust;

import java.security.SecureRandom;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import javax.inject.Inject;
import org.godwit.trust.Argon2Hash.Cost;

/**
 * Makes and checks slow hashes of passwords: Argon2id with 19 MiB, 2 passes and 1 lane, the least
 * that OWASP's cheat sheet asks for.
 *
 * <p>Safe for many threads. Only as many hashes as there are processors are computed at a time; who
 * comes later waits, first come, first served. So a storm of logins costs processors and 19 MiB for
 * each, never more.
 */
public final class PasswordHasher {
  /** Longer passwords are refused before they cost anything. */
  public static final int LONGEST = 1_024;

  private static final Cost COST = new Cost(19 * 1_024, 2, 1);
  private static final int SALT = 16;

  private final Cost cost;
  private final SecureRandom random = new SecureRandom();
  private final Semaphore free = new Semaphore(Runtime.getRuntime().availableProcessors(), true);
  private final byte[] nobodysSalt = salt();

  @Inject
  public PasswordHasher() {
    this(COST);
  }

  PasswordHasher(Cost cost) {
    this.cost = cost;
  }

  /**
   * Hashes a new password with a salt of its own.
   *
   * @throws IllegalArgumentException when the password is empty or too long
   */
  public String hash(String password) {
    requireUsable(password);
    return alone(() -> Argon2Hash.of(SaslPrep.prepare(password), salt(), cost).toString());
  }

  /**
   * Whether this is the password that was hashed. Costs the same for a right and a wrong one.
   *
   * @param hash what {@link #hash} gave, perhaps years ago; anything else matches no password
   */
  public boolean matches(String hash, String password) {
    Optional<Argon2Hash> stored = Argon2Hash.parse(hash);
    if (stored.isEmpty() || !usable(password)) {
      pretend(password);
      return false;
    }
    return alone(() -> stored.get().matches(SaslPrep.prepare(password)));
  }

  /** Costs what {@link #matches} costs, for users that do not exist. */
  public void pretend(String password) {
    String some = usable(password) ? password : "-";
    alone(() -> Argon2Hash.of(SaslPrep.prepare(some), nobodysSalt, cost));
  }

  /** Whether a hash should be made anew at the next login, because our parameters have changed. */
  public boolean outdated(String hash) {
    return !Argon2Hash.parse(hash).map(Argon2Hash::cost).equals(Optional.of(cost));
  }

  /** Whether a password is neither empty nor too long. */
  public static boolean usable(String password) {
    return !password.isEmpty() && password.length() <= LONGEST;
  }

  static void requireUsable(String password) {
    if (!usable(password)) {
      throw new IllegalArgumentException("a password has 1 to " + LONGEST + " characters");
    }
  }

  private byte[] salt() {
    byte[] salt = new byte[SALT];
    random.nextBytes(salt);
    return salt;
  }

  private <T> T alone(Supplier<T> work) {
    free.acquireUninterruptibly();
    try {
      return work.get();
    } finally {
      free.release();
    }
  }
}
