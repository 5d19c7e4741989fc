package org.godwit.jmap.submission;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.OptionalInt;
import javax.inject.Inject;
import org.godwit.jmap.Arguments;
import org.godwit.jmap.Documents;
import org.godwit.jmap.Exchange;
import org.godwit.jmap.GetRequest;
import org.godwit.jmap.Method;
import org.godwit.jmap.MethodError;
import org.godwit.jmap.RecordSet;
import org.godwit.jmap.SetRequest;
import org.godwit.jmap.Sight;
import org.godwit.store.record.Records;

/** Identity/get, changes and set (8621 §6). */
final class IdentityMethods {

  private static final OptionalInt MOST = OptionalInt.of(200);

  private final Records records;
  private final OwnIdentities identities;
  private final OwnSenders senders;

  @Inject
  IdentityMethods(Records records, OwnIdentities identities, OwnSenders senders) {
    this.records = records;
    this.identities = identities;
    this.senders = senders;
  }

  Map<String, Method> methods() {
    return Map.of(
        "Identity/get", this::get, "Identity/changes", this::changes, "Identity/set", this::set);
  }

  private ObjectNode get(Arguments arguments, Exchange exchange) throws MethodError {
    Sight sight = exchange.ownAccount(arguments);
    GetRequest request =
        GetRequest.of(
            sight, arguments, exchange, IdentityJson.PROPERTIES, IdentityJson.PROPERTIES::contains);
    arguments.noOther();
    Records.Found found = identities.all(sight.viewer());
    return request.answer(found.modseq(), Documents.json(found));
  }

  private ObjectNode changes(Arguments arguments, Exchange exchange) throws MethodError {
    Sight sight = exchange.ownAccount(arguments);
    identities.all(sight.viewer());
    return Documents.changes(records, OwnIdentities.TYPE, sight, arguments);
  }

  private ObjectNode set(Arguments arguments, Exchange exchange) throws MethodError {
    Sight sight = exchange.ownAccount(arguments);
    SetRequest request = SetRequest.of(sight, arguments, exchange);
    arguments.noOther();
    identities.all(sight.viewer());
    return new RecordSet(
            records, OwnIdentities.TYPE, MOST, new IdentityRules(sight.viewer(), senders))
        .answer(request, exchange);
  }
}
