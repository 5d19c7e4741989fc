package org.godwit.mailflow.outbound.sts;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
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

  /** Why there is no policy of a domain that says it has one. */
  public enum Trouble {
    NOT_FETCHED,
    NO_POLICY,
    /** The server of the policy has no certificate for its name that counts. */
    NOT_PROVEN
  }

  /**
   * What was found.
   *
   * @param policy empty when there is none, or none that may be used
   * @param trouble why; empty when the domain has none, or one that was fetched before is believed
   */
  public record Found(Optional<StsPolicy> policy, Optional<Trouble> trouble) {

    /** There was no trouble. */
    public static Found of(Optional<StsPolicy> policy) {
      return new Found(policy, Optional.empty());
    }

    private static Found of(Optional<StsPolicy> old, Trouble trouble) {
      return new Found(old, old.isEmpty() ? Optional.of(trouble) : Optional.empty());
    }
  }

  private final PolicyShelf shelf;
  private final Texts texts;
  private final Web web;
  private final Cache<String, Found> recent =
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
   * @throws org.godwit.store.StoreUnavailable when the database cannot be asked: then it is not
   *     known, and nothing may be sent as if there were none
   */
  public Found of(String domain) {
    return recent.get(domain, this::look);
  }

  private Found look(String domain) {
    Optional<PolicyShelf.Kept> kept = shelf.find(domain);
    Optional<StsPolicy> old = inUse(kept.flatMap(found -> StsPolicy.parse(found.body())));
    Optional<String> id;
    try {
      id = id(domain);
    } catch (IOException e) { // whether there is one cannot be told
      without(domain, e);
      return Found.of(old);
    }
    if (id.isEmpty() || kept.filter(found -> found.id().equals(id.get())).isPresent()) {
      return Found.of(old); // 8461 §5.1: it holds until it ends
    }
    try {
      String body = web.fetch(domain);
      Optional<StsPolicy> fresh = StsPolicy.parse(body);
      if (fresh.isEmpty()) {
        LOG.atInfo().addKeyValue("domain", domain).log("what was fetched is no policy");
        return Found.of(old, Trouble.NO_POLICY);
      }
      shelf.put(domain, new PolicyShelf.Kept(id.get(), body), fresh.get().age());
      return Found.of(inUse(fresh));
    } catch (SSLException e) {
      without(domain, e);
      return Found.of(old, Trouble.NOT_PROVEN);
    } catch (IOException e) { // 8461 §3.3: as if there were none, unless one is kept
      without(domain, e);
      return Found.of(old, Trouble.NOT_FETCHED);
    }
  }

  private static Optional<StsPolicy> inUse(Optional<StsPolicy> policy) {
    return policy.filter(one -> one.mode() != StsPolicy.Mode.NONE);
  }

  private static void without(String domain, IOException why) {
    LOG.atInfo()
        .addKeyValue("domain", domain)
        .addKeyValue("reason", why.getMessage())
        .log("no new policy of a domain");
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
