package org.godwit.jmap.submission;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.godwit.jmap.Patch;
import org.godwit.jmap.RecordSet;
import org.godwit.jmap.SetError;
import org.godwit.jmap.Viewer;

/** What identities of somebody may be (8621 §6.3). */
record IdentityRules(Viewer viewer, OwnSenders senders) implements RecordSet.Rules {

  @Override
  public ObjectNode created(ObjectNode given) throws SetError {
    if (given.has("mayDelete")) {
      throw SetError.invalidProperties("the server sets it", "mayDelete");
    }
    if (!given.path("email").isTextual()) {
      throw SetError.invalidProperties("an identity has an address", "email");
    }
    String email = given.get("email").textValue();
    ObjectNode made = IdentityJson.blank(email, true);
    made.setAll(given);
    defaults(made);
    IdentityJson.check(made);
    if (OwnSenders.address(email).isEmpty()) {
      throw SetError.invalidProperties("this is no address", "email");
    }
    if (!senders.may(viewer, email)) {
      throw SetError.of("forbiddenFrom", "the address is not yours");
    }
    return made;
  }

  @Override
  public ObjectNode updated(ObjectNode before, ObjectNode patch) throws SetError {
    ObjectNode after = Patch.apply(before, patch);
    for (String fixed : List.of("email", "mayDelete")) {
      if (!before.get(fixed).equals(after.get(fixed))) {
        throw SetError.invalidProperties("this cannot be changed", fixed);
      }
    }
    defaults(after);
    IdentityJson.check(after);
    return after;
  }

  /** 8620 §5.3: null sets what it was in the beginning. */
  private static void defaults(ObjectNode identity) {
    for (String text : List.of("name", "textSignature", "htmlSignature")) {
      if (identity.path(text).isNull()) {
        identity.put(text, "");
      }
    }
  }

  @Override
  public void mayGo(String id, ObjectNode before) throws SetError {
    if (!before.path("mayDelete").asBoolean()) {
      throw SetError.forbidden("it comes and goes with the address");
    }
  }
}
