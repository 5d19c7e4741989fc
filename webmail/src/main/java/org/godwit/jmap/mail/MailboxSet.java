package org.godwit.jmap.mail;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import javax.inject.Inject;
import org.apache.james.mailbox.MailboxManager;
import org.apache.james.mailbox.MailboxSession;
import org.apache.james.mailbox.SubscriptionManager;
import org.apache.james.mailbox.exception.InsufficientRightsException;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.exception.MailboxExistsException;
import org.apache.james.mailbox.exception.SubscriptionException;
import org.apache.james.mailbox.model.MailboxACL;
import org.apache.james.mailbox.model.MailboxId;
import org.apache.james.mailbox.model.MailboxPath;
import org.godwit.jmap.Arguments;
import org.godwit.jmap.Exchange;
import org.godwit.jmap.Json;
import org.godwit.jmap.Method;
import org.godwit.jmap.MethodError;
import org.godwit.jmap.Patch;
import org.godwit.jmap.SetAnswer;
import org.godwit.jmap.SetError;
import org.godwit.jmap.SetRequest;
import org.godwit.jmap.Sight;
import org.godwit.jmap.States;
import org.godwit.store.listing.Condition;
import org.godwit.store.listing.MessageWindow;
import org.godwit.store.listing.Order;
import org.godwit.store.mailbox.MailboxTraits;
import org.godwit.store.mailbox.MessageEdits;
import org.godwit.store.mailbox.MessageEdits.Edit;
import org.godwit.store.mailbox.MessageEdits.Standing;
import org.godwit.store.mailbox.Sessions;
import org.godwit.store.mailbox.StoreMailboxId;

/**
 * Mailbox/set (8621 §2.5), in the viewer's own account; others' are for {@link OthersMailboxSet}.
 */
final class MailboxSet implements Method {

  private static final int LONGEST = 255; // octets
  private static final int MOST_AT_ONCE = 1000;

  private final MailboxMethods mailboxes;
  private final MailboxManager manager;
  private final SubscriptionManager subscriptions;
  private final MailboxTraits traits;
  private final MessageWindow window;
  private final MessageEdits edits;
  private final MailboxShares shares;
  private final OthersMailboxSet others;

  @Inject
  MailboxSet(
      MailboxMethods mailboxes,
      MailboxManager manager,
      SubscriptionManager subscriptions,
      MailboxTraits traits,
      MessageWindow window,
      MessageEdits edits,
      MailboxShares shares,
      OthersMailboxSet others) {
    this.mailboxes = mailboxes;
    this.manager = manager;
    this.subscriptions = subscriptions;
    this.traits = traits;
    this.window = window;
    this.edits = edits;
    this.shares = shares;
    this.others = others;
  }

  @Override
  public ObjectNode answer(Arguments arguments, Exchange exchange) throws MethodError {
    Sight sight = exchange.account(arguments);
    if (!sight.isOwn()) {
      return others.answer(sight, arguments, exchange);
    }
    SetRequest request = SetRequest.of(sight, arguments, exchange);
    boolean removeEmails = arguments.flag("onDestroyRemoveEmails", false);
    arguments.noOther();
    String before = States.of(tree(sight).modseq());
    request.mustBeIn(before);
    SetAnswer answer = new SetAnswer(exchange);
    MailboxSession session = manager.createSystemSession(sight.owner());
    try {
      create(request, exchange, answer, session);
      update(request, exchange, answer, session);
      destroy(request, removeEmails, answer, session);
    } finally {
      manager.endProcessingRequest(session);
    }
    return answer.json(sight, before, States.of(tree(sight).modseq()));
  }

  private MailboxTree tree(Sight sight) {
    return mailboxes.tree(sight, false);
  }

  /** Parents first: one may be made by its creation id, whatever the order (8620 §5.3). */
  private void create(
      SetRequest request, Exchange exchange, SetAnswer answer, MailboxSession session) {
    Map<String, ObjectNode> left = new LinkedHashMap<>(request.create());
    boolean moved = true;
    while (!left.isEmpty()) {
      boolean last = !moved;
      moved = false;
      for (Map.Entry<String, ObjectNode> one : new ArrayList<>(left.entrySet())) {
        String parent = one.getValue().path("parentId").asText("");
        boolean waits = parent.startsWith("#") && left.containsKey(parent.substring(1));
        if (!waits || last) {
          left.remove(one.getKey());
          moved = true;
          create(request.sight(), one.getKey(), one.getValue(), exchange, answer, session);
        }
      }
    }
  }

  private void create(
      Sight sight,
      String creationId,
      ObjectNode given,
      Exchange exchange,
      SetAnswer answer,
      MailboxSession session) {
    try {
      MailboxTree tree = tree(sight);
      ObjectNode plain = given.deepCopy();
      JsonNode shared = exchange.uses(MailShare.URI) ? plain.remove(MailboxShares.PROPERTY) : null;
      Wish wish = Wish.of(Wish.blank(), plain);
      Map<MailboxACL.EntryKey, MailboxACL.Rfc4314Rights> grants =
          shared == null ? Map.of() : shares.changes(sight, MailboxACL.EMPTY, shared);
      MailboxPath path = path(sight, tree, wish, exchange, Optional.empty());
      roleMustBeFree(tree, wish, Optional.empty());
      MailboxId id =
          manager
              .createMailbox(path, session)
              .orElseThrow(() -> SetError.invalidProperties("this is no name", "name"));
      keep(sight, ((StoreMailboxId) id).number(), path, Wish.blank(), wish, session);
      shares.apply(path, grants, session);
      ObjectNode all = tree(sight).json().get(id.serialize());
      given.properties().stream()
          .filter(entry -> entry.getValue().equals(all.get(entry.getKey())))
          .forEach(entry -> all.remove(entry.getKey()));
      answer.created(creationId, all.put("id", id.serialize()));
    } catch (SetError why) {
      answer.notCreated(creationId, why);
    } catch (MailboxException e) {
      answer.notCreated(creationId, refusal(e));
    }
  }

  static SetError refusal(MailboxException e) {
    return switch (e) {
      case MailboxExistsException exists ->
          SetError.invalidProperties("there is one of this name", "name");
      case InsufficientRightsException rights -> SetError.forbidden("a right is missing");
      default -> SetError.invalidProperties("this is no name of a mailbox", "name");
    };
  }

  /** Where a mailbox is to be. */
  static MailboxPath path(
      Sight sight, MailboxTree tree, Wish wish, Exchange exchange, Optional<MailboxTree.Node> self)
      throws SetError {
    String name = Normalizer.normalize(wish.name().orElse(""), Normalizer.Form.NFC); // 5198 §3
    if (name.isBlank()
        || name.getBytes(StandardCharsets.UTF_8).length > LONGEST
        || name.indexOf(Sessions.DELIMITER) >= 0
        || name.chars().anyMatch(c -> c < 0x20 || c == 0x7F)) {
      throw SetError.invalidProperties("this is no name of a mailbox", "name");
    }
    if (wish.parent().isEmpty()) {
      return MailboxPath.forUser(sight.owner(), name);
    }
    Optional<MailboxTree.Node> parent = exchange.resolve(wish.parent().get()).flatMap(tree::find);
    String above = parent.map(node -> node.listed().path().getName()).orElse("");
    boolean inItself =
        self.isPresent()
            && (above + Sessions.DELIMITER)
                .startsWith(self.get().listed().path().getName() + Sessions.DELIMITER);
    if (parent.isEmpty() || inItself) {
      throw SetError.invalidProperties("it cannot be there", "parentId");
    }
    return MailboxPath.forUser(sight.owner(), above + Sessions.DELIMITER + name);
  }

  private static void roleMustBeFree(MailboxTree tree, Wish wish, Optional<MailboxTree.Node> self)
      throws SetError {
    if (wish.role().isEmpty()) {
      return;
    }
    for (MailboxTree.Node node : tree.nodes().values()) {
      boolean isSelf = self.isPresent() && self.get().number() == node.number();
      if (!isSelf && node.role().equals(wish.role())) {
        throw SetError.invalidProperties("another mailbox has this role", "role");
      }
    }
  }

  /** What is no part of the path. */
  private void keep(
      Sight sight, long number, MailboxPath path, Wish before, Wish after, MailboxSession session)
      throws SubscriptionException {
    if (after.subscribed() != before.subscribed()) {
      if (after.subscribed()) {
        subscriptions.subscribe(session, path);
      } else {
        subscriptions.unsubscribe(session, path);
      }
    }
    Map<String, String> changed = new HashMap<>();
    if (!after.role().equals(before.role())) {
      changed.put(org.godwit.store.listing.MailboxList.SPECIAL_USE, Roles.use(after.role()));
    }
    if (after.sortOrder() != before.sortOrder()) {
      changed.put(
          org.godwit.store.listing.MailboxList.SORT_ORDER, Integer.toString(after.sortOrder()));
    }
    if (!changed.isEmpty() || after.subscribed() != before.subscribed()) {
      traits.set(new StoreMailboxId(sight.account(), number), changed);
    }
  }

  private void update(
      SetRequest request, Exchange exchange, SetAnswer answer, MailboxSession session) {
    request
        .update()
        .forEach(
            (id, patch) -> {
              try {
                if (request.destroy().contains(id)) {
                  throw SetError.of("willDestroy", null);
                }
                update(request.sight(), id, patch, exchange, session);
                answer.updated(id);
              } catch (SetError why) {
                answer.notUpdated(id, why);
              } catch (MailboxException e) {
                answer.notUpdated(id, refusal(e));
              }
            });
  }

  private void update(
      Sight sight, String id, ObjectNode patch, Exchange exchange, MailboxSession session)
      throws SetError, MailboxException {
    MailboxTree tree = tree(sight);
    MailboxTree.Node node = tree.find(id).orElseThrow(SetError::notFound);
    ObjectNode now = (ObjectNode) Json.read(Json.write(tree.json(node))).orElseThrow();
    boolean sharing = exchange.uses(MailShare.URI);
    if (sharing) {
      MailboxShares.describe(sight, node, now);
      now.set(MailboxShares.PROPERTY, Json.objectOr(now.get(MailboxShares.PROPERTY)));
    }
    ObjectNode changed = Patch.apply(now, patch);
    Map<MailboxACL.EntryKey, MailboxACL.Rfc4314Rights> grants =
        sharing
            ? shares.changes(sight, node.listed().acl(), changed.path(MailboxShares.PROPERTY))
            : Map.of();
    for (Map.Entry<String, JsonNode> entry : changed.properties()) {
      if (!Wish.PROPERTIES.contains(entry.getKey())
          && !(sharing && entry.getKey().equals(MailboxShares.PROPERTY))
          && !entry.getValue().equals(now.get(entry.getKey()))) {
        throw SetError.invalidProperties("the server sets it", entry.getKey());
      }
    }
    Wish before = Wish.of(Wish.blank(), now.retain(Wish.PROPERTIES));
    Wish after = Wish.of(Wish.blank(), changed.retain(Wish.PROPERTIES));
    roleMustBeFree(tree, after, Optional.of(node));
    boolean fixed = Roles.isInbox(node.listed());
    if (fixed && !after.role().equals(before.role())) {
      throw SetError.invalidProperties("the inbox stays it", "role");
    }
    MailboxPath path = node.listed().path();
    if (!after.name().equals(before.name()) || !after.parent().equals(before.parent())) {
      if (fixed) {
        throw SetError.forbidden("the inbox stays where it is");
      }
      MailboxPath target = path(sight, tree, after, exchange, Optional.of(node));
      manager.renameMailbox(
          path, target, MailboxManager.RenameOption.RENAME_SUBSCRIPTIONS, session);
      path = target;
    }
    keep(sight, node.number(), path, before, after, session);
    shares.apply(path, grants, session);
  }

  private void destroy(
      SetRequest request, boolean removeEmails, SetAnswer answer, MailboxSession session) {
    Sight sight = request.sight();
    List<String> left = new ArrayList<>(request.destroy());
    boolean moved = true;
    while (!left.isEmpty()) { // children first, whatever the order
      boolean last = !moved;
      moved = false;
      for (String id : List.copyOf(left)) {
        MailboxTree tree = tree(sight);
        Optional<MailboxTree.Node> node = tree.find(id);
        boolean waits = node.isPresent() && tree.hasChild(node.get());
        if (waits && !last) {
          continue;
        }
        left.remove(id);
        moved = true;
        try {
          destroy(sight, tree, node.orElseThrow(SetError::notFound), removeEmails, session);
          answer.destroyed(id);
        } catch (SetError why) {
          answer.notDestroyed(id, why);
        } catch (MailboxException e) {
          answer.notDestroyed(id, refusal(e));
        }
      }
    }
  }

  private void destroy(
      Sight sight,
      MailboxTree tree,
      MailboxTree.Node node,
      boolean removeEmails,
      MailboxSession session)
      throws SetError, MailboxException {
    if (Roles.isInbox(node.listed())) {
      throw SetError.forbidden("the inbox stays");
    }
    if (tree.hasChild(node)) {
      throw SetError.of("mailboxHasChild", null);
    }
    if (node.listed().messages() > 0) {
      if (!removeEmails) {
        throw SetError.of("mailboxHasEmail", null);
      }
      empty(sight, node.number(), session);
    }
    manager.deleteMailbox(node.listed().id(), session);
    if (node.listed().subscribed()) {
      subscriptions.unsubscribe(session, node.listed().path());
    }
  }

  /** 8621 §2.5: emails leave it; those that are nowhere else are gone. */
  private void empty(Sight sight, long number, MailboxSession session) throws MailboxException {
    MessageWindow.Question all =
        new MessageWindow.Question(
            sight.reach(), new Condition.In(number), List.of(new Order.ByReceived(false)), false);
    Edit leave =
        before -> {
          Set<Long> rest = new java.util.TreeSet<>(before.mailboxes());
          rest.remove(number);
          return Optional.of(new Standing(rest, before.keywords()));
        };
    while (true) {
      Map<UUID, Edit> batch = new LinkedHashMap<>();
      window.first(all, MOST_AT_ONCE).entries().stream()
          .limit(MOST_AT_ONCE)
          .forEach(entry -> batch.put(entry.message(), leave));
      if (batch.isEmpty()) {
        return;
      }
      edits.apply(sight.account(), batch, Set.of(), session);
    }
  }
}
