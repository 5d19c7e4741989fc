package org.godwit.mailflow.sieve;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;

/**
 * From commands as written to steps: control commands here, actions in {@link Actions}, tests in
 * {@link Tests}. Used once.
 */
final class Compiler {
  private final EnumSet<Extension> required = EnumSet.noneOf(Extension.class);
  private final Tests tests = new Tests(required);
  private boolean inProlog = true;

  List<Step> compile(List<Call> calls) throws SieveProblem {
    List<Step> steps = new ArrayList<>();
    for (int i = 0; i < calls.size(); i++) {
      Call call = calls.get(i);
      if (call.name().equals("require")) {
        require(call);
        continue;
      }
      inProlog = false;
      if (call.name().equals("if")) {
        int end = endOfChoice(calls, i);
        steps.add(choice(calls.subList(i, end)));
        i = end - 1;
      } else {
        steps.add(single(call));
      }
    }
    return steps;
  }

  private void require(Call call) throws SieveProblem {
    if (!inProlog) { // 5228 §3.2
      throw call.problem("require stands before all other commands");
    }
    requireNeitherTestsNorBlock(call);
    Given given = new Given(call, required);
    for (Template word : given.texts("names of extensions")) {
      String name = word.constant().orElseThrow();
      required.add(
          Extension.of(name)
              .orElseThrow(() -> call.problem("there is no extension " + name + " here")));
    }
    given.end();
  }

  private static int endOfChoice(List<Call> calls, int start) {
    int end = start + 1;
    while (end < calls.size() && calls.get(end).name().equals("elsif")) {
      end++;
    }
    return end < calls.size() && calls.get(end).name().equals("else") ? end + 1 : end;
  }

  /** One of the branches of a choice. */
  private record Branch(Condition condition, List<Step> steps) {}

  private Step choice(List<Call> calls) throws SieveProblem {
    List<Branch> branches = new ArrayList<>();
    for (Call call : calls) {
      branches.add(branch(call));
    }
    return run -> {
      for (Branch branch : branches) {
        if (branch.condition().holds(run)) {
          runAll(branch.steps(), run);
          return;
        }
      }
    };
  }

  private Branch branch(Call call) throws SieveProblem {
    boolean otherwise = call.name().equals("else");
    if (call.tests().size() != (otherwise ? 0 : 1)) {
      throw call.problem(call.name() + (otherwise ? " takes no test" : " wants one test"));
    }
    if (!call.hasBlock()) {
      throw call.problem(call.name() + " wants a block");
    }
    new Given(call, required).end();
    Condition condition = otherwise ? run -> true : tests.compile(call.tests().getFirst());
    return new Branch(condition, compile(call.block()));
  }

  static void runAll(List<Step> steps, Run run) {
    for (Step step : steps) {
      if (run.stopped()) {
        return;
      }
      run.spend(100);
      step.run(run);
    }
  }

  private Step single(Call call) throws SieveProblem {
    if (call.name().equals("elsif") || call.name().equals("else")) {
      throw call.problem(call.name() + " stands behind an if");
    }
    requireNeitherTestsNorBlock(call);
    Given given = new Given(call, required);
    Step step = Actions.compile(call, given);
    given.end();
    return step;
  }

  private static void requireNeitherTestsNorBlock(Call call) throws SieveProblem {
    if (!call.tests().isEmpty()) {
      throw call.problem(call.name() + " takes no test");
    }
    if (call.hasBlock()) {
      throw call.problem(call.name() + " takes no block");
    }
  }
}
