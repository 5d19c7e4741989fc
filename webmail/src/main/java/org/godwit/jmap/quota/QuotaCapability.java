package org.godwit.jmap.quota;

import java.util.Map;
import javax.inject.Inject;
import org.godwit.jmap.Capability;
import org.godwit.jmap.Method;
import org.godwit.jmap.Sight;

/** The quota capability (9425 §2.1). */
public final class QuotaCapability implements Capability {

  public static final String URI = "urn:ietf:params:jmap:quota";

  private final QuotaMethods methods;

  @Inject
  QuotaCapability(QuotaMethods methods) {
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
  public Map<String, Method> methods() {
    return methods.methods();
  }
}
