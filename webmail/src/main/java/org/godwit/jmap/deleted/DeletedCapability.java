package org.godwit.jmap.deleted;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import javax.inject.Inject;
import org.godwit.jmap.Capability;
import org.godwit.jmap.Json;
import org.godwit.jmap.Method;
import org.godwit.jmap.Sight;

/** Having deleted mail back (docs/jmap.md). */
public final class DeletedCapability implements Capability {

  public static final String URI = "urn:x-godwit:params:jmap:deleted";

  private final DeletedMethods methods;
  private final KeptDays kept;

  @Inject
  DeletedCapability(DeletedMethods methods, KeptDays kept) {
    this.methods = methods;
    this.kept = kept;
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
    return Json.object().put("keptDays", kept.days());
  }

  @Override
  public Map<String, Method> methods() {
    return methods.methods();
  }
}
