package org.godwit.mailflow.sieve;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import javax.inject.Inject;
import javax.mail.MessagingException;
import org.apache.james.core.Username;
import org.apache.james.sieverepository.api.SieveRepository;
import org.apache.james.sieverepository.api.exception.ScriptNotFoundException;
import org.apache.james.sieverepository.api.exception.StorageException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * People's active scripts, checked once for each text. A changed script counts at once. Safe for
 * many threads; one statement a call.
 */
final class ActiveScripts {
  private static final Logger LOG = LoggerFactory.getLogger(ActiveScripts.class);
  private static final long MOST_LETTERS = 16_000_000;

  private final SieveRepository scripts;
  private final Cache<String, Optional<Script>> checked =
      Caffeine.newBuilder()
          .maximumWeight(MOST_LETTERS)
          .weigher((String text, Optional<Script> script) -> text.length() + 100)
          .executor(Runnable::run)
          .build();

  @Inject
  ActiveScripts(SieveRepository scripts) {
    this.scripts = scripts;
  }

  /**
   * Somebody's script; empty when there is none, or none that works.
   *
   * @throws MessagingException when that cannot be read now
   */
  Optional<Script> of(Username owner) throws MessagingException {
    try (InputStream in = scripts.getActive(owner)) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      Optional<Script> script = checked.get(text, ActiveScripts::compile);
      if (script.isEmpty()) {
        LOG.atWarn().addKeyValue("of", owner.asString()).log("an active Sieve script has mistakes");
      }
      return script;
    } catch (ScriptNotFoundException none) {
      return Optional.empty();
    } catch (StorageException | IOException e) {
      throw new MessagingException("a Sieve script cannot be read now", e);
    }
  }

  private static Optional<Script> compile(String text) {
    try {
      return Optional.of(Script.compile(text));
    } catch (SieveProblem e) {
      return Optional.empty();
    }
  }
}
