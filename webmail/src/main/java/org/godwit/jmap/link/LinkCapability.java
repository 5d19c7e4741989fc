package org.godwit.jmap.link;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import javax.inject.Inject;
import org.godwit.jmap.Capability;
import org.godwit.jmap.Json;
import org.godwit.jmap.Method;
import org.godwit.jmap.Sight;
import org.godwit.store.link.FileLinks;

/** Sending files as links (docs/jmap.md). */
public final class LinkCapability implements Capability {

  public static final String URI = "urn:x-godwit:params:jmap:links";

  private final LinkMethods methods;
  private final LinkLimits limits;

  @Inject
  LinkCapability(LinkMethods methods, LinkLimits limits) {
    this.methods = methods;
    this.limits = limits;
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
    return Json.object()
        .put("maxSize", limits.largest())
        .put("maxSizePart", FileLinks.LONGEST_PART)
        .put("maxLinks", FileLinks.MOST)
        .put("suggestedAbove", limits.above())
        .put("days", limits.days())
        .put("maxDays", limits.mostDays());
  }

  @Override
  public Map<String, Method> methods() {
    return methods.methods();
  }
}
