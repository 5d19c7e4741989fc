-- Why:      POP3 says how many octets it will send, and each line it sends ends with CRLF (1939 §11).
--           IMAP's APPEND may bring other line ends, which have to be counted when a message comes in.
-- Writes:   a new column with a constant default, no row is written; an index on rows there are few of.
-- Mixed:    an older program leaves the default, and POP3 then counts such a message as it is stored.
-- Back:     drop the column.
ALTER TABLE message ADD COLUMN lacking_octets integer NOT NULL DEFAULT 0; -- CRs and LFs that lines lack

CREATE INDEX message_lacking ON message (account_id, message_id) WHERE lacking_octets <> 0;
