package org.godwit.jmap.mail;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.james.mailbox.model.MailboxACL.Rfc4314Rights;
import org.apache.james.mailbox.model.MailboxACL.Right;
import org.godwit.jmap.Json;
import org.godwit.jmap.SetError;

/**
 * Rights of JMAP (8621 §2) and those of access lists (4314 §2.1), which are the same in letters.
 */
public final class ShareRights {

  private static final Map<String, List<Right>> RIGHTS = new LinkedHashMap<>();

  static {
    RIGHTS.put("mayReadItems", List.of(Right.Read));
    RIGHTS.put("mayAddItems", List.of(Right.Insert));
    RIGHTS.put("mayRemoveItems", List.of(Right.DeleteMessages, Right.PerformExpunge));
    RIGHTS.put("maySetSeen", List.of(Right.WriteSeenFlag));
    RIGHTS.put("maySetKeywords", List.of(Right.Write));
    RIGHTS.put("mayCreateChild", List.of(Right.CreateMailbox));
    RIGHTS.put("mayRename", List.of(Right.DeleteMailbox)); // 4314 §4: "x" is both
    RIGHTS.put("mayDelete", List.of(Right.DeleteMailbox));
    RIGHTS.put("maySubmit", List.of(Right.Post));
    RIGHTS.put("mayShare", List.of(Right.Administer));
  }

  private ShareRights() {}

  /** As clients read them. */
  public static ObjectNode json(Rfc4314Rights granted) {
    ObjectNode json = Json.object();
    RIGHTS.forEach((name, all) -> json.put(name, all.stream().allMatch(granted::contains)));
    return json;
  }

  /** What a client grants; none when nothing of it is true. */
  static Rfc4314Rights read(JsonNode given) throws SetError {
    if (!given.isObject()) {
      throw wrong("rights are an object");
    }
    for (Map.Entry<String, JsonNode> entry : given.properties()) {
      if (!RIGHTS.containsKey(entry.getKey()) || !entry.getValue().isBoolean()) {
        throw wrong("there is no right " + entry.getKey());
      }
    }
    Predicate<String> has = name -> given.path(name).asBoolean();
    if (has.test("mayRename") != has.test("mayDelete")) {
      throw wrong("mayRename and mayDelete are one right here");
    }
    List<Right> granted =
        RIGHTS.entrySet().stream()
            .filter(right -> has.test(right.getKey()))
            .flatMap(right -> right.getValue().stream())
            .distinct()
            .toList();
    Rfc4314Rights rights = new Rfc4314Rights(granted.toArray(Right[]::new));
    return granted.isEmpty() ? rights : with(rights, Right.Lookup);
  }

  private static Rfc4314Rights with(Rfc4314Rights rights, Right more) throws SetError {
    try {
      return rights.union(new Rfc4314Rights(more));
    } catch (org.apache.james.mailbox.exception.UnsupportedRightException e) {
      throw wrong("a right is not known");
    }
  }

  private static SetError wrong(String why) {
    return SetError.invalidProperties(why, MailboxShares.PROPERTY);
  }
}
