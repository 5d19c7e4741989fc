package org.godwit.jmap.mail;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.inject.Inject;
import org.apache.james.mailbox.MailboxManager;
import org.apache.james.mailbox.MailboxManager.CreateOption;
import org.apache.james.mailbox.MailboxSession;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.exception.MailboxExistsException;
import org.apache.james.mailbox.model.MailboxPath;
import org.godwit.jmap.Sight;
import org.godwit.store.listing.MailboxList;
import org.godwit.store.mailbox.MailboxTraits;
import org.godwit.store.mailbox.StoreMailboxId;

/** The mailboxes of an account by what they are for, for whoever puts mail there. */
public final class SpecialMailboxes {

  /** Ids of those that have a role, and of all. */
  public record Found(Map<String, String> byRole, Set<String> all) {
    public Found {
      byRole = Map.copyOf(byRole);
      all = Set.copyOf(all);
    }

    public Optional<String> of(String role) {
      return Optional.ofNullable(byRole.get(role));
    }
  }

  private final MailboxMethods mailboxes;
  private final MailboxManager manager;
  private final MailboxTraits traits;

  @Inject
  SpecialMailboxes(MailboxMethods mailboxes, MailboxManager manager, MailboxTraits traits) {
    this.mailboxes = mailboxes;
    this.manager = manager;
    this.traits = traits;
  }

  /** Those of the viewer's own account; one statement. */
  public Found of(Sight sight) {
    Map<String, MailboxTree.Node> nodes = new HashMap<>();
    Map<String, String> byRole = new HashMap<>();
    mailboxes
        .tree(sight, false)
        .nodes()
        .values()
        .forEach(
            node -> {
              nodes.put(node.id(), node);
              node.role().ifPresent(role -> byRole.put(role, node.id()));
            });
    return new Found(byRole, nodes.keySet());
  }

  /**
   * The same, with one of a role among them, which is made when there is none.
   *
   * @param name of one that is made
   */
  public Found with(Sight sight, String role, String name) throws MailboxException {
    Found found = of(sight);
    if (found.of(role).isPresent()) {
      return found;
    }
    MailboxPath path = MailboxPath.forUser(sight.owner(), name);
    MailboxSession session = manager.createSystemSession(sight.owner());
    try {
      manager.createMailbox(path, CreateOption.CREATE_SUBSCRIPTION, session);
    } catch (MailboxExistsException e) {
      // made by another call at this moment, or it is there without the role, which it gets
    } finally {
      manager.endProcessingRequest(session);
    }
    StoreMailboxId id = (StoreMailboxId) manager.getMailbox(path, session).getId();
    traits.set(id, Map.of(MailboxList.SPECIAL_USE, Roles.use(Optional.of(role))));
    return of(sight);
  }
}
