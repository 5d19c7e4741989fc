package org.godwit.trust.acme;

import java.io.IOException;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.godwit.trust.KeyPairs;
import org.shredzone.acme4j.Account;
import org.shredzone.acme4j.AccountBuilder;
import org.shredzone.acme4j.AcmeJsonResource;
import org.shredzone.acme4j.Authorization;
import org.shredzone.acme4j.Login;
import org.shredzone.acme4j.Order;
import org.shredzone.acme4j.OrderBuilder;
import org.shredzone.acme4j.PollableResource;
import org.shredzone.acme4j.Problem;
import org.shredzone.acme4j.RenewalInfo;
import org.shredzone.acme4j.Session;
import org.shredzone.acme4j.Status;
import org.shredzone.acme4j.challenge.Challenge;
import org.shredzone.acme4j.connector.Resource;
import org.shredzone.acme4j.exception.AcmeException;
import org.shredzone.acme4j.exception.AcmeServerException;
import org.shredzone.acme4j.exception.AcmeUnauthorizedException;
import org.shredzone.acme4j.util.CSRBuilder;

/** One order: account, names, proofs, request, certificate (8555 §7.4). One thread's. */
final class CertificateOrders {

  /** 9773 §4.1: advice is asked for by it, so a certificate without it gets none. */
  private static final String AUTHORITY_KEY_IDENTIFIER = "2.5.29.35";

  /** What one order may take in all. */
  static final Duration PATIENCE = Duration.ofMinutes(10);

  private static final Duration ONE_ANSWER = Duration.ofSeconds(30);
  private static final Duration ASK_AGAIN = Duration.ofSeconds(1);
  private static final Duration ASK_AT_LEAST = Duration.ofSeconds(30);

  private final AcmeSettings settings;
  private final InstantSource clock;

  CertificateOrders(AcmeSettings settings, InstantSource clock) {
    this.settings = settings;
    this.clock = clock;
  }

  /**
   * Orders a certificate.
   *
   * @param account our key at the authority
   * @param proofs which the caller withdraws
   * @throws OrderFailed with the reason
   * @throws InterruptedException when it took too long
   */
  IssuedCertificate place(KeyPair account, Wish wish, Proofs proofs)
      throws OrderFailed, InterruptedException {
    try {
      Login login = login(account);
      Order order = orderOrEnd(login, wish);
      prove(order, wish.names(), proofs);
      await(order, order::getError, Status.READY, "the order");
      KeyPair key = wish.key().orElseGet(KeyPairs::make);
      order.execute(request(wish.names(), key));
      await(order, order::getError, Status.VALID, "the order");
      List<X509Certificate> chain = order.getCertificate().getCertificateChain();
      if (chain.isEmpty()) {
        throw new OrderFailed("the authority issued no certificate");
      }
      return new IssuedCertificate(key.getPrivate(), chain)
          .checked(key.getPublic(), wish.names(), clock.instant());
    } catch (AcmeException | RuntimeException e) { // acme4j throws both for what it cannot read
      throw Troubles.of(e);
    }
  }

  /** 9773 §4: when the authority would like to see us again; empty when it does not say. */
  Optional<Instant> suggested(KeyPair account, X509Certificate certificate) throws OrderFailed {
    try {
      Session session = session();
      if (session.resourceUrlOptional(Resource.RENEWAL_INFO).isEmpty()
          || certificate.getExtensionValue(AUTHORITY_KEY_IDENTIFIER) == null) {
        return Optional.empty();
      }
      RenewalInfo info =
          session.login(settings.directory().toURL(), account).bindRenewalInfo(certificate);
      info.fetch();
      return Optional.of(
          info.getRandomProposal(null).orElseGet(clock::instant)); // the window is over: now
    } catch (AcmeException | RuntimeException | IOException e) {
      throw Troubles.of(e);
    }
  }

  private Session session() throws OrderFailed {
    Session session =
        new Session(settings.directory(), new CarefulProvider(settings.authorities()));
    session.networkSettings().setTimeout(ONE_ANSWER);
    session.networkSettings().setCompressionEnabled(false);
    session.setLocale(Locale.ENGLISH);
    return session;
  }

  private Login login(KeyPair account) throws OrderFailed, AcmeException {
    AccountBuilder builder = new AccountBuilder().useKeyPair(account).agreeToTermsOfService();
    settings.contact().ifPresent(builder::addEmail);
    settings.binding().ifPresent(to -> builder.withKeyIdentifier(to.id(), to.key()));
    try {
      return builder.createLogin(session()); // 8555 §7.3.1: the same one, when we have one already
    } catch (AcmeUnauthorizedException e) { // 8555 §7.3.6
      throw new AccountEnded(e);
    }
  }

  private static Order orderOrEnd(Login login, Wish wish) throws AcmeException, AccountEnded {
    try {
      return newOrder(login, wish);
    } catch (AcmeUnauthorizedException e) {
      if (hasEnded(login)) {
        throw new AccountEnded(e);
      }
      throw e;
    }
  }

  /** Whether orders are refused because of who we are, and not because of what we want. */
  private static boolean hasEnded(Login login) throws AcmeException {
    try {
      Account account = login.getAccount();
      account.fetch();
      return account.getStatus() != Status.VALID; // 8555 §7.1.6: deactivated, or revoked
    } catch (AcmeUnauthorizedException e) { // 8555 §7.3.6: not even that is told
      return true;
    }
  }

  private static Order newOrder(Login login, Wish wish) throws AcmeException {
    boolean replaces =
        wish.replaced().isPresent()
            && login.getSession().resourceUrlOptional(Resource.RENEWAL_INFO).isPresent();
    if (replaces) {
      try {
        return order(login, wish.names()).replaces(wish.replaced().get()).create(); // 9773 §5
      } catch (AcmeServerException e) {
        if (!e.getType().toString().endsWith(":alreadyReplaced")) {
          throw e;
        }
      }
    }
    return order(login, wish.names()).create();
  }

  private static OrderBuilder order(Login login, List<String> names) {
    return login.newOrder().domains(names);
  }

  private void prove(Order order, List<String> names, Proofs proofs)
      throws AcmeException, OrderFailed, InterruptedException {
    Map<String, Authorization> open = new LinkedHashMap<>();
    Map<String, Challenge> asked = new LinkedHashMap<>();
    List<Authorization> all = order.getAuthorizations();
    if (all.size() > names.size()) {
      throw new OrderFailed("the authority wants more proofs than there are names");
    }
    for (Authorization each : all) {
      String name = each.getIdentifier().getDomain().toLowerCase(Locale.ROOT);
      if (!names.contains(name)) {
        throw new OrderFailed(
            "the authority wants a proof for " + name + ", which we did not name");
      }
      if (each.getStatus() != Status.VALID) {
        Challenge challenge = challenge(each, name);
        proofs.offer(name, challenge);
        open.put(name, each);
        asked.put(name, challenge);
      }
    }
    if (!asked.isEmpty()) {
      Thread.sleep(proofs.untilSeen());
    }
    for (Challenge each : asked.values()) {
      each.trigger();
    }
    awaitProofs(open, asked);
  }

  private Challenge challenge(Authorization authorization, String name) throws OrderFailed {
    String wanted = settings.challenge().type();
    List<Challenge> offered = authorization.getChallenges();
    return offered.stream()
        .filter(each -> each.getType().equals(wanted))
        .findFirst()
        .orElseThrow(
            () ->
                new OrderFailed(
                    "the authority offers no %s for %s, but %s"
                        .formatted(
                            wanted, name, offered.stream().map(Challenge::getType).toList())));
  }

  private static void awaitProofs(Map<String, Authorization> open, Map<String, Challenge> asked)
      throws AcmeException, InterruptedException, OrderFailed {
    Map<String, String> failed = new LinkedHashMap<>();
    for (Map.Entry<String, Authorization> each : open.entrySet()) {
      String name = each.getKey();
      if (settled(each.getValue()) != Status.VALID) {
        Challenge challenge = asked.get(name);
        challenge.fetch();
        failed.put(name, challenge.getError().map(Problem::toString).orElse("no reason given"));
      }
    }
    if (!failed.isEmpty()) {
      throw new OrderFailed(
          "the authority does not find us at " + failed, Optional.empty(), failed.keySet(), null);
    }
  }

  private interface Reason {
    Optional<Problem> get();
  }

  private static <R extends AcmeJsonResource & PollableResource> void await(
      R resource, Reason reason, Status wanted, String what)
      throws AcmeException, InterruptedException, OrderFailed {
    while (true) {
      Status status = resource.getStatus();
      if (status == wanted || status == Status.VALID) {
        return;
      }
      if (status == Status.INVALID) {
        String why = reason.get().map(Problem::toString).orElse("no reason given");
        throw new OrderFailed("the authority gives " + what + " up: " + why);
      }
      pause(resource.fetch());
    }
  }

  private static <R extends AcmeJsonResource & PollableResource> Status settled(R resource)
      throws AcmeException, InterruptedException {
    while (resource.getStatus() == Status.PENDING || resource.getStatus() == Status.PROCESSING) {
      pause(resource.fetch());
    }
    return resource.getStatus();
  }

  /** 8555 §7.5.1: as long as it says, within reason. */
  private static void pause(Optional<Instant> until) throws InterruptedException {
    Duration asked =
        until.map(instant -> Duration.between(Instant.now(), instant)).orElse(ASK_AGAIN);
    Thread.sleep(
        asked.compareTo(ASK_AGAIN) < 0
            ? ASK_AGAIN
            : asked.compareTo(ASK_AT_LEAST) > 0 ? ASK_AT_LEAST : asked);
  }

  private static byte[] request(List<String> names, KeyPair key) throws OrderFailed {
    try {
      CSRBuilder request = new CSRBuilder();
      request.addDomains(names);
      request.sign(key);
      return request.getEncoded();
    } catch (IOException e) {
      throw new OrderFailed("the request for a certificate cannot be made", e);
    }
  }
}
