package org.godwit.jmap.blob;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import javax.inject.Inject;
import org.godwit.jmap.Arguments;
import org.godwit.jmap.Exchange;
import org.godwit.jmap.Json;
import org.godwit.jmap.Limits;
import org.godwit.jmap.Method;
import org.godwit.jmap.MethodError;
import org.godwit.jmap.SetError;
import org.godwit.jmap.Sight;
import org.godwit.jmap.mail.BlobId;
import org.godwit.jmap.mail.BlobReader;
import org.godwit.store.listing.Uploads;

/** Blob/copy (8620 §6.3): what one account shows is there for the other, as though uploaded. */
public final class BlobCopy implements Method {

  public static final String NAME = "Blob/copy";

  private final Uploads uploads;
  private final BlobReader blobs;

  @Inject
  BlobCopy(Uploads uploads, BlobReader blobs) {
    this.uploads = uploads;
    this.blobs = blobs;
  }

  @Override
  public ObjectNode answer(Arguments arguments, Exchange exchange) throws MethodError {
    Sight from = exchange.account(arguments, "fromAccountId");
    Sight to = exchange.account(arguments);
    List<String> ids = Arguments.need(arguments.texts("blobIds"), "blobIds");
    arguments.noOther();
    if (to.isReadOnly()) {
      throw new MethodError("accountReadOnly", null);
    }
    if (ids.size() > Limits.OBJECTS_IN_SET) {
      throw MethodError.requestTooLarge("there are more blobs than maxObjectsInSet");
    }
    ObjectNode copied = Json.object();
    ObjectNode notCopied = Json.object();
    for (String id : new LinkedHashSet<>(ids)) {
      Optional<byte[]> bytes = exchange.resolve(id).flatMap(it -> blobs.read(from, it));
      if (bytes.isPresent()) {
        BlobId copy = new BlobId.OfUpload(uploads.add(to.account(), bytes.get()));
        copied.put(id, copy.toString());
      } else {
        notCopied.set(id, SetError.notFound().json());
      }
    }
    ObjectNode answer = Json.object().put("fromAccountId", from.id()).put("accountId", to.id());
    answer.set("copied", copied.isEmpty() ? null : copied);
    answer.set("notCopied", notCopied.isEmpty() ? null : notCopied);
    return answer;
  }
}
