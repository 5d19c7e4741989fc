package org.godwit.server.sieve;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.jsieve.ConfigurationManager;
import org.apache.jsieve.SieveConfigurationException;
import org.apache.jsieve.SieveFactory;
import org.apache.jsieve.parser.generated.ParseException;
import org.apache.jsieve.parser.generated.TokenMgrError;

/** Sieve as jSieve speaks it. */
public final class JSieveLanguage implements SieveLanguage {

  private static final Pattern LINE = Pattern.compile("[Ll]ine:? (\\d+)");

  private final SieveFactory sieve;

  public JSieveLanguage(SieveFactory sieve) {
    this.sieve = sieve;
  }

  /** With the commands and tests that jSieve brings. */
  public static JSieveLanguage usual() {
    try {
      return new JSieveLanguage(new ConfigurationManager().build());
    } catch (SieveConfigurationException broken) {
      throw new IllegalStateException("jSieve's own configuration cannot be read", broken);
    }
  }

  @Override
  public List<String> extensions() {
    return sieve.getExtensions().stream().sorted().toList();
  }

  @Override
  public Optional<Problem> check(String script) {
    try {
      sieve.parse(new ByteArrayInputStream(script.getBytes(StandardCharsets.UTF_8)));
      return Optional.empty();
    } catch (ParseException wrong) {
      return Optional.of(new Problem(line(wrong), sentence(wrong.getMessage())));
    } catch (TokenMgrError unreadable) { // jSieve's lexer throws an Error for a stray character
      return Optional.of(
          new Problem(line(unreadable.getMessage()), sentence(unreadable.getMessage())));
    } catch (StackOverflowError deep) {
      return Optional.of(new Problem(0, "the script is nested too deeply"));
    }
  }

  private static int line(ParseException wrong) {
    return wrong.currentToken != null && wrong.currentToken.next != null
        ? wrong.currentToken.next.beginLine
        : line(wrong.getMessage());
  }

  private static int line(String message) {
    Matcher line = LINE.matcher(message == null ? "" : message);
    return line.find() ? Integer.parseInt(line.group(1)) : 0;
  }

  private static String sentence(String message) {
    String text = message == null ? "the script cannot be understood" : message;
    return text.replaceAll("\\s+", " ").strip();
  }
}
