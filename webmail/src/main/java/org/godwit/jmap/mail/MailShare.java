package org.godwit.jmap.mail;

import java.util.Map;
import org.godwit.jmap.Capability;
import org.godwit.jmap.Method;

/** Who uses it is told {@code shareWith} of mailboxes, and may set it (9670 §4). */
public final class MailShare implements Capability {

  public static final String URI = "urn:ietf:params:jmap:mail:share";

  @Override
  public String uri() {
    return URI;
  }

  @Override
  public Map<String, Method> methods() {
    return Map.of();
  }
}
