-- Why:      clients upload files before they say what for.
-- Writes:   a new table. Time: none to speak of.
-- Mixed:    an older node's collector of blobs does not know the table, so uploads of one day may
--           lose their bytes while both run; a client uploads again.
-- Back:     drop the table.

CREATE TABLE upload (
  account_id   bigint      NOT NULL,
  upload_id    uuid        NOT NULL,
  blob_hash    bytea       NOT NULL,
  size         bigint      NOT NULL,
  uploaded_at  timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (account_id, upload_id)
);
CREATE INDEX upload_blob ON upload (blob_hash);      -- what the blob collector asks
