package org.godwit.admin;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.godwit.admin.Operation.Range;
import org.godwit.store.StoreUnavailable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does operations for whoever may ask for them. All three ways, the commands, the API and the
 * pages, come through here. Safe for many threads; blocks.
 */
public final class Administration {
  private static final Logger LOG = LoggerFactory.getLogger(Administration.class);

  private final Actions actions;
  private final Authority authority;
  private final Witness witness;

  /**
   * Makes it.
   *
   * @param services what the operations use
   * @param status how the server is, asked each time
   * @param settings what is set, asked each time
   */
  public Administration(
      Services services, Supplier<ServerStatus> status, Supplier<List<SettingLine>> settings) {
    this.actions = new Actions(services, status, settings);
    this.authority = new Authority(services);
    this.witness = new Witness(services);
  }

  /**
   * What was answered.
   *
   * @param body one object, or a list of them
   * @param complete false when part of the work was not done; the body says which
   */
  public record Reply(Object body, boolean complete) {}

  /** The operation at a path such as {@code /account/create}. */
  public static Optional<Operation> at(String path) {
    return Operations.ALL.stream().filter(each -> each.path().equals(path)).findFirst();
  }

  /** What somebody may call, somewhere. */
  public static List<Operation> open(Actor actor) {
    return Operations.ALL.stream().filter(each -> Authority.mayCall(actor, each)).toList();
  }

  /**
   * Does one.
   *
   * @param values of the parameters, an object
   * @param file what comes with it; empty for an operation that takes none
   * @throws AdminProblem when it is not done, with the reason
   */
  public Reply run(Actor actor, Operation operation, JsonNode values, InputStream file)
      throws AdminProblem {
    Told asked = new Told(values, file, actor, null);
    try {
      Reach reach = allowed(operation, asked);
      Told told = new Told(values, file, actor, reach);
      Answer answer = operation.changes() ? changed(operation, told) : done(operation, told);
      return reply(answer, operation, reach);
    } catch (StoreUnavailable e) {
      throw unavailable(operation, e);
    }
  }

  private Reach allowed(Operation operation, Told asked) throws AdminProblem {
    try {
      return authority.decide(asked.actor(), operation, asked);
    } catch (AdminProblem e) {
      if (operation.changes() || e.kind() == AdminProblem.Kind.FORBIDDEN) {
        witness.refused(operation, asked, e);
      }
      throw e;
    }
  }

  /** Whatever is thrown past the witness, or a kill: what was begun is in the log in a while. */
  private Answer changed(Operation operation, Told told) throws AdminProblem {
    UUID begun = witness.begin(operation, told);
    try {
      Answer answer = done(operation, told);
      witness.done(begun, operation, told, answer);
      return answer;
    } catch (AdminProblem e) {
      witness.refused(begun, operation, told, e);
      throw e;
    }
  }

  private static AdminProblem unavailable(Operation operation, StoreUnavailable e) {
    LOG.warn("{} failed: {}", operation.name(), e.getMessage(), e);
    return new AdminProblem(
        AdminProblem.Kind.UNAVAILABLE, "the database cannot be asked now; try again");
  }

  private Answer done(Operation operation, Told told) throws AdminProblem {
    try {
      return actions.of(operation).run(told);
    } catch (AdminProblem | StoreUnavailable e) {
      throw e;
    } catch (IllegalArgumentException e) {
      throw AdminProblem.malformed(String.valueOf(e.getMessage()));
    } catch (RuntimeException e) {
      LOG.error("{} failed", operation.name(), e);
      throw new AdminProblem(AdminProblem.Kind.FAULT, "this failed; the server's log says why");
    } catch (Exception e) { // James refuses with checked exceptions, whose text says why
      LOG.info("{} refused: {}", operation.name(), e.getMessage());
      throw AdminProblem.refused(String.valueOf(e.getMessage()));
    }
  }

  private static Reply reply(Answer answer, Operation operation, Reach reach) {
    return switch (answer) {
      case Answer.One one -> new Reply(one.facts(), one.complete());
      case Answer.Many many ->
          new Reply(
              operation.range() instanceof Range.Rows rows
                  ? many.rows().stream().filter(row -> reach.sees(about(row, rows))).toList()
                  : many.rows(),
              true);
    };
  }

  private static List<String> about(Map<String, Object> row, Range.Rows rows) {
    return rows.keys().stream()
        .map(row::get)
        .flatMap(value -> value instanceof List<?> list ? list.stream() : Stream.ofNullable(value))
        .map(String::valueOf)
        .toList();
  }
}
