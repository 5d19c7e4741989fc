package org.godwit.jmap.sharing;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.inject.Inject;
import org.godwit.jmap.Capability;
import org.godwit.jmap.Json;
import org.godwit.jmap.Method;
import org.godwit.jmap.PrincipalIds;
import org.godwit.jmap.Sight;

/** The principals capability (9670 §1.5.1). */
public final class PrincipalsCapability implements Capability {

  public static final String URI = "urn:ietf:params:jmap:principals";

  private final Map<String, Method> methods = new HashMap<>();

  @Inject
  PrincipalsCapability(PrincipalMethods principals, ShareNotificationMethods notifications) {
    methods.putAll(principals.methods());
    methods.putAll(notifications.methods());
  }

  @Override
  public String uri() {
    return URI;
  }

  @Override
  public boolean isOf(Sight sight) {
    return sight.isOwn();
  }

  @Override
  public ObjectNode ofAccount(Sight sight) {
    return Json.object().put("currentUserPrincipalId", PrincipalIds.of(sight.viewer().name()));
  }

  @Override
  public List<String> types() {
    return List.of(ShareNotifications.TYPE);
  }

  @Override
  public Map<String, Method> methods() {
    return Map.copyOf(methods);
  }
}
