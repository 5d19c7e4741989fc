package org.godwit.mailflow.inbound;

import java.util.List;
import org.xbill.DNS.Record;

/** What DNS is asked. Safe for many threads. */
@FunctionalInterface
interface Questions {

  /** There is no answer now: a failure of a name server, or no time left. */
  final class NoAnswer extends Exception {
    private static final long serialVersionUID = 1L;

    NoAnswer(String name) {
      super(name, null, false, false);
    }
  }

  /**
   * The records of a name, behind its aliases; none when there is no such name or record.
   *
   * @param name in A-labels
   * @param type of {@link org.xbill.DNS.Type}
   */
  List<Record> ask(String name, int type) throws NoAnswer;
}
