package org.godwit.mailflow.outbound.sts;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.godwit.store.policy.PolicyShelf;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The policies of other domains. Safe for many threads; blocks on DNS, the web and the database,
 * and for a domain that was asked about in the last minutes on nothing.
 */
public final class StsPolicies {
  private static final Logger LOG = LoggerFactory.getLogger(StsPolicies.class);

  private static final Duration REMEMBER = Duration.ofMinutes(5);
  private static final int MOST_DOMAINS = 10_000;

  /** 8461 §3.1: the first field, then {@code id}, then what nobody knows yet. */
  private static final Pattern RECORD =
      Pattern.compile("v=STSv1[ \\t]*;[ \\t]*id[ \\t]*=[ \\t]*([A-Za-z0-9]{1,32})[ \\t]*(?:;.*)?");

  /** Texts in DNS. */
  @FunctionalInterface
  public interface Texts {
    /**
     * TXT records of a name, each with its strings joined.
     *
     * @throws IOException when that cannot be told now
     */
    List<String> of(String name) throws IOException;
  }

  /** Policies on the web. */
  @FunctionalInterface
  public interface Web {
    /**
     * What a domain says at its well-known place.
     *
     * @throws IOException when it says nothing, or cannot prove who it is
     */
    String fetch(String domain) throws IOException;
  }

  private final PolicyShelf shelf;
  private final Texts texts;
  private final Web web;
  private final Cache<String, Optional<StsPolicy>> recent =
      Caffeine.newBuilder()
          .maximumSize(MOST_DOMAINS)
          .expireAfterWrite(REMEMBER)
          .executor(Runnable::run)
          .build();

  public StsPolicies(PolicyShelf shelf, Texts texts, Web web) {
    this.shelf = shelf;
    this.texts = texts;
    this.web = web;
  }

  /**
   * That of a domain.
   *
   * @param domain in A-labels
   * @return empty when it has none
   * @throws org.godwit.store.StoreUnavailable when the database cannot be asked: then it is not
   *     known, and nothing may be sent as if there were none
   */
  public Optional<StsPolicy> of(String domain) {
    return recent.get(domain, this::look).filter(policy -> policy.mode() != StsPolicy.Mode.NONE);
  }

  private Optional<StsPolicy> look(String domain) {
    Optional<PolicyShelf.Kept> kept = shelf.find(domain);
    Optional<StsPolicy> old = kept.flatMap(found -> StsPolicy.parse(found.body()));
    try {
      Optional<String> id = id(domain);
      if (id.isEmpty() || kept.filter(found -> found.id().equals(id.get())).isPresent()) {
        return old; // 8461 §5.1: it holds until it ends
      }
      String body = web.fetch(domain);
      Optional<StsPolicy> fresh = StsPolicy.parse(body);
      if (fresh.isEmpty()) {
        LOG.atInfo().addKeyValue("domain", domain).log("what was fetched is no policy");
        return old;
      }
      shelf.put(domain, new PolicyShelf.Kept(id.get(), body), fresh.get().age());
      return fresh;
    } catch (IOException e) { // 8461 §3.3: as if there were none, unless one is kept
      LOG.atInfo()
          .addKeyValue("domain", domain)
          .addKeyValue("reason", e.getMessage())
          .log("no new policy of a domain");
      return old;
    }
  }

  private Optional<String> id(String domain) throws IOException {
    List<String> records =
        texts.of("_mta-sts." + domain).stream().filter(text -> text.startsWith("v=STSv1")).toList();
    if (records.size() != 1) { // 8461 §3.1: none, as of several
      return Optional.empty();
    }
    Matcher record = RECORD.matcher(records.getFirst().strip());
    return record.matches() ? Optional.of(record.group(1)) : Optional.empty();
  }
}
