package org.godwit.store.account;

import javax.inject.Inject;
import javax.inject.Singleton;
import javax.mail.internet.AddressException;
import org.apache.commons.configuration2.BaseHierarchicalConfiguration;
import org.apache.commons.configuration2.HierarchicalConfiguration;
import org.apache.commons.configuration2.ex.ConfigurationException;
import org.apache.commons.configuration2.tree.ImmutableNode;
import org.apache.james.core.MailAddress;
import org.apache.james.core.Username;
import org.apache.james.domainlist.api.DomainList;
import org.apache.james.user.api.UsersRepositoryException;
import org.apache.james.user.lib.UsersRepositoryImpl;

/** James's users on PostgreSQL. A user name is always a full address. */
@Singleton
final class StoredUsers extends UsersRepositoryImpl<PersonDao> {
  private final Credentials credentials;

  @Inject
  StoredUsers(DomainList domains, PersonDao people, Credentials credentials) {
    super(domains, people);
    this.credentials = credentials;
    withDefaults();
  }

  private void withDefaults() {
    try {
      super.configure(new BaseHierarchicalConfiguration());
    } catch (ConfigurationException e) {
      throw new IllegalStateException("an empty configuration has no faults", e);
    }
  }

  @Override
  public void configure(HierarchicalConfiguration<ImmutableNode> configuration)
      throws ConfigurationException {
    super.configure(configuration);
    setEnableVirtualHosting(true);
  }

  @Override
  public Username getUsername(MailAddress address) {
    return UnicodeAddress.user(address);
  }

  @Override
  public MailAddress getMailAddressFor(Username name) throws UsersRepositoryException {
    try {
      return UnicodeAddress.of(name);
    } catch (AddressException e) {
      throw new UsersRepositoryException("a user's name is no address", e);
    }
  }

  @Override
  public boolean test(Username name, String password) throws UsersRepositoryException {
    return PersonDao.asking(() -> credentials.verify(name, password));
  }

  @Override
  public boolean isAdministrator(Username name) throws UsersRepositoryException {
    return super.isAdministrator(name) || usersDAO.isAdmin(name);
  }
}
