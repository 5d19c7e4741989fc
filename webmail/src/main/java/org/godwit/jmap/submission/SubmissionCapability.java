package org.godwit.jmap.submission;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.inject.Inject;
import org.godwit.jmap.Capability;
import org.godwit.jmap.Json;
import org.godwit.jmap.Method;
import org.godwit.jmap.Sight;

/** The submission capability (8621 §1.3.2). */
public final class SubmissionCapability implements Capability {

  public static final String URI = "urn:ietf:params:jmap:submission";

  private final Map<String, Method> methods = new HashMap<>();
  private final SendingLimits limits;

  @Inject
  SubmissionCapability(
      SendingLimits limits,
      IdentityMethods identities,
      SubmissionMethods submissions,
      SubmissionSet set) {
    this.limits = limits;
    methods.putAll(identities.methods());
    methods.putAll(submissions.methods());
    methods.put("EmailSubmission/set", set);
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
    ObjectNode json = Json.object().put("maxDelayedSend", Hold.LONGEST.toSeconds());
    ObjectNode extensions = json.putObject("submissionExtensions"); // as EHLO says them
    extensions.putArray("FUTURERELEASE").add(Long.toString(Hold.LONGEST.toSeconds())); // 4865 §4
    extensions.putArray("SIZE").add(Long.toString(limits.messageBytes())); // 1870 §3
    extensions.putArray("DSN"); // 3461 §4
    extensions.putArray("8BITMIME"); // 6152 §2
    extensions.putArray("SMTPUTF8"); // 6531 §3
    return json;
  }

  @Override
  public List<String> types() {
    return List.of("EmailSubmission", OwnIdentities.TYPE);
  }

  @Override
  public Map<String, Method> methods() {
    return Map.copyOf(methods);
  }
}
