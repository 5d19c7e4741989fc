package org.godwit.jmap.mail;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.inject.Inject;
import org.godwit.jmap.Capability;
import org.godwit.jmap.Json;
import org.godwit.jmap.Limits;
import org.godwit.jmap.Method;
import org.godwit.jmap.Sight;

/** The mail capability (8621 §1.3.1). */
public final class Mail implements Capability {

  public static final String URI = "urn:ietf:params:jmap:mail";

  /** What changes only when a new email comes (8621 §1.5); a type for push alone. */
  public static final String EMAIL_DELIVERY = "EmailDelivery";

  private static final int LONGEST_NAME = 255;

  private final Map<String, Method> methods = new HashMap<>();

  @Inject
  Mail(
      MailboxMethods mailboxes,
      ThreadMethods threads,
      EmailGet get,
      EmailChanges changes,
      EmailQuery query,
      EmailSet set,
      EmailImport imports,
      EmailCopy copy,
      SnippetMethods snippets,
      MailboxSet mailboxSet,
      MailboxQuery mailboxQuery) {
    methods.putAll(mailboxes.methods());
    methods.putAll(threads.methods());
    methods.put("Email/get", get);
    methods.put("Email/changes", changes);
    methods.putAll(query.methods());
    methods.put("Email/set", set);
    methods.putAll(imports.methods());
    methods.put("Email/copy", copy);
    methods.putAll(snippets.methods());
    methods.put("Mailbox/set", mailboxSet);
    methods.putAll(mailboxQuery.methods());
  }

  @Override
  public String uri() {
    return URI;
  }

  @Override
  public ObjectNode ofAccount(Sight sight) {
    ObjectNode json =
        Json.object()
            .putNull("maxMailboxesPerEmail")
            .putNull("maxMailboxDepth")
            .put("maxSizeMailboxName", LONGEST_NAME)
            .put("maxSizeAttachmentsPerEmail", Limits.SIZE_UPLOAD);
    json.set("emailQuerySortOptions", Json.texts(EmailSort.PROPERTIES));
    return json.put("mayCreateTopLevelMailbox", sight.isOwn());
  }

  @Override
  public List<String> types() {
    return List.of("Mailbox", "Thread", "Email", EMAIL_DELIVERY);
  }

  @Override
  public Map<String, Method> methods() {
    return Map.copyOf(methods);
  }
}
