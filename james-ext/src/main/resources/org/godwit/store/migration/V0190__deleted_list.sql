-- Why:      people look through what they deleted, the newest first; without an index all tombstones of
--           their account were sorted for each page.
-- Writes:   an index on expunged_message; locks its writers while it is built, about 1 s for a million
--           rows.
-- Mixed:    an older node writes it and does not know.
-- Back:     drop the index.

CREATE INDEX expunged_message_list
    ON expunged_message (account_id, expunged_at DESC, mailbox_id, uid DESC)
 WHERE NOT moved;
