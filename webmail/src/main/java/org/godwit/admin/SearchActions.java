package org.godwit.admin;

import java.util.Map;
import org.apache.james.core.Username;
import org.godwit.search.SearchAdmin;
import org.godwit.search.SearchAdmin.Coverage;

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
    return Answer.one(
        Answer.facts(
            "address", name.asString(),
            "messages", found.messages(),
            "indexed", found.indexed(),
            "upToDate", found.upToDate(),
            "indexBytes", found.bytes(),
            "attachmentsRead", found.filesRead(),
            "messagesWithUnreadAttachments", found.messagesUnread(),
            "attachmentsSkipped", found.skipped().size(),
            "skipped", found.skipped()));
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
