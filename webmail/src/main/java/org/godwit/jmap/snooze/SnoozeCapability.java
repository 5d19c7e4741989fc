package org.godwit.jmap.snooze;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import javax.inject.Inject;
import org.godwit.jmap.Capability;
import org.godwit.jmap.Json;
import org.godwit.jmap.Method;
import org.godwit.jmap.Sight;
import org.godwit.store.snooze.Snoozed;

/** Putting mail off (docs/jmap.md). */
public final class SnoozeCapability implements Capability {

  public static final String URI = "urn:x-godwit:params:jmap:snooze";

  private final SnoozeMethods methods;

  @Inject
  SnoozeCapability(SnoozeMethods methods) {
    this.methods = methods;
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
    return Json.object().put("maxSnoozes", SnoozeMethods.MOST);
  }

  @Override
  public List<String> types() {
    return List.of(Snoozed.TYPE);
  }

  @Override
  public Map<String, Method> methods() {
    return methods.methods();
  }
}
