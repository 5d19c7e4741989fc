package org.godwit.server.smtp;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.james.core.MailAddress;
import org.apache.mailet.DsnParameters;
import org.apache.mailet.DsnParameters.EnvId;
import org.apache.mailet.DsnParameters.RecipientDsnParameters;
import org.apache.mailet.DsnParameters.Ret;

/** What MAIL, RCPT and BDAT have said of one message so far. */
final class Transaction implements AutoCloseable {

  private final Map<MailAddress, RecipientDsnParameters> recipients = new LinkedHashMap<>();
  private Ret ret;
  private EnvId envelopeId;
  private boolean utf8;
  private boolean binary;
  private Incoming chunks;
  private boolean broken;

  void returns(Ret what) {
    ret = what;
  }

  void envelopeId(EnvId id) {
    envelopeId = id;
  }

  void utf8(boolean asked) {
    utf8 = asked;
  }

  /** Whether the client said SMTPUTF8. */
  boolean utf8() {
    return utf8;
  }

  void binary(boolean said) {
    binary = said;
  }

  /** Whether the client said BODY=BINARYMIME. */
  boolean binary() {
    return binary;
  }

  void recipient(MailAddress recipient, RecipientDsnParameters parameters) {
    recipients.put(recipient, parameters);
  }

  Optional<DsnParameters> dsn() {
    return DsnParameters.of(
        Optional.ofNullable(envelopeId),
        Optional.ofNullable(ret),
        com.google.common.collect.ImmutableMap.copyOf(recipients));
  }

  /** The message of which BDAT has brought some; null before the first chunk. */
  Incoming chunks() {
    return chunks;
  }

  void chunks(Incoming begun) {
    chunks = begun;
  }

  /** A chunk was refused: nothing but a new beginning helps. */
  void broken(boolean refused) {
    broken = refused;
  }

  boolean broken() {
    return broken;
  }

  @Override
  public void close() {
    if (chunks != null) {
      chunks.close();
    }
  }
}
