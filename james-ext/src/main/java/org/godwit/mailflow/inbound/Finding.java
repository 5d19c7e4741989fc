package org.godwit.mailflow.inbound;

import java.util.List;
import java.util.Optional;
import org.godwit.mailflow.inbound.Dmarc.Policy;
import org.godwit.mailflow.inbound.Questions.NoAnswer;
import org.godwit.trust.dkim.DkimResult;

/**
 * What DMARC says of one author (7489 §6.6.2).
 *
 * @param word of 8601 §2.7.8, which is 7489 §11.2
 * @param domain of the author; empty when there is none that can be read
 * @param policy of its owner; empty when there is none
 */
record Finding(String word, String domain, Optional<Policy> policy) {

  /** What the owner wants done. */
  Policy wanted() {
    return switch (word) {
      case "fail" -> policy.orElse(Policy.NONE);
      case "permerror" -> policy.orElse(Policy.NONE);
      default -> Policy.NONE;
    };
  }

  /** A header that may hide an author: kept out of the inbox. */
  static Finding unreadable() {
    return new Finding("permerror", "", Optional.of(Policy.QUARANTINE));
  }

  static Finding of(
      Questions questions, String author, Arrival arrival, SpfResult spf, List<DkimResult> dkim) {
    if (!Spf.isName(author)) {
      return new Finding("permerror", "", Optional.empty());
    }
    Optional<Dmarc> found;
    try {
      found = Dmarc.of(questions, author);
    } catch (NoAnswer e) {
      return new Finding("temperror", author, Optional.empty());
    }
    if (found.isEmpty()) {
      return new Finding("none", author, Optional.empty());
    }
    Dmarc dmarc = found.get();
    boolean spfAligned = Dmarc.aligned(arrival.spfDomain(), author, dmarc.strictSpf());
    List<DkimResult> signed =
        dkim.stream()
            .filter(one -> Dmarc.aligned(one.domain(), author, dmarc.strictDkim()))
            .toList();
    String word;
    if ((spfAligned && spf == SpfResult.PASS) || signed.stream().anyMatch(DkimResult::passed)) {
      word = "pass";
    } else {
      boolean unknown =
          (spfAligned && spf == SpfResult.TEMPERROR)
              || signed.stream().anyMatch(one -> one.status() == DkimResult.Status.TEMPERROR);
      word = unknown ? "temperror" : "fail";
    }
    return new Finding(word, author, Optional.of(dmarc.policy()));
  }
}
