package org.godwit.store;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Finds in a plan of PostgreSQL what is read or written without the account being known. */
final class AccountsOfPlan {

  private static final List<String> CONDITIONS =
      List.of("Index Cond", "Recheck Cond", "Filter", "Hash Cond", "Merge Cond", "Join Filter");
  private static final String PARAMETER = "\\(?\\$\\d+\\)?(::bigint)?";
  private static final Pattern GIVEN = Pattern.compile(PARAMETER + "|nextval\\(.*");
  private static final Pattern OF_A_ROW = Pattern.compile(".*\\baccount_id");
  private static final Pattern ASKED_FOR =
      Pattern.compile("account_id = " + PARAMETER + "|" + PARAMETER + " = \\w+\\.account_id");

  private final Map<String, Integer> tables;
  private final List<String> missing = new ArrayList<>();
  private boolean touched;
  private boolean anchored;

  /**
   * @param tables those of accounts, each with the number of its column {@code account_id}
   */
  AccountsOfPlan(Map<String, Integer> tables) {
    this.tables = tables;
  }

  /** Tables that {@code plan} reads or writes without an account, with the conditions it has. */
  List<String> missingIn(JsonNode plan) {
    look(plan, "");
    if (!anchored && touched) {
      missing.add("no parameter says which account");
    }
    return missing;
  }

  private void look(JsonNode node, String joined) {
    String conditions = joined + conditions(node);
    String table = node.path("Relation Name").asText();
    anchored |= anchors(node, conditions);
    if (tables.containsKey(table)) {
      touched = true;
      boolean write = node.path("Node Type").asText().equals("ModifyTable");
      if (write ? !givesAccount(node, tables.get(table)) : !namesAccount(node, conditions)) {
        missing.add(table + ":" + conditions);
      }
    }
    node.path("Plans").forEach(child -> look(child, conditions));
  }

  /** An update or a delete writes what it has read below, which is looked at there. */
  private boolean givesAccount(JsonNode write, int column) {
    if (!write.path("Operation").asText().equals("Insert")) {
      return true;
    }
    for (JsonNode child : write.path("Plans")) {
      if (child.path("Parent Relationship").asText().equals("Outer")) {
        String value = child.path("Output").path(column - 1).asText();
        anchored |= GIVEN.matcher(value).matches();
        return GIVEN.matcher(value).matches() || OF_A_ROW.matcher(value).matches();
      }
    }
    return false;
  }

  /** By its number, by that of a row of the statement that names it, or an account by its name. */
  private static boolean namesAccount(JsonNode read, String conditions) {
    String name = Pattern.quote(read.path("Alias").asText());
    String column = name + "\\.account_id";
    String equal = column + " = [^)]|= " + column + "\\)";
    if (read.path("Relation Name").asText().equals("account")) {
      equal += "|" + name + "\\.name = \\$";
    }
    return Pattern.compile(equal).matcher(conditions).find();
  }

  /**
   * Where a parameter comes in: in a condition, as the name of the account, or as a row of its own.
   */
  private static boolean anchors(JsonNode node, String conditions) {
    if (ASKED_FOR.matcher(conditions).find()
        || (node.path("Relation Name").asText().equals("account")
            && Pattern.compile("\\bname = \\$").matcher(conditions).find())) {
      return true;
    }
    if (node.path("Node Type").asText().equals("Result")) {
      for (JsonNode value : node.path("Output")) {
        if (GIVEN.matcher(value.asText()).matches()) {
          return true;
        }
      }
    }
    return false;
  }

  private static String conditions(JsonNode node) {
    StringBuilder text = new StringBuilder();
    CONDITIONS.forEach(kind -> text.append(' ').append(node.path(kind).asText()));
    return text.toString().stripTrailing();
  }
}
