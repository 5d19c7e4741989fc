package org.godwit.jmap.mail;

import java.util.List;
import org.godwit.jmap.GetRequest;
import org.godwit.jmap.MethodError;

/** Ids of emails and threads, of which there may be very many. */
final class EmailIds {

  private EmailIds() {}

  /** 8620 §5.1: of types without a bound, ids must be named. */
  static List<String> mustBeNamed(GetRequest request) throws MethodError {
    return request
        .ids()
        .orElseThrow(() -> MethodError.requestTooLarge("name the ids: there may be very many"));
  }
}
