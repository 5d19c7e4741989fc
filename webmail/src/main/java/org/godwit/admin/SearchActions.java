package org.godwit.admin;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.james.core.Username;
import org.godwit.search.SearchAdmin;
import org.godwit.search.SearchAdmin.Coverage;
import org.godwit.search.SearchAdmin.Skipped;

/** What can be found of a person's mail. */
final class SearchActions {
  private final SearchAdmin search;

  SearchActions(Services services) {
    this.search = services.get(SearchAdmin.class);
  }

  Map<String, Action> all() {
    return Map.of("search status", this::status, "search reindex", this::reindex);
  }

  private Answer status(Told told) throws AdminProblem {
    Username name = told.account("address");
    Coverage found = search.coverage(name).orElseThrow(() -> nobody(name));
    Map<String, Object> facts =
        Answer.facts(
            "address", name.asString(),
            "messages", found.messages(),
            "indexed", found.indexed(),
            "upToDate", found.upToDate(),
            "indexBytes", found.bytes(),
            "attachmentsRead", found.filesRead(),
            "messagesWithUnreadAttachments", found.messagesUnread(),
            "attachmentsSkipped", found.skipped().size(),
            "why", reasons(found.skipped()));
    if (told.flag("list")) {
      facts.put("skipped", found.skipped().stream().map(SearchActions::row).toList());
    }
    return Answer.one(facts);
  }

  /** How many attachments each reason kept from being read, the most first. */
  private static List<Map<String, Object>> reasons(List<Skipped> skipped) {
    Map<String, Long> counts =
        skipped.stream().collect(Collectors.groupingBy(Skipped::reason, Collectors.counting()));
    return counts.entrySet().stream()
        .sorted(
            Map.Entry.<String, Long>comparingByValue()
                .reversed()
                .thenComparing(Map.Entry.comparingByKey()))
        .map(one -> Answer.facts("reason", one.getKey(), "attachments", one.getValue()))
        .toList();
  }

  private static Map<String, Object> row(Skipped one) {
    return Answer.facts("attachment", one.name(), "reason", one.reason());
  }

  private Answer reindex(Told told) throws AdminProblem {
    Username name = told.account("address");
    if (!search.reindex(name)) {
      throw nobody(name);
    }
    return Answer.done("is being indexed anew: " + name.asString());
  }

  private static AdminProblem nobody(Username name) {
    return AdminProblem.refused("no such account: " + name.asString());
  }
}
