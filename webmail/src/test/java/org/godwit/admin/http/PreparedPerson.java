package org.godwit.admin.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.james.core.Domain;
import org.apache.james.core.Username;
import org.apache.james.domainlist.api.DomainList;
import org.apache.james.domainlist.api.DomainListException;
import org.godwit.server.OneServer;
import org.godwit.store.account.AppPasswords;
import org.godwit.store.account.DkimKeys;
import org.godwit.store.account.SecondFactors;
import org.godwit.store.admin.AdminTokens;
import org.godwit.store.admin.Grant;
import org.godwit.trust.Scope;
import org.godwit.trust.Totp;

/** Somebody who has everything that can be taken away, and domains likewise. */
record PreparedPerson(OneServer mail, String name) {

  /** What takes their second factor away. */
  String secondFactor() {
    SecondFactors factors = mail.server().service(SecondFactors.class);
    byte[] secret = factors.begin(name).orElseThrow();
    assertThat(factors.confirm(name, Totp.code(secret, Instant.now()))).isPresent();
    return "{\"address\":\"%s\"}".formatted(name);
  }

  /** What takes an app password away. */
  String appPassword() {
    AppPasswords.Created made =
        mail.server()
            .service(AppPasswords.class)
            .create(
                name,
                new AppPasswords.Wish("phone", Set.of(Scope.IMAP), List.of(), Optional.empty()))
            .orElseThrow();
    return "{\"address\":\"%s\",\"id\":\"%s\"}".formatted(name, made.id());
  }

  /** What takes a token back. */
  String token() {
    AdminTokens.Made made =
        mail.server()
            .service(AdminTokens.class)
            .create(
                new AdminTokens.Wish(
                    Username.of(name),
                    "a program",
                    Set.of(Grant.ALL),
                    Instant.now().plus(Duration.ofDays(1))))
            .orElseThrow();
    return "{\"id\":\"%s\"}".formatted(made.id());
  }

  /** What forgets a key that signs no more. */
  String retiredKey() {
    Domain domain = added("retired.example");
    DkimKeys keys = mail.server().service(DkimKeys.class);
    String selector = keys.of(domain).getFirst().key().selector();
    keys.next(domain);
    keys.activate(domain);
    return "{\"domain\":\"retired.example\",\"selector\":\"%s\"}".formatted(selector);
  }

  /** What removes a domain that nobody lives in. */
  String emptyDomain() {
    return "{\"domain\":\"%s\"}".formatted(added("empty.example").asString());
  }

  private Domain added(String name) {
    Domain domain = Domain.of(name);
    try {
      mail.server().service(DomainList.class).addDomain(domain);
    } catch (DomainListException e) {
      throw new IllegalStateException(e);
    }
    return domain;
  }
}
