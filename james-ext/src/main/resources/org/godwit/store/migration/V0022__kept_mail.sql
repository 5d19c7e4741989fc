-- Why:      mail repositories: what could not be delivered waits here for a person to decide.
-- Writes:   new tables only. Time: none to speak of.
-- Mixed:    first version, nothing runs beside it.
-- Back:     drop the tables.

CREATE TABLE mail_repository (
  url            text        PRIMARY KEY
);

CREATE TABLE kept_mail (
  path           text        NOT NULL,               -- of the repository, without its protocol
  name           text        NOT NULL,               -- the key of the mail
  envelope       jsonb       NOT NULL,               -- all but the message
  blob_hash      bytea,                              -- the message; NULL: it has none
  kept_at        timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (path, name)
);
CREATE INDEX kept_mail_blob ON kept_mail (blob_hash);
