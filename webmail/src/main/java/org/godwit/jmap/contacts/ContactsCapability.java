package org.godwit.jmap.contacts;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.inject.Inject;
import org.godwit.jmap.Capability;
import org.godwit.jmap.Json;
import org.godwit.jmap.Method;
import org.godwit.jmap.Sight;

/** The contacts capability (9610 §1.4.1). */
public final class ContactsCapability implements Capability {

  public static final String URI = "urn:ietf:params:jmap:contacts";

  private final Map<String, Method> methods = new HashMap<>();

  @Inject
  ContactsCapability(AddressBookMethods books, CardMethods cards, CardQuery query) {
    methods.putAll(books.methods());
    methods.putAll(cards.methods());
    methods.putAll(query.methods());
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
    return Json.object().putNull("maxAddressBooksPerCard").put("mayCreateAddressBook", true);
  }

  @Override
  public List<String> types() {
    return List.of(AddressBooks.TYPE, CardMethods.TYPE);
  }

  @Override
  public Map<String, Method> methods() {
    return Map.copyOf(methods);
  }
}
