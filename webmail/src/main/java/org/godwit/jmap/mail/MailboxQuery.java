package org.godwit.jmap.mail;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Predicate;
import javax.inject.Inject;
import org.godwit.jmap.Arguments;
import org.godwit.jmap.Exchange;
import org.godwit.jmap.Method;
import org.godwit.jmap.MethodError;
import org.godwit.jmap.QueryChanges;
import org.godwit.jmap.QueryRequest;
import org.godwit.jmap.Sight;
import org.godwit.jmap.States;
import org.godwit.jmap.WholeList;
import org.godwit.store.listing.AccountChanges;
import org.godwit.store.listing.Change;
import org.godwit.store.mailbox.StoreMailboxId;

/** Mailbox/query and Mailbox/queryChanges (8621 §2.3, §2.4). */
final class MailboxQuery {

  private final MailboxMethods mailboxes;
  private final AccountChanges changes;

  @Inject
  MailboxQuery(MailboxMethods mailboxes, AccountChanges changes) {
    this.mailboxes = mailboxes;
    this.changes = changes;
  }

  Map<String, Method> methods() {
    return Map.of("Mailbox/query", this::query, "Mailbox/queryChanges", this::queryChanges);
  }

  private ObjectNode query(Arguments arguments, Exchange exchange) throws MethodError {
    Sight sight = exchange.account(arguments);
    QueryRequest request = QueryRequest.of(sight, arguments);
    boolean sortAsTree = arguments.flag("sortAsTree", false);
    boolean filterAsTree = arguments.flag("filterAsTree", false);
    arguments.noOther();
    MailboxTree tree = mailboxes.tree(sight, false);
    List<String> all = list(tree, request, sortAsTree, filterAsTree);
    return new WholeList(all, States.of(tree.modseq()))
        .window(request, !sortAsTree && !filterAsTree);
  }

  private ObjectNode queryChanges(Arguments arguments, Exchange exchange) throws MethodError {
    Sight sight = exchange.account(arguments);
    QueryRequest request = QueryChanges.request(sight, arguments);
    boolean sortAsTree = arguments.flag("sortAsTree", false);
    boolean filterAsTree = arguments.flag("filterAsTree", false);
    long since = States.since(arguments, "sinceQueryState");
    OptionalLong most = arguments.unsigned("maxChanges");
    arguments.noOther();
    if (sortAsTree || filterAsTree) {
      throw MethodError.cannotCalculateChanges("in a tree each depends on others");
    }
    Change.Log<Long> log = changes.mailboxes(MailboxMethods.known(sight), since);
    MailboxTree tree = mailboxes.tree(sight, false);
    if (!log.complete() || tree.modseq() != log.modseq()) {
      throw MethodError.cannotCalculateChanges("what changed since is not known");
    }
    List<String> all = list(tree, request, false, false);
    List<String> affected =
        log.changes().stream()
            .filter(change -> !change.onlyCounts())
            .map(change -> new StoreMailboxId(sight.account(), change.id()).serialize())
            .toList();
    OptionalLong total =
        request.calculateTotal() ? OptionalLong.of(all.size()) : OptionalLong.empty();
    return QueryChanges.answer(request, since, log.modseq(), affected, all, total, most);
  }

  private static List<String> list(
      MailboxTree tree, QueryRequest request, boolean sortAsTree, boolean filterAsTree)
      throws MethodError {
    Predicate<MailboxTree.Node> wanted = request.test(new Filter());
    Comparator<MailboxTree.Node> order =
        request
            .<MailboxTree.Node>order(property -> order(tree, property))
            .thenComparingLong(MailboxTree.Node::number);
    List<MailboxTree.Node> sorted = tree.nodes().values().stream().sorted(order).toList();
    List<MailboxTree.Node> placed = sortAsTree ? asTree(sorted) : sorted;
    Set<Long> shown = new HashSet<>();
    for (MailboxTree.Node node : placed) {
      if (wanted.test(node)) {
        shown.add(node.number());
      }
    }
    return placed.stream()
        .filter(node -> shown.contains(node.number()))
        .filter(node -> !filterAsTree || parentsShown(tree, node, shown))
        .map(MailboxTree.Node::id)
        .toList();
  }

  private static boolean parentsShown(MailboxTree tree, MailboxTree.Node node, Set<Long> shown) {
    Optional<Long> parent = node.parent();
    while (parent.isPresent()) {
      if (!shown.contains(parent.get())) {
        return false;
      }
      parent = tree.nodes().get(parent.get()).parent();
    }
    return true;
  }

  /** Each behind its parent. */
  private static List<MailboxTree.Node> asTree(List<MailboxTree.Node> sorted) {
    List<MailboxTree.Node> placed = new ArrayList<>();
    addChildren(Optional.empty(), sorted, placed);
    return placed;
  }

  private static void addChildren(
      Optional<Long> parent, List<MailboxTree.Node> sorted, List<MailboxTree.Node> placed) {
    for (MailboxTree.Node node : sorted) {
      if (node.parent().equals(parent)) {
        placed.add(node);
        addChildren(Optional.of(node.number()), sorted, placed);
      }
    }
  }

  private static Optional<Comparator<MailboxTree.Node>> order(MailboxTree tree, String property) {
    return Optional.ofNullable(
        switch (property) {
          case "sortOrder" -> Comparator.comparingInt(node -> node.listed().sortOrder());
          case "name" -> Comparator.comparing(node -> lower(node.name()));
          case "parentId" ->
              Comparator.comparing(
                  node ->
                      node.parent()
                          .map(parent -> lower(tree.nodes().get(parent).name()))
                          .orElse(""));
          default -> null;
        });
  }

  private static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }

  /** 8621 §2.3. */
  private static final class Filter extends QueryRequest.Checks<MailboxTree.Node> {
    @Override
    protected void read(Arguments given, List<Predicate<MailboxTree.Node>> all) throws MethodError {
      Optional<String> parent = given.id("parentId");
      if (given.has("parentId")) {
        all.add(
            node ->
                node.parent()
                    .map(it -> new StoreMailboxId(node.listed().id().account(), it).serialize())
                    .equals(parent));
      }
      Optional<String> name = given.text("name");
      if (name.isPresent()) {
        all.add(node -> lower(node.name()).contains(lower(name.get())));
      }
      Optional<String> role = given.text("role");
      if (given.has("role")) {
        all.add(node -> node.role().equals(role));
      }
      Optional<Boolean> anyRole = given.maybeFlag("hasAnyRole");
      if (anyRole.isPresent()) {
        all.add(node -> node.role().isPresent() == anyRole.get());
      }
      Optional<Boolean> subscribed = given.maybeFlag("isSubscribed");
      if (subscribed.isPresent()) {
        all.add(node -> node.listed().subscribed() == subscribed.get());
      }
    }
  }
}
