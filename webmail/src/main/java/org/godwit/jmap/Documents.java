package org.godwit.jmap;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.godwit.store.record.Records;

/** Kept documents as clients see them. */
public final class Documents {

  private Documents() {}

  /** By id, which is in each as well. */
  public static Map<String, ObjectNode> json(Records.Found found) {
    Map<String, ObjectNode> json = new LinkedHashMap<>();
    found
        .records()
        .forEach((id, text) -> json.put(id.toString(), Json.object(text).put("id", id.toString())));
    return json;
  }

  /** The answer to a /changes of a type (8620 §5.2). */
  public static ObjectNode changes(Records records, String type, Sight sight, Arguments arguments)
      throws MethodError {
    return Changes.answer(
            sight, arguments, since -> records.since(sight.account(), type, since), UUID::toString)
        .answer();
  }
}
