package org.godwit.store.account;

import java.text.Normalizer;
import javax.inject.Inject;
import org.apache.james.core.Username;
import org.apache.james.domainlist.api.DomainList;
import org.apache.james.domainlist.api.DomainListException;

/** Whom a client means. Who leaves the domain out means the main one. */
final class LoginNames {
  private static final int LONGEST = 255; // as James's own names
  private static final Username NOBODY = Username.of("nobody"); // no address, so no user

  private final DomainList domains;

  @Inject
  LoginNames(DomainList domains) {
    this.domains = domains;
  }

  /**
   * The name as we keep it; for what can be no name, one that nobody has.
   *
   * @throws IllegalStateException when the main domain is needed and cannot be read
   */
  Username of(String user) {
    if (user.isBlank() || user.length() > LONGEST || user.indexOf('\0') >= 0) {
      return NOBODY;
    }
    try {
      return user.contains("@")
          ? Username.of(Normalizer.normalize(user, Normalizer.Form.NFC)) // 6532 §3.1
          : Username.fromLocalPartWithDomain(user, domains.getDefaultDomain());
    } catch (IllegalArgumentException e) {
      return NOBODY;
    } catch (DomainListException e) {
      throw new IllegalStateException("the main domain cannot be asked", e);
    }
  }
}
