package org.godwit.mailflow.sieve;

import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;

/** From a command that does something to a step: checks all that can be known beforehand. */
final class Actions {
  private static final int LONGEST_MAILBOX = 512;

  private Actions() {}

  static Step compile(Call call, Given given) throws SieveProblem {
    return switch (call.name()) {
      case "stop" -> Run::stop;
      case "keep" -> keep(given);
      case "discard" -> Run::cancelImplicitKeep;
      case "redirect" -> redirect(given);
      case "fileinto" -> fileInto(given);
      case "reject" -> reject(given, Extension.REJECT);
      case "ereject" -> reject(given, Extension.EREJECT);
      case "vacation" -> Vacations.compile(given);
      case "set" -> Variables.set(given);
      case "setflag" -> flags(given, Run::setFlags, FlagChange.SET);
      case "addflag" -> flags(given, Run::addFlags, FlagChange.ADD);
      case "removeflag" -> flags(given, Run::removeFlags, FlagChange.REMOVE);
      default -> throw call.problem("there is no command " + call.name());
    };
  }

  private static Step keep(Given given) throws SieveProblem {
    Optional<List<Template>> flags = flagsTag(given);
    return run -> {
      run.cancelImplicitKeep();
      run.act(new SieveAction.Keep(chosen(flags, run)));
    };
  }

  private static Optional<List<Template>> flagsTag(Given given) throws SieveProblem {
    Optional<List<Template>> flags = given.tagTexts("flags"); // 5232 §5
    if (flags.isPresent()) {
      given.needs(Extension.IMAP4FLAGS);
    }
    return flags;
  }

  private static List<String> chosen(Optional<List<Template>> flags, Run run) {
    return flags
        .map(named -> FlagNames.in(Template.texts(named, run)).stream().distinct().toList())
        .orElseGet(run::flags);
  }

  private static Step redirect(Given given) throws SieveProblem {
    boolean copy = given.tag("copy", Extension.COPY);
    Template address = given.text("an address");
    if (address.constant().isPresent() && !Addresses.isOne(address.constant().get())) {
      throw given.problem("this is no address: " + address.constant().get());
    }
    return run -> {
      String to = address.text(run);
      if (!Addresses.isOne(to)) {
        throw new SieveFailure("redirect was given no address");
      }
      run.act(new SieveAction.Redirect(to));
      cancelKeepUnless(copy, run);
    };
  }

  private static void cancelKeepUnless(boolean copy, Run run) {
    if (!copy) { // 3894 §3
      run.cancelImplicitKeep();
    }
  }

  private static Step fileInto(Given given) throws SieveProblem {
    given.needs(Extension.FILEINTO);
    boolean copy = given.tag("copy", Extension.COPY);
    given.tag("create", Extension.MAILBOX); // 5490 §3.2: a mailbox that is missing is always made
    Optional<List<Template>> flags = flagsTag(given);
    Template mailbox = given.text("the name of a mailbox");
    return run -> {
      String name = mailbox.text(run).strip();
      if (name.isEmpty()
          || name.length() > LONGEST_MAILBOX
          || name.chars().anyMatch(c -> c < ' ')) {
        throw new SieveFailure("fileinto was given no name of a mailbox");
      }
      run.act(new SieveAction.FileInto(name, chosen(flags, run)));
      cancelKeepUnless(copy, run);
    };
  }

  private static Step reject(Given given, Extension extension) throws SieveProblem {
    given.needs(extension);
    Template reason = given.text("a reason");
    return run -> {
      run.act(new SieveAction.Reject(reason.text(run)));
      run.cancelImplicitKeep();
    };
  }

  /** What a flag command does to a variable. */
  private enum FlagChange {
    SET,
    ADD,
    REMOVE
  }

  private static Step flags(Given given, BiConsumer<Run, List<String>> internal, FlagChange change)
      throws SieveProblem {
    given.needs(Extension.IMAP4FLAGS);
    if (given.positional() < 2) {
      List<Template> flags = given.texts("flags");
      return run -> internal.accept(run, FlagNames.in(Template.texts(flags, run)));
    }
    given.needs(Extension.VARIABLES); // 5232 §3
    String variable = Variables.name(given);
    List<Template> flags = given.texts("flags");
    return run -> {
      List<String> names = FlagNames.in(Template.texts(flags, run));
      run.set(variable, changed(FlagNames.in(run.variable(variable)), names, change));
    };
  }

  private static String changed(List<String> before, List<String> names, FlagChange change) {
    java.util.Map<String, String> flags = new java.util.LinkedHashMap<>();
    if (change != FlagChange.SET) {
      before.forEach(name -> flags.put(lower(name), name));
    }
    for (String name : names) {
      if (change == FlagChange.REMOVE) {
        flags.remove(lower(name));
      } else {
        flags.putIfAbsent(lower(name), name);
      }
    }
    return String.join(" ", flags.values());
  }

  private static String lower(String name) {
    return name.toLowerCase(java.util.Locale.ROOT);
  }
}
