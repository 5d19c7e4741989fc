package org.godwit.jmap.sieve;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.inject.Inject;
import org.godwit.jmap.Capability;
import org.godwit.jmap.Json;
import org.godwit.jmap.Method;
import org.godwit.jmap.Sight;
import org.godwit.server.sieve.SieveLanguage;
import org.godwit.store.account.ScriptShelf;

/** The Sieve capability (9661 §1.2). */
public final class SieveCapability implements Capability {

  public static final String URI = "urn:ietf:params:jmap:sieve";

  private final ScriptMethods methods;
  private final ScriptSet set;
  private final SieveLanguage language;

  @Inject
  SieveCapability(ScriptMethods methods, ScriptSet set, SieveLanguage language) {
    this.methods = methods;
    this.set = set;
    this.language = language;
  }

  @Override
  public String uri() {
    return URI;
  }

  @Override
  public ObjectNode session() {
    return Json.object().put("implementation", "Godwit");
  }

  @Override
  public boolean isOf(Sight sight) {
    return sight.isOwn();
  }

  @Override
  public ObjectNode ofAccount(Sight sight) {
    ObjectNode limits =
        Json.object()
            .put("maxSizeScriptName", SieveLanguage.LONGEST_NAME)
            .put("maxSizeScript", SieveLanguage.LARGEST)
            .put("maxNumberScripts", ScriptShelf.MOST)
            .put("maxNumberRedirects", language.mostRedirects());
    limits.set("sieveExtensions", Json.texts(language.extensions()));
    return limits.putNull("notificationMethods").putNull("externalLists"); // no such extension
  }

  @Override
  public List<String> types() {
    return List.of("SieveScript");
  }

  @Override
  public Map<String, Method> methods() {
    Map<String, Method> all = new HashMap<>(methods.methods());
    all.put("SieveScript/set", set);
    return all;
  }
}
