package org.godwit.mailflow.sieve;

import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** From a test as written to a condition: checks all that can be known without a message. */
final class Tests {
  private final EnumSet<Extension> required;

  Tests(EnumSet<Extension> required) {
    this.required = required;
  }

  Condition compile(Call call) throws SieveProblem {
    if (call.hasBlock()) {
      throw call.problem("a test has no block");
    }
    List<Condition> inner = new ArrayList<>();
    for (Call test : call.tests()) {
      inner.add(compile(test));
    }
    Given given = new Given(call, required);
    Condition condition = inner.isEmpty() ? leaf(call, given) : branch(call, inner);
    given.end();
    return condition;
  }

  private static Condition branch(Call call, List<Condition> inner) throws SieveProblem {
    return switch (call.name()) {
      case "allof" -> run -> inner.stream().allMatch(test -> test.holds(run));
      case "anyof" -> run -> inner.stream().anyMatch(test -> test.holds(run));
      case "not" -> {
        if (inner.size() > 1) {
          throw call.problem("not wants one test");
        }
        Condition one = inner.getFirst();
        yield run -> !one.holds(run);
      }
      default -> throw call.problem(call.name() + " takes no tests");
    };
  }

  private static Condition leaf(Call call, Given given) throws SieveProblem {
    return switch (call.name()) {
      case "true" -> run -> true;
      case "false" -> run -> false;
      case "allof", "anyof", "not" -> throw call.problem(call.name() + " wants a test");
      case "size" -> size(given);
      case "exists" -> exists(given);
      case "header" -> header(given);
      case "address" -> address(given);
      case "envelope" -> envelope(given);
      case "body" -> body(given);
      case "string" -> string(given);
      case "hasflag" -> hasFlag(given);
      case "mailboxexists" -> mailboxExists(given);
      case "date" -> date(given);
      case "currentdate" -> currentDate(given);
      default -> throw call.problem("there is no test " + call.name());
    };
  }

  private static Condition size(Given given) throws SieveProblem {
    boolean over = given.tag("over");
    if (over == given.tag("under")) {
      throw given.problem("size wants :over or :under");
    }
    long limit = given.number("a number");
    return run -> over ? run.message.size() > limit : run.message.size() < limit;
  }

  private static Condition exists(Given given) throws SieveProblem {
    List<Template> names = given.texts("names of header fields");
    return run ->
        Template.texts(names, run).stream()
            .noneMatch(name -> run.message.header(name, false).isEmpty());
  }

  private static Condition header(Given given) throws SieveProblem {
    Match.Way way = Match.Way.of(given);
    List<Template> names = given.texts("names of header fields");
    Match match = way.with(given, given.texts("what to look for"), true);
    return run -> match.any(run, values(run, names, true).toList());
  }

  private static Stream<String> values(Run run, List<Template> names, boolean decoded) {
    return Template.texts(names, run).stream()
        .flatMap(name -> run.message.header(name, decoded).stream());
  }

  private static Condition address(Given given) throws SieveProblem {
    Addresses.Part part = Addresses.part(given);
    Match.Way way = Match.Way.of(given);
    List<Template> names = given.texts("names of header fields");
    for (Template name : names) {
      if (name.constant().filter(field -> !Addresses.areIn(field)).isPresent()) {
        throw given.problem("there are no addresses in the field " + name.constant().get());
      }
    }
    Match match = way.with(given, given.texts("what to look for"), true);
    return run -> {
      Stream<String> all = values(run, names, false).flatMap(value -> Addresses.in(value).stream());
      return match.any(run, Addresses.parts(all, part).toList());
    };
  }

  private static Condition envelope(Given given) throws SieveProblem {
    given.needs(Extension.ENVELOPE);
    Addresses.Part part = Addresses.part(given);
    Match.Way way = Match.Way.of(given);
    List<Template> names = given.texts("envelope parts");
    for (Template name : names) {
      if (name.constant().isPresent() && !isEnvelopePart(name.constant().get())) {
        throw given.problem("there is no envelope part " + name.constant().get());
      }
    }
    Match match = way.with(given, given.texts("what to look for"), true);
    return run -> {
      Stream<String> all = Template.texts(names, run).stream().map(name -> envelope(run, name));
      return match.any(run, Addresses.parts(all, part).toList());
    };
  }

  private static boolean isEnvelopePart(String name) {
    return name.equalsIgnoreCase("from") || name.equalsIgnoreCase("to");
  }

  private static String envelope(Run run, String name) {
    return switch (name.toLowerCase(Locale.ROOT)) {
      case "from" -> run.message.sender(); // 5228 §5.4: the null sender is the empty text
      case "to" -> run.message.recipient();
      default -> throw new SieveFailure("there is no such envelope part");
    };
  }

  private static Condition body(Given given) throws SieveProblem {
    given.needs(Extension.BODY);
    boolean raw = given.tag("raw");
    boolean text = given.tag("text");
    Optional<List<Template>> types = given.tagTexts("content");
    if ((raw && text) || (types.isPresent() && (raw || text))) {
      throw given.problem("there is one body transform for a test");
    }
    Match.Way way = Match.Way.of(given);
    // 5173 §6: the body test leaves the match variables alone
    Match match = way.with(given, given.texts("what to look for"), false);
    if (raw) {
      return run -> match.any(run, List.of(run.message.rawBody()));
    }
    List<Template> wanted = types.orElse(List.of(Template.constant("text"))); // 5173 §5.3
    return run -> match.any(run, parts(run, Template.texts(wanted, run)));
  }

  private static List<String> parts(Run run, List<String> types) {
    return run.message.parts().stream()
        .filter(part -> types.stream().anyMatch(type -> isOfType(part.type(), type)))
        .map(SieveMessage.Part::text)
        .toList();
  }

  // 5173 §5.2: "text" means all of text/*, "" means all, and "/x" or "x/" means none
  private static boolean isOfType(String type, String wanted) {
    String lower = wanted.toLowerCase(Locale.ROOT);
    if (lower.isEmpty()) {
      return true;
    }
    return lower.contains("/") ? type.equals(lower) : type.startsWith(lower + "/");
  }

  private static Condition string(Given given) throws SieveProblem {
    given.needs(Extension.VARIABLES);
    Match.Way way = Match.Way.of(given);
    List<Template> sources = given.texts("texts");
    Match match = way.with(given, given.texts("what to look for"), true);
    boolean counts = way.kind() == Match.Kind.COUNT;
    return run -> // 5229 §5: only texts that are not empty count
    match.any(
            run,
            Template.texts(sources, run).stream()
                .filter(text -> !counts || !text.isEmpty())
                .toList());
  }

  private static Condition hasFlag(Given given) throws SieveProblem {
    given.needs(Extension.IMAP4FLAGS);
    Match.Way way = Match.Way.of(given);
    Optional<List<Template>> variables = Optional.empty();
    if (given.positional() > 1) { // 5232 §4
      given.needs(Extension.VARIABLES);
      variables = Optional.of(given.texts("names of variables"));
    }
    Match match = way.with(given, given.texts("flags"), true);
    Optional<List<Template>> named = variables;
    return run ->
        match.any(
            run,
            named
                .map(
                    names ->
                        Template.texts(names, run).stream()
                            .flatMap(name -> FlagNames.in(run.variable(name)).stream())
                            .toList())
                .orElseGet(run::flags));
  }

  private static Condition mailboxExists(Given given) throws SieveProblem {
    given.needs(Extension.MAILBOX);
    List<Template> names = given.texts("names of mailboxes");
    return run -> Template.texts(names, run).stream().allMatch(run.message::mailboxExists);
  }

  private static Condition date(Given given) throws SieveProblem {
    given.needs(Extension.DATE);
    boolean original = given.tag("originalzone");
    Optional<ZoneOffset> zone = zone(given);
    if (original && zone.isPresent()) {
      throw given.problem("there is one zone for a test");
    }
    Match.Way way = Match.Way.of(given);
    Template name = given.text("the name of a header field");
    Function<ZonedDateTime, String> part = datePart(given);
    Match match = way.with(given, given.texts("what to look for"), true);
    return run -> {
      List<String> values =
          run.message.header(name.text(run), false).stream()
              .findFirst()
              .flatMap(Dates::in)
              .map(date -> original ? date : in(date, zone, run))
              .map(part)
              .stream()
              .toList();
      return match.any(run, values);
    };
  }

  private static Condition currentDate(Given given) throws SieveProblem {
    given.needs(Extension.DATE);
    Optional<ZoneOffset> zone = zone(given);
    Match.Way way = Match.Way.of(given);
    Function<ZonedDateTime, String> part = datePart(given);
    Match match = way.with(given, given.texts("what to look for"), true);
    return run -> match.any(run, List.of(part.apply(in(run.now, zone, run))));
  }

  // 5260 §4.1: without :zone, our own
  private static ZonedDateTime in(ZonedDateTime date, Optional<ZoneOffset> zone, Run run) {
    return zone.isPresent()
        ? date.withZoneSameInstant(zone.get())
        : date.withZoneSameInstant(run.now.getZone());
  }

  private static Optional<ZoneOffset> zone(Given given) throws SieveProblem {
    Optional<Template> text = given.tagText("zone");
    if (text.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        text.get()
            .constant()
            .flatMap(Dates::zone)
            .orElseThrow(() -> given.problem("a zone is written like +0200")));
  }

  private static Function<ZonedDateTime, String> datePart(Given given) throws SieveProblem {
    String name = given.constant("a part of a date");
    return Dates.part(name).orElseThrow(() -> given.problem("a date has no part " + name));
  }
}
