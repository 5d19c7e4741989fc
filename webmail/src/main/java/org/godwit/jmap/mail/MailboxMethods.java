package org.godwit.jmap.mail;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.inject.Inject;
import org.godwit.jmap.Arguments;
import org.godwit.jmap.Changes;
import org.godwit.jmap.Exchange;
import org.godwit.jmap.GetRequest;
import org.godwit.jmap.Json;
import org.godwit.jmap.MethodError;
import org.godwit.jmap.Sight;
import org.godwit.store.listing.AccountChanges;
import org.godwit.store.listing.Change;
import org.godwit.store.listing.MailboxList;
import org.godwit.store.listing.Reach;
import org.godwit.store.mailbox.StoreMailboxId;

/** Mailbox/get and Mailbox/changes (8621 §2.1, §2.2). */
final class MailboxMethods {

  private static final List<String> COUNTS =
      List.of("totalEmails", "unreadEmails", "totalThreads", "unreadThreads");

  static final List<String> PROPERTIES =
      List.of(
          "id",
          "name",
          "parentId",
          "role",
          "sortOrder",
          "totalEmails",
          "unreadEmails",
          "totalThreads",
          "unreadThreads",
          "myRights",
          "isSubscribed");

  private final MailboxList mailboxes;
  private final AccountChanges changes;

  @Inject
  MailboxMethods(MailboxList mailboxes, AccountChanges changes) {
    this.mailboxes = mailboxes;
    this.changes = changes;
  }

  /** All mailboxes that the viewer may know of. */
  MailboxTree tree(Sight sight, boolean withThreads) {
    return new MailboxTree(
        sight, mailboxes.list(sight.account(), sight.viewer().account(), withThreads));
  }

  ObjectNode get(Arguments arguments, Exchange exchange) throws MethodError {
    Sight sight = exchange.account(arguments);
    boolean shares = exchange.uses(MailShare.URI);
    List<String> properties = new ArrayList<>(PROPERTIES);
    if (shares) {
      properties.add(MailboxShares.PROPERTY);
    }
    GetRequest request =
        GetRequest.of(sight, arguments, exchange, properties, properties::contains);
    arguments.noOther();
    MailboxTree tree = tree(sight, request.wants("totalThreads"));
    Map<String, ObjectNode> json = tree.json();
    if (shares) {
      tree.nodes().values().forEach(it -> MailboxShares.describe(sight, it, json.get(it.id())));
    }
    return request.answer(tree.modseq(), json);
  }

  ObjectNode changes(Arguments arguments, Exchange exchange) throws MethodError {
    Sight sight = exchange.account(arguments);
    Changes.Page<Long> page =
        Changes.answer(
            sight,
            arguments,
            since -> changes.mailboxes(known(sight), since),
            number -> new StoreMailboxId(sight.account(), number).serialize());
    boolean onlyCounts =
        !page.changes().isEmpty()
            && page.changes().stream()
                .filter(change -> !change.isGone() && !change.isNew())
                .allMatch(Change::onlyCounts);
    page.answer().set("updatedProperties", onlyCounts ? Json.texts(COUNTS) : null); // 8621 §2.2
    return page.answer();
  }

  /** Mailboxes that may be known of, be they for reading or not. */
  static Reach known(Sight sight) {
    return sight.isOwn()
        ? sight.reach()
        : new Reach(sight.account(), Optional.of(Set.copyOf(sight.rights().keySet())));
  }

  Map<String, org.godwit.jmap.Method> methods() {
    return Map.of("Mailbox/get", this::get, "Mailbox/changes", this::changes);
  }
}
