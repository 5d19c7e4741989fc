package org.godwit.jmap.mail;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.inject.Inject;
import org.apache.james.core.Username;
import org.apache.james.mailbox.MailboxManager;
import org.apache.james.mailbox.MailboxSession;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.model.MailboxACL;
import org.apache.james.mailbox.model.MailboxACL.EntryKey;
import org.apache.james.mailbox.model.MailboxACL.NameType;
import org.apache.james.mailbox.model.MailboxACL.Rfc4314Rights;
import org.apache.james.mailbox.model.MailboxPath;
import org.godwit.jmap.Json;
import org.godwit.jmap.PrincipalIds;
import org.godwit.jmap.SetError;
import org.godwit.jmap.Sight;
import org.godwit.store.account.Colleagues;

/** {@code shareWith} of mailboxes (9670 §4): access lists in terms of principals. */
final class MailboxShares {

  static final String PROPERTY = "shareWith";

  private final MailboxManager manager;
  private final Colleagues colleagues;

  @Inject
  MailboxShares(MailboxManager manager, Colleagues colleagues) {
    this.manager = manager;
    this.colleagues = colleagues;
  }

  /** Adds who else sees a mailbox to what is told of it, for its owner alone. */
  static void describe(Sight sight, MailboxTree.Node node, ObjectNode json) {
    if (json.get("myRights") instanceof ObjectNode rights) {
      rights.put("mayShare", sight.isOwn());
    }
    json.set(PROPERTY, sight.isOwn() ? shares(node.listed().acl()) : null);
  }

  /** 9670 §4: null where it is shared with nobody. */
  static ObjectNode shares(MailboxACL acl) {
    ObjectNode shares = Json.object();
    acl.getEntries()
        .forEach(
            (key, rights) ->
                principal(key).ifPresent(id -> shares.set(id, ShareRights.json(rights))));
    return shares.isEmpty() ? null : shares;
  }

  private static Optional<String> principal(EntryKey key) {
    if (key.isNegative()) {
      return Optional.empty();
    }
    if (key.equals(MailboxACL.ANYBODY_KEY)) {
      return Optional.of(PrincipalIds.EVERYBODY);
    }
    return key.getNameType() == NameType.user
        ? Optional.of(PrincipalIds.of(Username.of(key.getName())))
        : Optional.empty();
  }

  /** Whom a client grants what; those whose rights stay the same are not among them. */
  Map<EntryKey, Rfc4314Rights> changes(Sight sight, MailboxACL before, JsonNode wanted)
      throws SetError {
    if (!wanted.isObject() && !wanted.isNull()) {
      throw wrong("it is an object, or null");
    }
    Map<EntryKey, Rfc4314Rights> changes = new HashMap<>();
    Set<Username> people = new HashSet<>();
    Set<String> named = new HashSet<>();
    for (Map.Entry<String, JsonNode> entry : wanted.properties()) {
      named.add(entry.getKey());
      Rfc4314Rights rights = ShareRights.read(entry.getValue());
      EntryKey key = key(sight, entry.getKey());
      if (!rights.equals(before.getEntries().get(key))) {
        changes.put(key, rights);
        PrincipalIds.person(entry.getKey()).ifPresent(people::add);
      }
    }
    if (!colleagues.among(people).equals(people)) {
      throw wrong("it is shared with people who are there");
    }
    for (EntryKey key : before.getEntries().keySet()) {
      if (principal(key).filter(id -> !named.contains(id)).isPresent()) {
        changes.put(key, MailboxACL.NO_RIGHTS);
      }
    }
    return changes;
  }

  private static EntryKey key(Sight sight, String id) throws SetError {
    if (id.equals(PrincipalIds.EVERYBODY)) {
      return MailboxACL.ANYBODY_KEY;
    }
    Username person =
        PrincipalIds.person(id).orElseThrow(() -> wrong("there is no principal " + id));
    if (person.equals(sight.owner())
        || !person.getDomainPart().equals(sight.owner().getDomainPart())) {
      throw wrong("it is shared with others of the domain");
    }
    return EntryKey.createUserEntryKey(person);
  }

  void apply(MailboxPath path, Map<EntryKey, Rfc4314Rights> changes, MailboxSession session)
      throws MailboxException {
    for (Map.Entry<EntryKey, Rfc4314Rights> change : changes.entrySet()) {
      manager.applyRightsCommand(
          path,
          MailboxACL.command().key(change.getKey()).rights(change.getValue()).asReplacement(),
          session);
    }
  }

  private static SetError wrong(String why) {
    return SetError.invalidProperties(why, PROPERTY);
  }
}
