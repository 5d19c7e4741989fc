package org.godwit.jmap.rules;

import java.util.List;
import java.util.Map;
import javax.inject.Inject;
import org.godwit.jmap.Capability;
import org.godwit.jmap.Method;
import org.godwit.jmap.Sight;

/** The vacation capability (8621 §1.3.3). */
public final class VacationCapability implements Capability {

  public static final String URI = "urn:ietf:params:jmap:vacationresponse";

  private final VacationMethods methods;

  @Inject
  VacationCapability(VacationMethods methods) {
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
  public List<String> types() {
    return List.of("VacationResponse");
  }

  @Override
  public Map<String, Method> methods() {
    return methods.methods();
  }
}
