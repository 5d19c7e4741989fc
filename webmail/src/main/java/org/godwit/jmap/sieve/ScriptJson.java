package org.godwit.jmap.sieve;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.godwit.jmap.Json;
import org.godwit.jmap.mail.BlobId;
import org.godwit.store.account.ScriptShelf.Script;

/** A script as clients read it (9661 §2.1). */
final class ScriptJson {

  static final List<String> PROPERTIES = List.of("id", "name", "blobId", "isActive");

  private ScriptJson() {}

  static ObjectNode of(Script script) {
    return Json.object()
        .put("id", script.id().toString())
        .put("name", script.name())
        .put("blobId", BlobId.OfScript.of(script.id(), script.hash()).toString())
        .put("isActive", script.active());
  }
}
