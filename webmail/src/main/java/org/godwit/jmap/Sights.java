package org.godwit.jmap;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.inject.Inject;
import org.apache.james.mailbox.model.MailboxACL.Rfc4314Rights;
import org.apache.james.mailbox.model.MailboxACL.Right;
import org.godwit.store.listing.AccountDirectory;
import org.godwit.store.listing.AccountDirectory.Sharing;
import org.godwit.store.listing.Reach;
import org.godwit.store.mailbox.SameDomainAcl;

/** Which accounts somebody sees. The own one costs nothing, those of others one statement. */
public final class Sights {

  private final AccountDirectory directory;
  private final SameDomainAcl acl = new SameDomainAcl();

  @Inject
  public Sights(AccountDirectory directory) {
    this.directory = directory;
  }

  /** The viewer's own account. */
  Sight own(Viewer viewer) {
    return new Sight(
        viewer, viewer.account(), viewer.name(), Reach.all(viewer.account()), Map.of());
  }

  /** An account by its id; empty when the viewer sees no such account. */
  public Optional<Sight> find(Viewer viewer, String id) {
    return id.equals(Sight.id(viewer.account()))
        ? Optional.of(own(viewer))
        : Optional.ofNullable(all(viewer).get(id));
  }

  /** All accounts that the viewer sees. */
  public List<Sight> accounts(Viewer viewer) {
    return List.copyOf(all(viewer).values());
  }

  /** All accounts: the viewer's own, and those that show a mailbox to the viewer. */
  Map<String, Sight> all(Viewer viewer) {
    Map<String, Sight> all = new LinkedHashMap<>();
    all.put(Sight.id(viewer.account()), own(viewer));
    for (Sharing sharing : directory.sharing(viewer.name())) {
      shared(viewer, sharing).ifPresent(sight -> all.put(sight.id(), sight));
    }
    return all;
  }

  private Optional<Sight> shared(Viewer viewer, Sharing sharing) {
    Map<Long, Rfc4314Rights> rights = new HashMap<>();
    Set<Long> readable = new HashSet<>();
    for (AccountDirectory.Shared shared : sharing.mailboxes()) {
      Rfc4314Rights granted = acl.of(viewer.name(), shared.acl(), sharing.owner().asString());
      if (granted.contains(Right.Lookup)) {
        rights.put(shared.mailbox(), granted);
        if (granted.contains(Right.Read)) {
          readable.add(shared.mailbox());
        }
      }
    }
    return rights.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Sight(
                viewer,
                sharing.account(),
                sharing.owner(),
                new Reach(sharing.account(), Optional.of(readable)),
                rights));
  }
}
