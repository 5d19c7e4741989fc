package org.godwit.trust.acme;

import java.net.URI;
import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What all nodes must share about certificates. Safe for many threads; each method is one statement
 * or two, committed when it returns, and fails with the store's exceptions.
 */
public interface AcmeVault {

  /**
   * A certificate that was issued to us.
   *
   * @param id grows with each
   * @param directory of the authority
   * @param renewAt when the next one should be ordered
   * @param leftOut names that the authority could not reach us at
   */
  record Kept(
      long id,
      URI directory,
      IssuedCertificate certificate,
      Instant issuedAt,
      Instant renewAt,
      List<String> leftOut) {}

  /**
   * How orders went.
   *
   * @param newest the id of the newest certificate; 0 is none
   * @param failures in a row
   * @param lastTry when something was ordered; empty is never
   * @param lastFailure why the last try failed; empty when it did not
   * @param notBefore nothing is ordered earlier
   * @param limited whether it is the authority that asked us to wait until then
   */
  record State(
      long newest,
      int failures,
      Optional<Instant> lastTry,
      Optional<String> lastFailure,
      Instant notBefore,
      boolean limited) {}

  /** Our key at an authority, made when there is none. */
  KeyPair accountKey(URI directory);

  /** Forgets a key, if it is still ours at this authority. */
  void forgetAccountKey(URI directory, KeyPair ended);

  State state();

  /** The newest certificate. */
  Optional<Kept> newest();

  /** Keeps a certificate, and forgets failures; the oldest ones are thrown away. */
  Kept keep(URI directory, IssuedCertificate certificate, Instant renewAt, List<String> leftOut);

  /** Puts the next order of a certificate off, or brings it forward. */
  void renewAt(long id, Instant when);

  /** Remembers a failure. */
  void failed(String why, Instant notBefore, boolean limited);

  /** What any node answers an authority that asks, until {@link #withdraw}, or for so long. */
  void offer(ChallengeKind kind, String asked, byte[] answer, Duration time);

  /** The answer; empty when there is none for that question now. */
  Optional<byte[]> answer(ChallengeKind kind, String asked);

  /** Answers nothing more. */
  void withdraw();
}
