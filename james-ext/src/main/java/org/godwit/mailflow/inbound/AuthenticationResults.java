package org.godwit.mailflow.inbound;

import java.util.List;
import java.util.Locale;
import org.godwit.trust.dkim.DkimResult;

/** The header field that tells what was found (8601 §2.2). */
final class AuthenticationResults {
  private static final String NAME = "Authentication-Results: ";

  private AuthenticationResults() {}

  static String field(
      String hostname, Arrival arrival, SpfResult spf, List<DkimResult> dkim, List<Finding> dmarc) {
    StringBuilder field = new StringBuilder(NAME).append(hostname);
    String property = arrival.sender().isPresent() ? "smtp.mailfrom" : "smtp.helo";
    method(field, "spf", spf.word());
    property(field, property, arrival.spfDomain());
    if (dkim.isEmpty()) {
      method(field, "dkim", "none");
    }
    for (DkimResult one : dkim) {
      method(field, "dkim", one.status().word());
      if (!one.reason().isEmpty()) {
        field.append(" reason=\"").append(one.reason()).append('"');
      }
      property(field, "header.d", one.domain());
      property(field, "header.s", one.selector());
      property(field, "header.a", one.algorithm());
    }
    if (dmarc.isEmpty()) {
      method(field, "dmarc", "none");
    }
    for (Finding one : dmarc) {
      method(field, "dmarc", one.word());
      one.policy().ifPresent(policy -> field.append(" (p=").append(policy.word()).append(')'));
      property(field, "header.from", one.domain());
    }
    return field.append("\r\n").toString();
  }

  private static void method(StringBuilder field, String name, String result) {
    field.append(";\r\n\t").append(name).append('=').append(result);
  }

  /** What strangers wrote is named only when it is a name. */
  private static void property(StringBuilder field, String name, String value) {
    if (value.length() <= 253 && value.matches("[A-Za-z0-9._-]+")) {
      field.append(' ').append(name).append('=').append(value);
    }
  }

  /**
   * Whether a field says it is of this host (8601 §5), or cannot be told not to.
   *
   * @param value what stands behind the colon
   */
  static boolean claims(String value, String hostname) {
    String rest = value;
    int start = 0;
    int depth = 0;
    for (; start < rest.length(); start++) {
      char next = rest.charAt(start);
      if (next == '\\' && depth > 0) {
        start++;
      } else if (next == '(') {
        depth++;
      } else if (next == ')' && depth > 0) {
        depth--;
      } else if (depth == 0 && " \t\r\n".indexOf(next) < 0) {
        break;
      }
    }
    if (depth > 0 || start >= rest.length()) {
      return true; // a comment without end: let nobody find our name in it
    }
    String id = rest.substring(start).replace("\"", "").replace("\\", "");
    int end = 0;
    while (end < id.length() && " \t\r\n;(".indexOf(id.charAt(end)) < 0) {
      end++;
    }
    String lower = id.substring(0, end).toLowerCase(Locale.ROOT);
    String ours = hostname.toLowerCase(Locale.ROOT);
    return lower.equals(ours) || lower.equals(ours + ".");
  }
}
