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
 * @param bodyStart where the body starts, the prefix counted
 * @param header all bytes before {@code bodyStart}, or null to read them from the blob
 * @param summary in the form of {@code SummaryFormat}, or null to find it out when it is asked for
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
    int bodyStart,
    byte[] header,
    Properties properties,
    byte[] summary,
    Flags flags,
    Date internalDate,
    Date savedAt,
    UUID delivery) {

  /** A header longer than this is not kept beside the message: it is no mail, it is a bomb. */
  static final int LONGEST_HEADER = 64 * 1024;
}
