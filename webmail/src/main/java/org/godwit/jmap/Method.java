package org.godwit.jmap;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** A method (8620 §3.2). Safe for many threads; blocks. */
@FunctionalInterface
public interface Method {

  /**
   * Does what was asked.
   *
   * @return the arguments of its answer
   * @throws MethodError the answer is an error; nothing was changed
   * @throws org.godwit.store.StoreException the answer is one of the server's errors
   */
  ObjectNode answer(Arguments arguments, Exchange exchange) throws MethodError;
}
