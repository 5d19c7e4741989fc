package org.godwit.admin;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.james.core.Domain;
import org.apache.james.core.MailAddress;
import org.apache.james.core.Username;
import org.apache.james.domainlist.api.DomainList;
import org.apache.james.domainlist.api.DomainListException;
import org.apache.james.user.api.AlreadyExistInUsersRepositoryException;
import org.apache.james.user.api.UsersRepositoryException;
import org.godwit.settings.Settings;
import org.godwit.store.account.Accounts;
import org.godwit.store.account.DkimKeys;
import org.godwit.store.account.NewAccount;
import org.godwit.store.account.StoredDomains;
import org.godwit.store.account.UnicodeAddress;
import org.godwit.store.admin.AuditEntry.Deed;
import org.godwit.store.admin.AuditLog;
import org.godwit.store.admin.FirstRun;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What somebody with the link of the first start can do, who has no account yet: look, choose the
 * host name, and make the first domain and its administrator, which uses the link up. Safe for many
 * threads.
 */
public final class FirstSteps {
  private static final Logger LOG = LoggerFactory.getLogger(FirstSteps.class);

  private static final Pattern HOST =
      Pattern.compile(
          "(?=.{1,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])?");

  private final FirstRun firstRun;
  private final DomainList domains;
  private final StoredDomains mainDomain;
  private final DkimKeys keys;
  private final Accounts accounts;
  private final AuditLog log;
  private final String hostname;
  private final Path data;

  /** What is to be made. */
  public record Wish(String domain, String address, String password) {}

  /**
   * Makes them.
   *
   * @param hostname as it is now
   * @param data where what is chosen is kept
   */
  public FirstSteps(Services services, String hostname, Path data) {
    this.firstRun = services.get(FirstRun.class);
    this.domains = services.get(DomainList.class);
    this.mainDomain = services.get(StoredDomains.class);
    this.keys = services.get(DkimKeys.class);
    this.accounts = services.get(Accounts.class);
    this.log = services.get(AuditLog.class);
    this.hostname = hostname;
    this.data = data;
  }

  /**
   * How things are.
   *
   * @throws AdminProblem when this is not the secret of the link
   */
  public Map<String, String> look(String secret) throws AdminProblem {
    mustKnow(secret);
    try {
      return Map.of("hostname", hostname, "domain", domains.getDefaultDomain().asString());
    } catch (DomainListException e) {
      return Map.of("hostname", hostname, "domain", "");
    }
  }

  /** Chooses the host name, which counts from the next start on. */
  public void hostname(String secret, String wanted) throws AdminProblem {
    mustKnow(secret);
    String name = wanted.toLowerCase(Locale.ROOT);
    if (!HOST.matcher(name).matches()) {
      throw AdminProblem.malformed("not a host name such as mail.example.org: " + wanted);
    }
    try {
      Files.writeString(
          data.resolve(Settings.CHOSEN),
          "# What was chosen at the first start. config/godwit.toml and variables come before it.\n"
              + "[server]\nhostname = \"%s\"\n".formatted(name));
    } catch (IOException e) {
      LOG.warn("the host name cannot be written", e);
      throw new AdminProblem(AdminProblem.Kind.FAULT, "it cannot be written; the log says why");
    }
  }

  /**
   * Makes the domain, the main one from then on, and its administrator; the link is used up.
   *
   * @return the name of the account
   */
  public String account(String secret, Wish wish, String from) throws AdminProblem {
    mustKnow(secret);
    Domain domain = Told.domain(wish.domain());
    MailAddress address = Told.address("address", wish.address());
    if (!address.getDomain().equals(domain)) {
      throw AdminProblem.malformed("the address is not in " + domain.asString());
    }
    if (!firstRun.take(secret)) {
      throw unknown();
    }
    Username name = UnicodeAddress.user(address);
    try {
      mainDomain.main(domain);
      keys.of(domain);
      make(name, wish.password());
      accounts.admin(name, true);
    } catch (UsersRepositoryException | RuntimeException e) {
      firstRun.giveBack(secret);
      LOG.info("the first account is refused: {}", e.getMessage());
      throw AdminProblem.refused(String.valueOf(e.getMessage()));
    }
    log.add(
        new Deed(
            name.asString(),
            "setup",
            from,
            "first start",
            name.asString() + " " + domain.asString(),
            "{}",
            "done"));
    return name.asString();
  }

  /** The account that the first start made may be the one that is wanted. */
  private void make(Username name, String password) throws UsersRepositoryException {
    try {
      accounts.create(new NewAccount(name, password));
    } catch (AlreadyExistInUsersRepositoryException e) {
      if (!accounts.password(name, password)) {
        throw e; // an alias, or a group
      }
    }
  }

  private void mustKnow(String secret) throws AdminProblem {
    if (!firstRun.knows(secret)) {
      throw unknown();
    }
  }

  private static AdminProblem unknown() {
    return AdminProblem.forbidden(
        "This link was used, or is older than a day. While nobody has set the server up, each start"
            + " prints another one.");
  }
}
