package org.godwit.jmap.sharing;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import org.godwit.jmap.Capability;
import org.godwit.jmap.Json;
import org.godwit.jmap.Method;
import org.godwit.jmap.PrincipalIds;
import org.godwit.jmap.Sight;

/** Whose an account is (9670 §1.5.2). */
public final class OwnerCapability implements Capability {

  static final String URI = "urn:ietf:params:jmap:principals:owner";

  @Override
  public String uri() {
    return URI;
  }

  @Override
  public ObjectNode ofAccount(Sight sight) {
    return Json.object()
        .put("accountIdForPrincipal", Sight.id(sight.viewer().account()))
        .put("principalId", PrincipalIds.of(sight.owner()));
  }

  @Override
  public Map<String, Method> methods() {
    return Map.of();
  }
}
