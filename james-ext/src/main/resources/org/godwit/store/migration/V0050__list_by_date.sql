-- Why:      a client's list is a window of a mailbox by date; without an index it sorts the mailbox.
-- Writes:   an index on mailbox_message; locks its writers while it is built, about 1 s for a
--           million rows.
-- Mixed:    an older node writes it and does not know.
-- Back:     drop the index.

CREATE INDEX mailbox_message_received
    ON mailbox_message (account_id, mailbox_id, internal_date DESC, message_id DESC)
       INCLUDE (thread_id);
