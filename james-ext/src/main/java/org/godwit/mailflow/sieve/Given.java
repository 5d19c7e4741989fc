package org.godwit.mailflow.sieve;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.godwit.mailflow.sieve.Call.Argument;

/**
 * The arguments of one call, taken away one by one while it is compiled, so that at the end those
 * are left that nobody wanted. Used once.
 */
final class Given {
  private final Call call;
  private final EnumSet<Extension> required;
  private final List<Argument> left;

  Given(Call call, EnumSet<Extension> required) {
    this.call = call;
    this.required = required;
    this.left = new ArrayList<>(call.arguments());
  }

  /** Refuses what was not required (5228 §3.2). */
  void needs(Extension extension) throws SieveProblem {
    if (!required.contains(extension)) {
      throw call.problem("this needs: require \"" + extension.word() + "\";");
    }
  }

  /** Whether a tag is there; takes it. */
  boolean tag(String name) throws SieveProblem {
    int at = find(name);
    if (at < 0) {
      return false;
    }
    left.remove(at);
    if (find(name) >= 0) {
      throw call.problem(":" + name + " is there twice");
    }
    return true;
  }

  boolean tag(String name, Extension extension) throws SieveProblem {
    if (!tag(name)) {
      return false;
    }
    needs(extension);
    return true;
  }

  Optional<Template> tagText(String name) throws SieveProblem {
    Optional<List<Template>> texts = tagTexts(name);
    if (texts.isPresent() && texts.get().size() != 1) {
      throw call.problem(":" + name + " wants one text");
    }
    return texts.map(List::getFirst);
  }

  Optional<List<Template>> tagTexts(String name) throws SieveProblem {
    int at = find(name);
    if (!tag(name)) {
      return Optional.empty();
    }
    if (at < left.size() && left.get(at) instanceof Argument.Texts texts) {
      left.remove(at);
      return Optional.of(templates(texts));
    }
    throw call.problem(":" + name + " wants a text");
  }

  OptionalLong tagNumber(String name) throws SieveProblem {
    int at = find(name);
    if (!tag(name)) {
      return OptionalLong.empty();
    }
    if (at < left.size() && left.get(at) instanceof Argument.Numeral number) {
      left.remove(at);
      return OptionalLong.of(number.value());
    }
    throw call.problem(":" + name + " wants a number");
  }

  private int find(String name) {
    for (int i = 0; i < left.size(); i++) {
      if (left.get(i) instanceof Argument.Tag tag && tag.name().equals(name)) {
        return i;
      }
    }
    return -1;
  }

  /** How many arguments are left that are no tags. */
  int positional() {
    return (int) left.stream().filter(argument -> !(argument instanceof Argument.Tag)).count();
  }

  /** The next text list. */
  List<Template> texts(String what) throws SieveProblem {
    if (!left.isEmpty() && left.getFirst() instanceof Argument.Texts texts) {
      left.removeFirst();
      return templates(texts);
    }
    throw unwanted().orElseGet(() -> call.problem(call.name() + " wants " + what));
  }

  /** The next text. */
  Template text(String what) throws SieveProblem {
    List<Template> texts = texts(what);
    if (texts.size() != 1) {
      throw call.problem(call.name() + " wants " + what + ", and one only");
    }
    return texts.getFirst();
  }

  /** The next text, which may hold no variables. */
  String constant(String what) throws SieveProblem {
    return text(what)
        .constant()
        .orElseThrow(() -> call.problem("a variable cannot stand for " + what));
  }

  long number(String what) throws SieveProblem {
    if (!left.isEmpty() && left.getFirst() instanceof Argument.Numeral number) {
      left.removeFirst();
      return number.value();
    }
    throw unwanted().orElseGet(() -> call.problem(call.name() + " wants " + what));
  }

  private List<Template> templates(Argument.Texts texts) throws SieveProblem {
    List<Template> templates = new ArrayList<>();
    for (String text : texts.values()) {
      templates.add(
          Template.of(
              text,
              required.contains(Extension.ENCODED_CHARACTER),
              required.contains(Extension.VARIABLES),
              texts.line()));
    }
    return templates;
  }

  private Optional<SieveProblem> unwanted() {
    if (!left.isEmpty() && left.getFirst() instanceof Argument.Tag tag) {
      return Optional.of(call.problem(call.name() + " knows no :" + tag.name()));
    }
    return Optional.empty();
  }

  /** All arguments were taken. */
  void end() throws SieveProblem {
    if (!left.isEmpty()) {
      throw unwanted().orElseGet(() -> call.problem(call.name() + " is given too much"));
    }
  }

  SieveProblem problem(String text) {
    return call.problem(text);
  }
}
