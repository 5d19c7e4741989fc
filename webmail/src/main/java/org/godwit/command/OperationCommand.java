package org.godwit.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.net.SocketException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import org.godwit.admin.AdminClient;
import org.godwit.admin.AdminProblem;
import org.godwit.admin.Operation;
import org.godwit.admin.Parameter;
import org.godwit.admin.Parameter.Kind;
import org.godwit.settings.BadSettings;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;

/** One operation of the running server, as a command. */
final class OperationCommand implements Callable<Integer> {
  private static final String JSON = "--json";
  private static final String PASSWORD_STDIN = "--password-stdin";

  private final Operation operation;
  private CommandSpec spec;

  private OperationCommand(Operation operation) {
    this.operation = operation;
  }

  static CommandSpec spec(Operation operation) {
    OperationCommand command = new OperationCommand(operation);
    command.spec = CommandSpec.wrapWithoutInspection(command).name(operation.verb());
    command.spec.usageMessage().description(operation.help());
    int place = 0;
    for (Parameter parameter : operation.parameters()) {
      place = add(command.spec, parameter, place);
    }
    command.spec.addOption(
        OptionSpec.builder(JSON).type(boolean.class).description("Answer in JSON.").build());
    SettingsOptions.addPlaces(command.spec);
    return command.spec;
  }

  /** Adds one parameter and returns the place of the next argument. */
  private static int add(CommandSpec spec, Parameter parameter, int place) {
    String label = parameter.name().toUpperCase(java.util.Locale.ROOT);
    switch (parameter.kind()) {
      case FLAG -> spec.addOption(option("--" + parameter.name(), boolean.class, null, parameter));
      case OPTION ->
          spec.addOption(option("--" + parameter.name(), String.class, label, parameter));
      case PASSWORD ->
          spec.addOption(
              OptionSpec.builder(PASSWORD_STDIN)
                  .type(boolean.class)
                  .description("Read it from the first line of standard input.")
                  .build());
      default -> {
        spec.addPositional(positional(parameter, label, place));
        return place + 1;
      }
    }
    return place;
  }

  private static OptionSpec option(String name, Class<?> type, String label, Parameter parameter) {
    OptionSpec.Builder option =
        OptionSpec.builder(name).type(type).description(parameter.help() + ".");
    return (label == null ? option : option.paramLabel(label)).build();
  }

  private static PositionalParamSpec positional(Parameter parameter, String label, int place) {
    PositionalParamSpec.Builder builder =
        PositionalParamSpec.builder()
            .paramLabel(label)
            .required(parameter.kind() != Kind.ANY && parameter.kind() != Kind.OPTIONAL)
            .description(parameter.help() + ".");
    return switch (parameter.kind()) {
      case SOME -> builder.index(place + "..*").arity("1..*").type(String[].class).build();
      case ANY -> builder.index(place + "..*").arity("0..*").type(String[].class).build();
      case OPTIONAL -> builder.index(place + "").arity("0..1").type(String.class).build();
      default -> builder.index(place + "").arity("1").type(String.class).build();
    };
  }

  @Override
  public Integer call() throws Failure, BadSettings {
    ParseResult parsed = spec.commandLine().getParseResult();
    PrintWriter out = spec.commandLine().getOut();
    Path data = SettingsOptions.read(parsed).dataDirectory();
    Password password = password(parsed);
    AdminClient.Reply reply = ask(new AdminClient(data), parsed, password, data);
    if (password.wasMade() && reply.body() instanceof ObjectNode object) {
      object.put("password", password.text());
    }
    Printer printer = new Printer(out, spec.commandLine().getErr());
    printer.print(reply.body(), parsed.hasMatchedOption(JSON));
    return reply.complete() ? 0 : 1;
  }

  private Password password(ParseResult parsed) throws Failure {
    if (!operation.has(Kind.PASSWORD)) {
      return Password.NONE;
    }
    return parsed.hasMatchedOption(PASSWORD_STDIN) ? Password.fromInput() : Password.askedOrMade();
  }

  private AdminClient.Reply ask(
      AdminClient client, ParseResult parsed, Password password, Path data) throws Failure {
    try {
      if (operation.takesFile()) {
        String file = parsed.matchedPositionalValue(0, "");
        try (InputStream content = open(file)) {
          return client.send(operation, content);
        }
      }
      return client.call(operation, values(parsed, password));
    } catch (AdminProblem e) {
      throw e.kind() == AdminProblem.Kind.MALFORMED
          ? Failure.usage(e.getMessage())
          : Failure.failed(e.getMessage());
    } catch (IOException e) {
      throw Failure.failed(unreachable(e, data));
    }
  }

  private static InputStream open(String file) throws Failure {
    if (file.equals("-")) {
      return System.in;
    }
    try {
      return Files.newInputStream(Path.of(file));
    } catch (IOException e) {
      throw Failure.failed("cannot read " + file);
    }
  }

  private ObjectNode values(ParseResult parsed, Password password) {
    ObjectNode values = JsonNodeFactory.instance.objectNode();
    int place = 0;
    for (Parameter parameter : operation.parameters()) {
      String name = parameter.name();
      switch (parameter.kind()) {
        case FLAG -> values.put(name, parsed.hasMatchedOption("--" + name));
        case OPTION -> values.put(name, parsed.matchedOptionValue("--" + name, (String) null));
        case PASSWORD -> values.put(name, password.text());
        case SOME, ANY -> {
          ArrayNode list = values.putArray(name);
          strings(parsed, place).forEach(list::add);
        }
        default -> values.put(name, parsed.matchedPositionalValue(place++, (String) null));
      }
    }
    return values;
  }

  private static List<String> strings(ParseResult parsed, int place) {
    String[] some = parsed.matchedPositionalValue(place, new String[0]);
    return Arrays.asList(some);
  }

  private static String unreachable(IOException e, Path data) {
    if (e instanceof AccessDeniedException
        || (e instanceof SocketException
            && String.valueOf(e.getMessage()).contains("Permission denied"))) {
      return "the server on " + data + " belongs to another user; use that user, or root";
    }
    return "no server runs on "
        + data
        + " ("
        + e.getMessage()
        + "); start one with ./scripts/run, or name its --data";
  }
}
