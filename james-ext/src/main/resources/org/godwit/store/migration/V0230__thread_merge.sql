-- Why:      a late message may join threads; what leads to those that end must then lead to the one
--           that stays.
-- Writes:   an index on thread_reference; locks its writers while it is built, about 1 s for a
--           million rows.
-- Mixed:    an older node writes it and does not know; it leaves threads apart.
-- Back:     drop the index.

CREATE INDEX thread_reference_thread ON thread_reference (account_id, thread_id);
