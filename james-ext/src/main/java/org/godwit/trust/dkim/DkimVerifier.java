package org.godwit.trust.dkim;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Checks the signatures of a message (6376 §6). Safe for many threads. */
public final class DkimVerifier {

  /** Of a message; more are not looked at, and count for nothing (6376 §6.1). */
  public static final int MOST_SIGNATURES = 5;

  /** Where keys come from. */
  @FunctionalInterface
  public interface Records {
    /**
     * The TXT records of a name, each in one piece; none when there is no such name.
     *
     * @throws DkimProblem they cannot be had now
     */
    List<String> txt(String name) throws DkimProblem;
  }

  private final Records records;

  public DkimVerifier(Records records) {
    this.records = records;
  }

  /** A signature on its way through the checks: what it says, and then what became of it. */
  private record Candidate(
      Optional<DkimSignature> signature, Optional<BodyHash> body, DkimResult result) {}

  /**
   * One result for each signature that was looked at, from the top.
   *
   * @param header of the message
   * @param body what follows the header; is read to its end only when there is a signature
   */
  public List<DkimResult> verify(Header header, InputStream body, Instant now) throws IOException {
    List<Candidate> candidates = new ArrayList<>();
    for (Header.Field field :
        header.all("dkim-signature").stream().limit(MOST_SIGNATURES).toList()) {
      candidates.add(read(field, now));
    }
    hash(candidates, body);
    return candidates.stream().map(candidate -> check(candidate, header)).toList();
  }

  private static Candidate read(Header.Field field, Instant now) {
    DkimResult unknown = new DkimResult(DkimResult.Status.PASS, "", "", "", "");
    try {
      TagList tags = TagList.parse(field.value());
      unknown =
          new DkimResult(
              DkimResult.Status.PASS,
              tags.get("d").orElse("").toLowerCase(Locale.ROOT),
              tags.get("s").orElse(""),
              tags.get("a").orElse("").toLowerCase(Locale.ROOT),
              "");
      DkimSignature signature = DkimSignature.of(tags, field, now);
      BodyHash hash = new BodyHash(signature.body(), signature.limit());
      return new Candidate(Optional.of(signature), Optional.of(hash), unknown);
    } catch (DkimProblem e) {
      return new Candidate(Optional.empty(), Optional.empty(), as(unknown, e));
    }
  }

  private static DkimResult as(DkimResult known, DkimProblem problem) {
    return new DkimResult(
        problem.status(),
        known.domain(),
        known.selector(),
        known.algorithm(),
        problem.getMessage());
  }

  private static void hash(List<Candidate> candidates, InputStream body) throws IOException {
    List<BodyHash> hashes =
        candidates.stream().map(Candidate::body).flatMap(Optional::stream).toList();
    if (hashes.isEmpty()) {
      return;
    }
    InputStream in = new BufferedInputStream(body);
    byte[] buffer = new byte[8192];
    for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
      for (BodyHash hash : hashes) {
        hash.write(buffer, 0, count);
      }
    }
  }

  private DkimResult check(Candidate candidate, Header header) {
    if (candidate.signature().isEmpty() || candidate.body().isEmpty()) {
      return candidate.result();
    }
    try {
      check(candidate.signature().get(), candidate.body().get(), header);
      return candidate.result();
    } catch (DkimProblem e) {
      return as(candidate.result(), e);
    }
  }

  private void check(DkimSignature signature, BodyHash body, Header header) throws DkimProblem {
    if (!MessageDigest.isEqual(body.hash(), signature.bodyHash())) {
      throw DkimProblem.failed("the body was changed");
    }
    if (signature.limit() > body.length() && signature.limit() != Long.MAX_VALUE) {
      throw DkimProblem.permanent("more is signed than there is"); // 6376 §6.1.3
    }
    PublicKey key = key(signature);
    byte[] signed =
        SignedHeader.bytes(
            header,
            signature.names(),
            signature.header(),
            TagList.withoutSignature(signature.raw()));
    if (!signature.algorithm().verify(key, signed, signature.signature())) {
      throw DkimProblem.failed("the signature is not by that key");
    }
    if (body.length() > signature.limit()) { // 6376 §8.2: anybody may have added the rest
      throw DkimProblem.policy("only a part of the body is signed");
    }
  }

  private PublicKey key(DkimSignature signature) throws DkimProblem {
    List<String> found = records.txt(signature.keyName());
    if (found.isEmpty()) {
      throw DkimProblem.permanent("there is no such key"); // 6376 §6.1.2
    }
    return KeyRecord.parse(found.getFirst()).key(signature);
  }
}
