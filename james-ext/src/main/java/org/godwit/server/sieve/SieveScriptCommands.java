package org.godwit.server.sieve;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.inject.Inject;
import org.apache.james.core.Username;
import org.apache.james.protocols.api.Response;
import org.apache.james.sieverepository.api.ScriptContent;
import org.apache.james.sieverepository.api.ScriptName;
import org.apache.james.sieverepository.api.ScriptSummary;
import org.apache.james.sieverepository.api.SieveRepository;
import org.apache.james.sieverepository.api.exception.DuplicateException;
import org.apache.james.sieverepository.api.exception.IsActiveException;
import org.apache.james.sieverepository.api.exception.QuotaExceededException;
import org.apache.james.sieverepository.api.exception.ScriptNotFoundException;
import org.apache.james.sieverepository.api.exception.StorageException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The commands of a client that is logged in. RFC 5804 §2.5 to §2.12. */
public final class SieveScriptCommands {

  static final Set<String> NAMES =
      Set.of(
          "HAVESPACE",
          "PUTSCRIPT",
          "CHECKSCRIPT",
          "LISTSCRIPTS",
          "SETACTIVE",
          "GETSCRIPT",
          "DELETESCRIPT",
          "RENAMESCRIPT");

  private static final Logger LOG = LoggerFactory.getLogger(SieveScriptCommands.class);
  private static final SieveReply TOO_MUCH =
      SieveReply.no("(QUOTA)", "You have no room for that"); // 5804 §1.3

  private final SieveRepository scripts;
  private final SieveLanguage language;

  @Inject
  public SieveScriptCommands(SieveRepository scripts, SieveLanguage language) {
    this.scripts = scripts;
    this.language = language;
  }

  Response run(Username user, String command, List<SieveToken> arguments) {
    try {
      return switch (command) {
        case "HAVESPACE" -> haveSpace(user, arguments);
        case "PUTSCRIPT" -> put(user, arguments);
        case "CHECKSCRIPT" -> check(arguments);
        case "LISTSCRIPTS" -> list(user, arguments);
        case "SETACTIVE" -> setActive(user, arguments);
        case "GETSCRIPT" -> get(user, arguments);
        case "DELETESCRIPT" -> delete(user, arguments);
        case "RENAMESCRIPT" -> rename(user, arguments);
        default -> throw new IllegalArgumentException(command);
      };
    } catch (QuotaExceededException e) {
      return TOO_MUCH;
    } catch (ScriptNotFoundException e) {
      return SieveReply.no("(NONEXISTENT)", "There is no such script");
    } catch (IsActiveException e) {
      return SieveReply.no("(ACTIVE)", "The script is active");
    } catch (DuplicateException e) {
      return SieveReply.no("(ALREADYEXISTS)", "There is a script of that name");
    } catch (StorageException | IOException e) {
      LOG.error("{} of {} failed", command, user.asString(), e);
      return SieveReply.no("(TRYLATER)", "The scripts cannot be reached now");
    }
  }

  private Response haveSpace(Username user, List<SieveToken> arguments)
      throws StorageException, QuotaExceededException {
    Optional<ScriptName> name = name(arguments, 2);
    if (name.isEmpty() || !(arguments.get(1) instanceof SieveToken.Amount size)) {
      return SieveReply.no("Expected HAVESPACE, a name and a number of bytes");
    }
    if (size.value() > SieveLanguage.LARGEST) {
      return SieveReply.no(
          "(QUOTA/MAXSIZE)", "The largest script has " + SieveLanguage.LARGEST + " bytes");
    }
    scripts.haveSpace(user, name.get(), size.value());
    return SieveReply.ok("There is room");
  }

  private Response put(Username user, List<SieveToken> arguments)
      throws StorageException, QuotaExceededException {
    Optional<ScriptName> name = name(arguments, 2);
    if (name.isEmpty() || !(arguments.get(1) instanceof SieveToken.Text)) {
      return SieveReply.no("Expected PUTSCRIPT, a name and a script");
    }
    Optional<String> script = SieveTexts.strict(arguments.get(1));
    Optional<SieveReply> refusal = refusal(script);
    if (refusal.isPresent()) {
      return refusal.get();
    }
    scripts.putScript(user, name.get(), new ScriptContent(script.orElseThrow()));
    return SieveReply.ok("Stored");
  }

  private Response check(List<SieveToken> arguments) {
    if (arguments.size() != 1 || !(arguments.getFirst() instanceof SieveToken.Text)) {
      return SieveReply.no("Expected CHECKSCRIPT and a script");
    }
    return refusal(SieveTexts.strict(arguments.getFirst()))
        .orElseGet(() -> SieveReply.ok("The script is good"));
  }

  private Optional<SieveReply> refusal(Optional<String> script) {
    if (script.isEmpty()) {
      return Optional.of(SieveReply.no("A script is UTF-8, without NUL")); // 5228 §2.1
    }
    return language.check(script.get()).map(problem -> SieveReply.no(problem.toString()));
  }

  private Response list(Username user, List<SieveToken> arguments) throws StorageException {
    if (!arguments.isEmpty()) {
      return SieveReply.no("LISTSCRIPTS takes no argument");
    }
    SieveReply reply = SieveReply.data();
    for (ScriptSummary script : scripts.listScripts(user)) {
      reply.line(
          SieveReply.string(script.getName().getValue()) + (script.isActive() ? " ACTIVE" : ""));
    }
    return reply.end("", "That is all");
  }

  private Response setActive(Username user, List<SieveToken> arguments)
      throws StorageException, ScriptNotFoundException {
    boolean none =
        arguments.size() == 1
            && arguments.getFirst() instanceof SieveToken.Text text
            && text.bytes().length == 0;
    Optional<ScriptName> name =
        none ? Optional.of(SieveRepository.NO_SCRIPT_NAME) : name(arguments, 1); // 5804 §2.8
    if (name.isEmpty()) {
      return SieveReply.no("Expected SETACTIVE and a name");
    }
    scripts.setActive(user, name.get());
    return SieveReply.ok(none ? "No script is active" : "The script is active");
  }

  private Response get(Username user, List<SieveToken> arguments)
      throws StorageException, ScriptNotFoundException, IOException {
    Optional<ScriptName> name = name(arguments, 1);
    if (name.isEmpty()) {
      return SieveReply.no("Expected GETSCRIPT and a name");
    }
    try (InputStream script = scripts.getScript(user, name.get())) {
      return SieveReply.data().literal(script.readAllBytes()).end("", "That is it");
    }
  }

  private Response delete(Username user, List<SieveToken> arguments)
      throws StorageException, ScriptNotFoundException, IsActiveException {
    Optional<ScriptName> name = name(arguments, 1);
    if (name.isEmpty()) {
      return SieveReply.no("Expected DELETESCRIPT and a name");
    }
    scripts.deleteScript(user, name.get());
    return SieveReply.ok("Deleted");
  }

  private Response rename(Username user, List<SieveToken> arguments)
      throws StorageException, ScriptNotFoundException, DuplicateException {
    Optional<ScriptName> from = name(arguments, 2);
    Optional<String> to = from.flatMap(name -> SieveTexts.name(arguments.get(1)));
    if (to.isEmpty()) {
      return SieveReply.no("Expected RENAMESCRIPT, the old name and the new one");
    }
    scripts.renameScript(user, from.get(), new ScriptName(to.get()));
    return SieveReply.ok("Renamed");
  }

  /** The first argument as a name, when there are as many as there should be. */
  private static Optional<ScriptName> name(List<SieveToken> arguments, int count) {
    return arguments.size() == count
        ? SieveTexts.name(arguments.getFirst()).map(ScriptName::new)
        : Optional.empty();
  }
}
