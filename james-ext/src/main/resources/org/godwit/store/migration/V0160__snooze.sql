-- Why:      mail that was put off comes back at its time, on top of the list, and says still when it
--           was received.
-- Writes:   a column without values; an index over the few documents of one type. Time: none to speak of.
-- Mixed:    an older node tells of mail that came back as though it had been received then.
-- Back:     drop both; what was put off stays where it waits.

ALTER TABLE message ADD COLUMN received_at timestamptz;  -- NULL: as its rows in mailboxes say

CREATE INDEX client_record_snooze ON client_record ((content ->> 'until'))
  WHERE type = 'Snooze' AND NOT gone;
