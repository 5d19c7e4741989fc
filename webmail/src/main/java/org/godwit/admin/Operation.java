package org.godwit.admin;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.godwit.store.admin.Role;

/**
 * Something that an administrator can ask for: a command, a path of the API, and what pages use.
 *
 * @param name one or two words
 * @param help one line
 * @param effect whether it changes anything
 * @param roles who may call it besides the superadmin, who may call all
 * @param range where it reaches
 * @param parameters in their order on the command line
 */
public record Operation(
    String name,
    String help,
    Effect effect,
    Set<Role> roles,
    Range range,
    List<Parameter> parameters) {

  /** What it does to the server. */
  public enum Effect {
    READS,
    CHANGES
  }

  /** Where an operation reaches, for whoever administers some domains only. */
  public sealed interface Range {
    /** What its parameters name, and nothing else. */
    record Named() implements Range {}

    /**
     * Everywhere; whoever administers some domains is shown those rows alone that are of them.
     *
     * @param keys of a row, whose values are the domains and addresses that it is about
     */
    record Rows(List<String> keys) implements Range {}

    /** Whoever calls it. */
    record Oneself() implements Range {}

    /** The whole server. */
    record Server() implements Range {}
  }

  public Operation {
    roles = Set.copyOf(roles);
    parameters = List.copyOf(parameters);
  }

  /** Where the API offers it. */
  public String path() {
    return "/" + name.replace(' ', '/');
  }

  /** The first of two words; empty when there is one only. */
  public Optional<String> group() {
    int space = name.indexOf(' ');
    return space < 0 ? Optional.empty() : Optional.of(name.substring(0, space));
  }

  /** The last word. */
  public String verb() {
    return name.substring(name.indexOf(' ') + 1);
  }

  /** Whether it changes anything. */
  public boolean changes() {
    return effect == Effect.CHANGES;
  }

  /** Whether its request carries a file. */
  public boolean takesFile() {
    return has(Parameter.Kind.FILE);
  }

  /** Whether it is told something of this kind. */
  public boolean has(Parameter.Kind kind) {
    return parameters.stream().anyMatch(parameter -> parameter.kind() == kind);
  }
}
