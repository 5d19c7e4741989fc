package org.godwit.jmap.mdn;

import java.util.HashMap;
import java.util.Map;
import javax.inject.Inject;
import org.godwit.jmap.Capability;
import org.godwit.jmap.Method;
import org.godwit.jmap.Sight;

/** The MDN capability (9007 §1.3). */
public final class MdnCapability implements Capability {

  public static final String URI = "urn:ietf:params:jmap:mdn";

  private final Map<String, Method> methods;

  @Inject
  MdnCapability(MdnSend send, MdnParse parse) {
    this.methods = new HashMap<>(Map.of("MDN/send", send, "MDN/parse", parse));
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
  public Map<String, Method> methods() {
    return Map.copyOf(methods);
  }
}
