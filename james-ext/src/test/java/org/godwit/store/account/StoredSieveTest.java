package org.godwit.store.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.james.core.Domain;
import org.apache.james.core.Username;
import org.apache.james.core.quota.QuotaSizeLimit;
import org.apache.james.sieverepository.api.ScriptContent;
import org.apache.james.sieverepository.api.ScriptName;
import org.apache.james.sieverepository.api.SieveRepository;
import org.apache.james.sieverepository.api.exception.QuotaExceededException;
import org.apache.james.sieverepository.api.exception.StorageException;
import org.apache.james.sieverepository.lib.SieveRepositoryContract;
import org.godwit.store.Database;
import org.godwit.store.PostgresExtension;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(PostgresExtension.class)
class StoredSieveTest implements SieveRepositoryContract {
  private StoredSieve sieve;

  @BeforeEach
  void setUp(Database database) {
    sieve = new StoredSieve(database);
  }

  @Override
  public SieveRepository sieveRepository() {
    return sieve;
  }

  @Test
  void nobodyKeepsEndlesslyManyEmptyScripts() throws Exception {
    for (int i = 0; i < 100; i++) {
      sieve.putScript(USERNAME, new ScriptName("s" + i), new ScriptContent(""));
    }
    sieve.putScript(USERNAME, new ScriptName("s7"), new ScriptContent("keep;"));
    assertThatThrownBy(
            () -> sieve.putScript(USERNAME, new ScriptName("one more"), new ScriptContent("")))
        .isInstanceOf(QuotaExceededException.class);
  }

  @Test
  void twoClientsAtOnceDoNotOvershootTheQuota(Database database) throws Exception {
    StoredDomains domains = new StoredDomains(database);
    domains.main(Domain.of("example.org"));
    Username alice = Username.of("alice@example.org");
    new House(database, domains).accounts.create(new NewAccount(alice, "secret"));
    sieve.setQuota(alice, QuotaSizeLimit.size(10));
    AtomicInteger stored = new AtomicInteger();
    IntStream.range(0, 16)
        .parallel()
        .forEach(
            i -> {
              try {
                sieve.putScript(alice, new ScriptName("s" + i), new ScriptContent("12345"));
                stored.incrementAndGet();
              } catch (QuotaExceededException expected) {
                // as it should
              } catch (StorageException e) {
                throw new AssertionError(e);
              }
            });
    assertThat(stored).hasValue(2);
  }

  @Test
  void aScriptThatCannotBeStoredIsSaidToBeSo() {
    assertThatThrownBy(() -> sieve.putScript(USERNAME, SCRIPT_NAME, new ScriptContent("a\0b")))
        .isInstanceOf(StorageException.class);
  }
}
