package org.godwit.jmap.mail;

import java.util.List;
import java.util.Optional;
import org.godwit.jmap.Arguments;
import org.godwit.jmap.MethodError;
import org.godwit.jmap.QueryRequest;
import org.godwit.search.Search;

/**
 * The words that a filter looks for in what a snippet shows; those that must not be there are none.
 *
 * @param text anywhere
 */
record SoughtWords(String text, String subject, String body) {

  static final SoughtWords NONE = new SoughtWords("", "", "");

  private SoughtWords with(SoughtWords other) {
    return new SoughtWords(
        text + " " + other.text, subject + " " + other.subject, body + " " + other.body);
  }

  Search.Question question(long account) {
    return new Search.Question(
        account,
        java.util.Set.of(),
        text.strip(),
        "",
        "",
        subject.strip(),
        body.strip(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Search.Order.NEWEST,
        0,
        1);
  }

  /** Reads a filter of Email/query. */
  static final class Reader implements QueryRequest.Conditions<SoughtWords> {

    @Override
    public SoughtWords operator(String name, List<SoughtWords> parts) {
      return name.equals("NOT") ? NONE : parts.stream().reduce(NONE, SoughtWords::with);
    }

    @Override
    public SoughtWords condition(Arguments given) throws MethodError {
      EmailFilter.CONDITIONS.forEach(given::any); // the others look for no words
      return new SoughtWords(
          given.text("text").orElse(""),
          given.text("subject").orElse(""),
          given.text("body").orElse(""));
    }
  }
}
