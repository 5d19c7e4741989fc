-- Why:      a file that is too large for a message is sent as a link, which ends.
-- Writes:   two new tables. Time: none to speak of.
-- Mixed:    an older node's collector of blobs stops, since it was not told of a table that refers to
--           them, and goes on after its upgrade. Its `godwit doctor` finds more bytes in use than the
--           mailboxes of an account hold: those are its files.
-- Back:     subtract the sizes of file_link_part from account.bytes, then drop both tables.

CREATE TABLE file_link (
  account_id   bigint      NOT NULL,                 -- whose file it is
  link_id      uuid        NOT NULL,
  secret_hash  bytea       NOT NULL CHECK (octet_length(secret_hash) = 32), -- of what is in the address
  name         text        NOT NULL,
  size         bigint      NOT NULL,
  made_at      timestamptz NOT NULL DEFAULT now(),
  expires_at   timestamptz NOT NULL,
  revoked_at   timestamptz,                          -- NULL: it was not
  downloads    bigint      NOT NULL DEFAULT 0,
  PRIMARY KEY (account_id, link_id)
);
-- Who follows a link knows no account. Not unique, so that accounts may be distributed.
CREATE INDEX file_link_secret ON file_link (secret_hash);
CREATE INDEX file_link_end ON file_link (expires_at);

-- The file, in order; its rows are the bytes that count in account.bytes, and go when the link ends.
CREATE TABLE file_link_part (
  account_id   bigint      NOT NULL,
  link_id      uuid        NOT NULL,
  position     integer     NOT NULL,
  blob_hash    bytea       NOT NULL,
  size         bigint      NOT NULL,
  PRIMARY KEY (account_id, link_id, position)
);
CREATE INDEX file_link_part_blob ON file_link_part (blob_hash); -- what the blob collector asks
