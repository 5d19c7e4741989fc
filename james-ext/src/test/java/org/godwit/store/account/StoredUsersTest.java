package org.godwit.store.account;

import java.util.Optional;
import org.apache.commons.configuration2.BaseHierarchicalConfiguration;
import org.apache.james.core.Username;
import org.apache.james.user.api.UsersRepository;
import org.apache.james.user.lib.UsersRepositoryContract;
import org.godwit.store.Database;
import org.godwit.store.PostgresExtension;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

@ExtendWith(PostgresExtension.class)
class StoredUsersTest implements UsersRepositoryContract.WithVirtualHostingContract {
  @RegisterExtension
  final UserRepositoryExtension extension = UserRepositoryExtension.withVirtualHost();

  private House house;

  @BeforeEach
  void setUp(Database database, TestSystem system) {
    house = new House(database, system.getDomainList());
  }

  @Override
  public UsersRepository testee() {
    return house.users;
  }

  @Override
  public UsersRepository testee(Optional<Username> administrator) throws Exception {
    BaseHierarchicalConfiguration configuration = new BaseHierarchicalConfiguration();
    administrator.ifPresent(name -> configuration.addProperty("administratorId", name.asString()));
    house.users.configure(configuration);
    return house.users;
  }
}
