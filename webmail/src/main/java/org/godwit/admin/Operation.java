package org.godwit.admin;

import java.util.List;
import java.util.Optional;

/**
 * Something that an administrator can ask for: a command, and a path of the API.
 *
 * @param name one or two words
 * @param help one line
 * @param parameters in their order on the command line
 */
public record Operation(String name, String help, List<Parameter> parameters) {

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

  /** Whether its request carries a file. */
  public boolean takesFile() {
    return has(Parameter.Kind.FILE);
  }

  /** Whether it is told something of this kind. */
  public boolean has(Parameter.Kind kind) {
    return parameters.stream().anyMatch(parameter -> parameter.kind() == kind);
  }
}
