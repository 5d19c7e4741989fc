package org.godwit.mailflow.sieve;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.IntPredicate;

/**
 * How a test compares what it finds with what the script gives (RFC 5228 §2.7, RFC 5231). Safe for
 * many threads.
 *
 * @param keepsMatches whether what wildcards took goes into ${1} and so on
 */
record Match(
    Kind kind,
    IntPredicate relation,
    Comparator comparator,
    List<Template> keys,
    boolean keepsMatches) {

  enum Kind {
    IS,
    CONTAINS,
    MATCHES,
    REGEX,
    VALUE,
    COUNT
  }

  /** What comes before the keys: the match type and the comparator. */
  record Way(Kind kind, IntPredicate relation, Comparator comparator) {

    static Way of(Given given) throws SieveProblem {
      Optional<String> named = constant(given, "comparator");
      Comparator comparator = comparator(given, named);
      List<Way> ways = new ArrayList<>();
      if (given.tag("is")) {
        ways.add(new Way(Kind.IS, null, comparator));
      }
      if (given.tag("contains")) {
        ways.add(new Way(Kind.CONTAINS, null, comparator));
      }
      if (given.tag("matches")) {
        ways.add(new Way(Kind.MATCHES, null, comparator));
      }
      if (given.tag("regex", Extension.REGEX)) {
        ways.add(new Way(Kind.REGEX, null, comparator));
      }
      for (Kind kind : List.of(Kind.VALUE, Kind.COUNT)) {
        Optional<String> word = constant(given, kind.name().toLowerCase(Locale.ROOT));
        if (word.isPresent()) {
          given.needs(Extension.RELATIONAL);
          ways.add(new Way(kind, relation(given, word.get()), comparator));
        }
      }
      if (ways.size() > 1) {
        throw given.problem("there is one match type for a test");
      }
      Way way = ways.isEmpty() ? new Way(Kind.IS, null, comparator) : ways.getFirst();
      if (!comparator.findsParts() && way.looksForParts()) {
        throw given.problem("numbers have no parts to look for");
      }
      return way;
    }

    private boolean looksForParts() {
      return kind == Kind.CONTAINS || kind == Kind.MATCHES || kind == Kind.REGEX;
    }

    private static Optional<String> constant(Given given, String tag) throws SieveProblem {
      Optional<Template> text = given.tagText(tag);
      if (text.isPresent() && text.get().constant().isEmpty()) {
        throw given.problem("a variable cannot stand behind :" + tag);
      }
      return text.flatMap(Template::constant);
    }

    private static Comparator comparator(Given given, Optional<String> name) throws SieveProblem {
      if (name.isEmpty()) {
        return Comparator.CASEMAP; // 5228 §2.7.3
      }
      Comparator comparator =
          Comparator.of(name.get())
              .orElseThrow(() -> given.problem("there is no comparator " + name.get()));
      if (comparator == Comparator.NUMERIC) {
        given.needs(comparator.extension());
      }
      return comparator;
    }

    private static IntPredicate relation(Given given, String word) throws SieveProblem {
      return switch (word.toLowerCase(Locale.ROOT)) { // 5231 §4
        case "gt" -> order -> order > 0;
        case "ge" -> order -> order >= 0;
        case "lt" -> order -> order < 0;
        case "le" -> order -> order <= 0;
        case "eq" -> order -> order == 0;
        case "ne" -> order -> order != 0;
        default -> throw given.problem("there is no relation " + word);
      };
    }

    /** With the keys, which are checked as far as they are known. */
    Match with(Given given, List<Template> keys, boolean keepsMatches) throws SieveProblem {
      for (Template key : keys) {
        if (kind == Kind.REGEX && key.constant().isPresent()) {
          try {
            compile(key.constant().get(), comparator);
          } catch (SieveFailure e) {
            throw given.problem(e.getMessage());
          }
        }
      }
      return new Match(kind, relation, comparator, keys, keepsMatches);
    }
  }

  private static Pattern compile(String regex, Comparator comparator) {
    RegexSize.of(regex);
    try {
      int flags = comparator == Comparator.CASEMAP ? Pattern.CASE_INSENSITIVE : 0;
      return Pattern.compile(regex, flags);
    } catch (PatternSyntaxException e) {
      throw new SieveFailure("this is no regular expression: " + e.getDescription());
    }
  }

  /** Whether any value fits any key, or their number does. */
  boolean any(Run run, List<String> values) {
    List<String> wanted = Template.texts(keys, run);
    if (kind == Kind.COUNT) {
      String count = Integer.toString(values.size());
      return wanted.stream().anyMatch(key -> relation.test(Comparator.NUMERIC.compare(count, key)));
    }
    for (String key : wanted) {
      for (String value : values) {
        if (fits(run, value, key)) {
          return true;
        }
      }
    }
    return false;
  }

  private boolean fits(Run run, String value, String key) {
    run.spend(64L + value.length() + key.length());
    return switch (kind) {
      case IS -> comparator.compare(value, key) == 0;
      case CONTAINS -> comparator.fold(value).contains(comparator.fold(key));
      case VALUE -> relation.test(comparator.compare(value, key));
      case MATCHES -> keep(run, glob(run, value, key));
      case REGEX -> keep(run, regex(run, value, key));
      case COUNT -> throw new IllegalStateException("counts are no values");
    };
  }

  private Optional<List<String>> glob(Run run, String value, String key) {
    Glob glob = new Glob(key);
    run.spend((long) value.length() * glob.length());
    return glob.match(value, comparator);
  }

  private Optional<List<String>> regex(Run run, String value, String key) {
    run.spend((long) value.length() * RegexSize.of(key));
    Matcher matcher = compile(key, comparator).matcher(value);
    if (!matcher.find()) {
      return Optional.empty();
    }
    List<String> taken = new ArrayList<>();
    for (int i = 0; i <= matcher.groupCount(); i++) {
      taken.add(matcher.group(i) == null ? "" : matcher.group(i));
    }
    return Optional.of(taken);
  }

  private boolean keep(Run run, Optional<List<String>> taken) {
    if (keepsMatches) {
      taken.ifPresent(run::matched);
    }
    return taken.isPresent();
  }
}
