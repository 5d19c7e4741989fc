package org.godwit.store.mailbox;

import java.util.Date;
import java.util.UUID;
import javax.mail.Flags;
import org.apache.james.mailbox.store.mail.model.impl.Properties;
import org.godwit.store.blob.BlobHash;
import org.godwit.store.blob.EncodedBlob;

/**
 * A message to be added.
 *
 * @param thread the thread it begins, unless {@code threadKeys} lead to another
 * @param prefix header lines of this copy alone, or null
 * @param hash of the bytes behind the prefix
 * @param blob those bytes; null when they are stored already
 * @param size prefix and bytes
 * @param lackingOctets that line ends would need beside the bytes
 * @param bodyStart where the body starts, the prefix counted
 * @param header all bytes before {@code bodyStart}, or null to read them from the blob
 * @param summary in its stored form, or null to have it made when first asked for
 * @param delivery the delivery that this is, or null
 */
@SuppressWarnings("ArrayRecordComponent") // the bytes are handed on, never compared
record NewMessage(
    StoreMessageId id,
    UUID thread,
    ThreadKeys threadKeys,
    byte[] prefix,
    BlobHash hash,
    EncodedBlob blob,
    long size,
    int lackingOctets,
    int bodyStart,
    byte[] header,
    Properties properties,
    byte[] summary,
    Flags flags,
    Date internalDate,
    Date savedAt,
    UUID delivery) {

  /**
   * A letter's copy in a mailbox.
   *
   * @param blob the letter's bytes where they lie now; null when they are stored already
   */
  static NewMessage of(
      StoreMessageId id,
      Letter letter,
      EncodedBlob blob,
      byte[] prefix,
      Properties properties,
      Flags flags,
      Date internalDate,
      Date savedAt,
      UUID delivery) {
    return new NewMessage(
        id,
        id.uuid(),
        letter.threadKeys(),
        prefix,
        letter.hash(),
        blob,
        letter.size(prefix),
        letter.lackingOctets(),
        letter.bodyStart(prefix),
        letter.header(prefix),
        properties,
        letter.summary(prefix),
        flags,
        internalDate,
        savedAt,
        delivery);
  }

  /** A header longer than this is not kept beside the message: it is no mail, it is a bomb. */
  static final int LONGEST_HEADER = 64 * 1024;
}
