package org.godwit.bench;

import java.io.IOException;

/** A server that speaks JMAP. */
interface JmapServer extends Measured {

  /** Where it speaks HTTP without TLS. */
  int httpPort();

  /** Called once when all mail is there: whatever an admin would let run then for searches. */
  void filled() throws IOException;
}
