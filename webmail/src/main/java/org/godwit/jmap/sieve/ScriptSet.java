package org.godwit.jmap.sieve;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import javax.inject.Inject;
import org.godwit.jmap.Arguments;
import org.godwit.jmap.Exchange;
import org.godwit.jmap.Method;
import org.godwit.jmap.MethodError;
import org.godwit.jmap.SetError;
import org.godwit.jmap.SetRequest;
import org.godwit.jmap.Sight;
import org.godwit.jmap.States;
import org.godwit.server.sieve.SieveLanguage;
import org.godwit.store.account.ScriptShelf;

/** SieveScript/set (9661 §2.4): all of a call that succeeds is one transaction. */
final class ScriptSet implements Method {

  /** Letters of all scripts that one call may bring. */
  private static final long MOST_LETTERS = 16L * SieveLanguage.LARGEST;

  /** What a blob is as a script, or why it is none. */
  record Text(Optional<String> script, Optional<SetError> why) {
    String orRefuse() throws SetError {
      if (why.isPresent()) {
        throw why.get();
      }
      return script.orElseThrow();
    }
  }

  private final ScriptShelf shelf;
  private final ScriptContent content;

  @Inject
  ScriptSet(ScriptShelf shelf, ScriptContent content) {
    this.shelf = shelf;
    this.content = content;
  }

  @Override
  public ObjectNode answer(Arguments arguments, Exchange exchange) throws MethodError {
    Sight sight = exchange.ownAccount(arguments);
    SetRequest request = SetRequest.of(sight, arguments, exchange);
    Optional<String> activate = arguments.text("onSuccessActivateScript");
    boolean deactivate = arguments.flag("onSuccessDeactivateScript", false);
    arguments.noOther();
    ScriptEdits edits =
        new ScriptEdits(
            request, exchange, texts(request, exchange), activate.orElse(""), deactivate);
    ScriptShelf.Changed changed = shelf.change(sight.account(), edits);
    return edits.answer(States.of(changed.before()), States.of(changed.after()));
  }

  /** Blobs are read and checked before the transaction, which holds the account. */
  private Map<String, Text> texts(SetRequest request, Exchange exchange) throws MethodError {
    List<String> blobs =
        Stream.concat(request.create().values().stream(), request.update().values().stream())
            .map(given -> given.path("blobId"))
            .filter(JsonNode::isTextual)
            .map(JsonNode::textValue)
            .distinct()
            .toList();
    Map<String, Text> texts = new HashMap<>();
    long letters = 0;
    for (String blob : blobs) {
      Text text = text(request.sight(), blob, exchange);
      letters += text.script().map(String::length).orElse(0);
      if (letters > MOST_LETTERS) {
        throw MethodError.requestTooLarge("the scripts of one call are too large together");
      }
      texts.put(blob, text);
    }
    return texts;
  }

  private Text text(Sight sight, String blob, Exchange exchange) {
    try {
      return new Text(Optional.of(content.read(sight, blob, exchange)), Optional.empty());
    } catch (SetError why) {
      return new Text(Optional.empty(), Optional.of(why));
    }
  }
}
