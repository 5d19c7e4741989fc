package org.godwit.server.sieve;

import java.util.List;
import java.util.Optional;
import org.godwit.mailflow.sieve.Script;
import org.godwit.mailflow.sieve.SieveProblem;

/** Sieve as the mail flow runs it: what is accepted here is what works there. */
public final class ScriptLanguage implements SieveLanguage {

  @Override
  public List<String> extensions() {
    return Script.extensions();
  }

  @Override
  public int mostRedirects() {
    return Script.MOST_REDIRECTS;
  }

  @Override
  public Optional<Problem> check(String script) {
    try {
      Script.compile(script);
      return Optional.empty();
    } catch (SieveProblem wrong) {
      return Optional.of(new Problem(wrong.line(), wrong.getMessage()));
    }
  }
}
