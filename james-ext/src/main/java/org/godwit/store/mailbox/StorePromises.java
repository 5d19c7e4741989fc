package org.godwit.store.mailbox;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** What the store promises of its tables, whatever was done to them. */
public final class StorePromises {

  /** A promise, and the query for the rows that break it. */
  public static final Map<String, String> BROKEN = queries();

  private StorePromises() {}

  private static Map<String, String> queries() {
    Map<String, String> broken = new LinkedHashMap<>();
    broken.put(
        "a mailbox's counters equal a count of its messages",
        """
        SELECT b.account_id, b.mailbox_id, b.name, b.messages, b.unseen, b.deleted, b.bytes,
               b.first_unseen, c.*
          FROM mailbox b,
               LATERAL (SELECT count(m.uid) AS messages,
                               count(m.uid) FILTER (WHERE m.flags & 32 = 0) AS unseen,
                               count(m.uid) FILTER (WHERE m.flags & 2 <> 0) AS deleted,
                               coalesce(sum(m.size), 0) AS bytes,
                               min(m.uid) FILTER (WHERE m.flags & 32 = 0) AS first_unseen
                          FROM mailbox_message m
                         WHERE m.account_id = b.account_id AND m.mailbox_id = b.mailbox_id) c
         WHERE (b.messages, b.unseen, b.deleted, b.bytes) <>
               (c.messages, c.unseen, c.deleted, c.bytes)
            OR b.first_unseen IS DISTINCT FROM c.first_unseen
        """);
    broken.put(
        "an account's use is that of its mailboxes, and of its files behind links",
        """
        SELECT a.name, a.messages, a.bytes, c.*
          FROM account a,
               LATERAL (SELECT coalesce(sum(b.messages), 0) AS messages,
                               coalesce(sum(b.bytes), 0)
                                 + (SELECT coalesce(sum(p.size), 0) FROM file_link_part p
                                     WHERE p.account_id = a.account_id) AS bytes
                          FROM mailbox b WHERE b.account_id = a.account_id) c
         WHERE (a.messages, a.bytes) <> (c.messages, c.bytes)
        """);
    broken.put(
        "no modseq is later than the account's, none of a message later than its mailbox's",
        """
        SELECT a.name, b.name, b.highest_modseq, m.uid, m.modseq
          FROM account a JOIN mailbox b USING (account_id)
          LEFT JOIN mailbox_message m USING (account_id, mailbox_id)
         WHERE greatest(b.highest_modseq, b.modseq, m.modseq) > a.modseq
            OR m.modseq > b.highest_modseq
        """);
    broken.put(
        "uids are below the next one, and none is both here and expunged",
        """
        SELECT m.account_id, m.mailbox_id, m.uid
          FROM mailbox_message m
          LEFT JOIN mailbox b USING (account_id, mailbox_id)
          LEFT JOIN expunged_message e USING (account_id, mailbox_id, uid)
         WHERE b.uid_next IS NULL OR m.uid >= b.uid_next OR e.uid IS NOT NULL
        """);
    broken.put(
        "every message in a mailbox, and every tombstone, has its message, and that its blob",
        """
        SELECT m.account_id, m.mailbox_id, m.uid
          FROM (SELECT account_id, mailbox_id, uid, message_id, thread_id, size
                  FROM mailbox_message
                UNION ALL
                SELECT account_id, mailbox_id, uid, message_id, thread_id, size
                  FROM expunged_message) m
          LEFT JOIN message g USING (account_id, message_id)
          LEFT JOIN blob ON blob.hash = g.blob_hash
         WHERE blob.hash IS NULL OR g.thread_id <> m.thread_id OR g.size <> m.size
            OR blob.size + coalesce(octet_length(g.prefix), 0) <> g.size
        """);
    broken.put(
        "a mailbox that others may see is there",
        """
        SELECT * FROM mailbox_grant g
         WHERE NOT EXISTS (SELECT 1 FROM mailbox b WHERE b.account_id = g.account_id
                                                     AND b.mailbox_id = g.mailbox_id)
        """);
    return Collections.unmodifiableMap(broken);
  }
}
