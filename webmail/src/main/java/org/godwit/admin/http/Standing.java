package org.godwit.admin.http;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.Set;
import org.apache.james.core.Username;
import org.godwit.store.account.WebSessions;
import org.godwit.store.admin.AdminRoles;
import org.godwit.store.admin.FirstRun;
import org.godwit.store.admin.Grant;

/** Whether somebody who is signed in may go on to administer, and if not, what is missing. */
public final class Standing {
  private final AdminRoles roles;
  private final FirstRun firstRun;

  public Standing(AdminRoles roles, FirstRun firstRun) {
    this.roles = roles;
    this.firstRun = firstRun;
  }

  /** As JSON, for the page. */
  public String of(WebSessions.Session session) {
    String standing;
    Set<Grant> grants = roles.of(Username.of(session.name()));
    if (session.strong() && grants.contains(Grant.ALL)) {
      firstRun.done(); // whoever comes in so needs no link to do it
    }
    if (grants.isEmpty()) {
      standing = "nothing";
    } else {
      standing = session.strong() ? "ready" : "second-factor";
    }
    return JsonNodeFactory.instance
        .objectNode()
        .put("name", session.name())
        .put("standing", standing)
        .toString();
  }
}
