package org.godwit.store.account;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Optional;
import javax.inject.Inject;
import javax.inject.Singleton;
import org.apache.james.core.Username;
import org.apache.james.core.quota.QuotaSizeLimit;
import org.apache.james.sieverepository.api.ScriptContent;
import org.apache.james.sieverepository.api.ScriptName;
import org.apache.james.sieverepository.api.ScriptSummary;
import org.apache.james.sieverepository.api.SieveRepository;
import org.apache.james.sieverepository.api.exception.DuplicateException;
import org.apache.james.sieverepository.api.exception.IsActiveException;
import org.apache.james.sieverepository.api.exception.QuotaExceededException;
import org.apache.james.sieverepository.api.exception.QuotaNotFoundException;
import org.apache.james.sieverepository.api.exception.ScriptNotFoundException;
import org.apache.james.sieverepository.api.exception.StorageException;
import org.godwit.store.Database;
import org.godwit.store.StoreException;
import org.godwit.store.account.SieveScripts.Use;

/**
 * Sieve scripts on PostgreSQL, and how many bytes of them one may keep. A person has at most one
 * active script; changes of one person's scripts wait for each other, and are changes of the
 * account. Safe for many threads.
 */
@Singleton
final class StoredSieve implements SieveRepository {
  private static final String DEFAULT = ""; // the owner of the default quota

  /** How a change went. */
  private enum Outcome {
    DONE,
    NO_SUCH_SCRIPT,
    IS_ACTIVE,
    EXISTS,
    TOO_MUCH
  }

  private final Database database;

  @Inject
  StoredSieve(Database database) {
    this.database = database;
  }

  @Override
  public void haveSpace(Username user, ScriptName name, long size)
      throws QuotaExceededException, StorageException {
    Use use = asking(connection -> SieveScripts.use(connection, user.asString(), name));
    if (!fits(use, size)) {
      throw new QuotaExceededException();
    }
  }

  private static boolean fits(Use use, long size) {
    // Written so that it cannot overflow.
    boolean bytesFit = use.limit().map(limit -> size <= limit - use.otherBytes()).orElse(true);
    return bytesFit && use.otherScripts() < SieveScripts.MOST;
  }

  @Override
  public void putScript(Username user, ScriptName name, ScriptContent content)
      throws StorageException, QuotaExceededException {
    String owner = user.asString();
    Outcome outcome =
        changing(
            owner,
            connection -> {
              if (!fits(SieveScripts.use(connection, owner, name), content.length())) {
                return Outcome.TOO_MUCH;
              }
              SieveScripts.put(connection, owner, name, content);
              return Outcome.DONE;
            });
    if (outcome == Outcome.TOO_MUCH) {
      throw new QuotaExceededException();
    }
  }

  @Override
  public List<ScriptSummary> listScripts(Username user) throws StorageException {
    return asking(connection -> SieveScripts.list(connection, user.asString()));
  }

  @Override
  public ZonedDateTime getActivationDateForActiveScript(Username user)
      throws StorageException, ScriptNotFoundException {
    Instant activated =
        asking(connection -> SieveScripts.activated(connection, user.asString()))
            .orElseThrow(ScriptNotFoundException::new);
    return activated.atZone(ZoneOffset.UTC);
  }

  @Override
  public InputStream getActive(Username user) throws ScriptNotFoundException, StorageException {
    return stream(asking(connection -> SieveScripts.active(connection, user.asString())));
  }

  @Override
  public InputStream getScript(Username user, ScriptName name)
      throws ScriptNotFoundException, StorageException {
    return stream(asking(connection -> SieveScripts.content(connection, user.asString(), name)));
  }

  private static InputStream stream(Optional<String> content) throws ScriptNotFoundException {
    return new ByteArrayInputStream(
        content.orElseThrow(ScriptNotFoundException::new).getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public void setActive(Username user, ScriptName name)
      throws ScriptNotFoundException, StorageException {
    String owner = user.asString();
    Outcome outcome =
        changing(
            owner,
            connection -> {
              if (!name.equals(NO_SCRIPT_NAME)
                  && SieveScripts.content(connection, owner, name).isEmpty()) {
                return Outcome.NO_SUCH_SCRIPT;
              }
              SieveScripts.deactivate(connection, owner);
              SieveScripts.activate(connection, owner, name); // nothing has the empty name
              return Outcome.DONE;
            });
    if (outcome == Outcome.NO_SUCH_SCRIPT) {
      throw new ScriptNotFoundException();
    }
  }

  @Override
  public void deleteScript(Username user, ScriptName name)
      throws ScriptNotFoundException, IsActiveException, StorageException {
    String owner = user.asString();
    Outcome outcome =
        changing(
            owner,
            connection -> {
              if (SieveScripts.delete(connection, owner, name)) {
                return Outcome.DONE;
              }
              return SieveScripts.content(connection, owner, name).isPresent()
                  ? Outcome.IS_ACTIVE
                  : Outcome.NO_SUCH_SCRIPT;
            });
    if (outcome == Outcome.IS_ACTIVE) {
      throw new IsActiveException();
    }
    if (outcome == Outcome.NO_SUCH_SCRIPT) {
      throw new ScriptNotFoundException();
    }
  }

  @Override
  public void renameScript(Username user, ScriptName from, ScriptName to)
      throws ScriptNotFoundException, DuplicateException, StorageException {
    String owner = user.asString();
    Outcome outcome =
        changing(
            owner,
            connection -> {
              if (SieveScripts.content(connection, owner, to).isPresent()) {
                return Outcome.EXISTS;
              }
              return SieveScripts.rename(connection, owner, from, to)
                  ? Outcome.DONE
                  : Outcome.NO_SUCH_SCRIPT;
            });
    if (outcome == Outcome.EXISTS) {
      throw new DuplicateException();
    }
    if (outcome == Outcome.NO_SUCH_SCRIPT) {
      throw new ScriptNotFoundException();
    }
  }

  @Override
  public boolean hasDefaultQuota() throws StorageException {
    return quota(DEFAULT).isPresent();
  }

  @Override
  public QuotaSizeLimit getDefaultQuota() throws QuotaNotFoundException, StorageException {
    return QuotaSizeLimit.size(quota(DEFAULT).orElseThrow(QuotaNotFoundException::new));
  }

  @Override
  public void setDefaultQuota(QuotaSizeLimit quota) throws StorageException {
    quota(DEFAULT, quota);
  }

  @Override
  public void removeQuota() throws StorageException {
    removeQuota(DEFAULT);
  }

  @Override
  public boolean hasQuota(Username user) throws StorageException {
    return quota(user.asString()).isPresent();
  }

  @Override
  public QuotaSizeLimit getQuota(Username user) throws QuotaNotFoundException, StorageException {
    return QuotaSizeLimit.size(quota(user.asString()).orElseThrow(QuotaNotFoundException::new));
  }

  @Override
  public void setQuota(Username user, QuotaSizeLimit quota) throws StorageException {
    quota(user.asString(), quota);
  }

  @Override
  public void removeQuota(Username user) throws StorageException {
    removeQuota(user.asString());
  }

  private Optional<Long> quota(String owner) throws StorageException {
    return asking(connection -> SieveScripts.quota(connection, owner));
  }

  private void quota(String owner, QuotaSizeLimit quota) throws StorageException {
    asking(
        connection -> {
          SieveScripts.quota(connection, owner, quota.asLong());
          return null;
        });
  }

  private void removeQuota(String owner) throws StorageException {
    asking(
        connection -> {
          SieveScripts.removeQuota(connection, owner);
          return null;
        });
  }

  private <T> T asking(Database.Work<T> work) throws StorageException {
    try {
      return database.run("reading Sieve scripts", work);
    } catch (StoreException e) {
      throw new StorageException(e);
    }
  }

  private Outcome changing(String owner, Database.Work<Outcome> work) throws StorageException {
    try {
      return database.transaction(
          "changing Sieve scripts",
          connection -> {
            SieveScripts.lock(connection, owner);
            Outcome outcome = work.on(connection);
            if (outcome == Outcome.DONE) {
              SieveScripts.changed(connection, owner);
            }
            return outcome;
          });
    } catch (StoreException e) {
      throw new StorageException(e);
    }
  }
}
