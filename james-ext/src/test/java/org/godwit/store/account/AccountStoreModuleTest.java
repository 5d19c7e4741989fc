package org.godwit.store.account;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.inject.AbstractModule;
import com.google.inject.Guice;
import com.google.inject.Injector;
import com.google.inject.Key;
import com.google.inject.TypeLiteral;
import java.util.Set;
import org.apache.commons.configuration2.BaseHierarchicalConfiguration;
import org.apache.james.core.Domain;
import org.apache.james.core.Username;
import org.apache.james.mailrepository.api.MailRepositoryFactory;
import org.apache.james.mailrepository.api.MailRepositoryUrlStore;
import org.apache.james.rrt.api.CanSendFrom;
import org.apache.james.rrt.api.RecipientRewriteTable;
import org.apache.james.rrt.lib.MappingSource;
import org.apache.james.server.core.configuration.ConfigurationProvider;
import org.apache.james.sieverepository.api.SieveQuotaRepository;
import org.apache.james.sieverepository.api.SieveRepository;
import org.apache.james.user.api.UsersRepository;
import org.apache.james.user.api.UsersRepositoryException;
import org.apache.james.utils.InitializationOperation;
import org.apache.james.vacation.api.VacationService;
import org.assertj.core.api.Assertions;
import org.godwit.store.Database;
import org.godwit.store.PostgresExtension;
import org.godwit.trust.sasl.Proven;
import org.godwit.trust.sasl.Sasl;
import org.godwit.trust.sasl.SaslChannel;
import org.godwit.trust.sasl.SaslSecrets;
import org.godwit.trust.sasl.SaslStep;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(PostgresExtension.class)
class AccountStoreModuleTest {
  private static final SaslChannel HERE =
      SaslChannel.clear(java.net.InetAddress.getLoopbackAddress(), org.godwit.trust.Scope.IMAP);

  private Injector injector;

  @BeforeEach
  void setUp(Database database) throws Exception {
    injector = Guice.createInjector(new AccountStoreModule(), new Outside(database));
    for (InitializationOperation start :
        injector.getInstance(Key.get(new TypeLiteral<Set<InitializationOperation>>() {}))) {
      start.initModule();
    }
    injector.getInstance(StoredDomains.class).main(Domain.of("example.org"));
  }

  private static final class Outside extends AbstractModule {
    private final Database database;

    Outside(Database database) {
      this.database = database;
    }

    @Override
    protected void configure() {
      bind(Database.class).toInstance(database);
      bind(ConfigurationProvider.class)
          .toInstance((name, options) -> new BaseHierarchicalConfiguration());
    }
  }

  @Test
  void composesAllThatJamesAsksFor() {
    for (Class<?> wanted :
        Set.of(
            CanSendFrom.class,
            SieveRepository.class,
            SieveQuotaRepository.class,
            VacationService.class,
            MailRepositoryUrlStore.class)) {
      assertThat(injector.getInstance(wanted)).isNotNull();
    }
    assertThat(injector.getInstance(Key.get(new TypeLiteral<Set<MailRepositoryFactory>>() {})))
        .hasSize(1);
  }

  @Test
  void nobodyTakesAnAddressThatIsAnAlias() throws Exception {
    UsersRepository users = injector.getInstance(UsersRepository.class);
    users.addUser(Username.of("alice@example.org"), "secret");
    injector
        .getInstance(RecipientRewriteTable.class)
        .addAliasMapping(
            MappingSource.fromUser(Username.of("info@example.org")), "alice@example.org");

    Assertions.assertThatThrownBy(() -> users.addUser(Username.of("info@example.org"), "secret"))
        .isInstanceOf(UsersRepositoryException.class);
  }

  @Test
  void theDoorsKnowAUserWithAndWithoutTheMainDomain() throws Exception {
    injector.getInstance(UsersRepository.class).addUser(Username.of("alice@example.org"), "secret");
    SaslSecrets secrets = injector.getInstance(SaslSecrets.class);

    assertThat(secrets.verify(HERE, "alice", "secret").map(Proven::user))
        .contains("alice@example.org");
    assertThat(secrets.verify(HERE, "Alice@Example.org", "secret").map(Proven::user))
        .contains("alice@example.org");
    assertThat(secrets.verify(HERE, "alice@example.net", "secret")).isEmpty();
    for (String odd : new String[] {"", " ", "@", "a\0b", "x".repeat(10_000), "a@b@c"}) {
      assertThat(secrets.verify(HERE, odd, "secret")).isEmpty();
      assertThat(secrets.scram(HERE, odd).keys()).isNotNull();
    }
    assertThat(secrets.scram(HERE, "alice").user()).isEqualTo("alice@example.org");
  }

  @Test
  void guessersAreSlowedDownAndALoginIsNoted() throws Exception {
    Username alice = Username.of("alice@example.org");
    injector.getInstance(UsersRepository.class).addUser(alice, "secret");
    Sasl sasl = injector.getInstance(Sasl.class);

    assertThat(plain(sasl, "alice", "secret")).isInstanceOf(SaslStep.Success.class);
    assertThat(injector.getInstance(Accounts.class).find(alice).orElseThrow().lastLogin())
        .isPresent();
    for (int i = 0; i < 10; i++) {
      assertThat(plain(sasl, "bob", "guess")).isEqualTo(SaslStep.Failure.CREDENTIALS.step());
    }
    assertThat(plain(sasl, "bob", "guess")).isEqualTo(SaslStep.Failure.SLOWED.step());
  }

  private static SaslStep plain(Sasl sasl, String user, String password) {
    SaslChannel here =
        SaslChannel.clear(java.net.InetAddress.getLoopbackAddress(), org.godwit.trust.Scope.IMAP);
    return sasl.find("PLAIN", here)
        .orElseThrow()
        .start(here)
        .next(("\0" + user + "\0" + password).getBytes(java.nio.charset.StandardCharsets.UTF_8));
  }
}
