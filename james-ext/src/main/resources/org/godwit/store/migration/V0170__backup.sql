-- Why:      administrators ask what became of each backup, and are told when none was proved for long.
-- Writes:   a new table. Time: none to speak of.
-- Mixed:    an older node makes no backups, and does not look.
-- Back:     drop the table; the files stay.

-- What became of each backup: org.godwit.store.backup.BackupBook.
CREATE TABLE backup (
  backup_id      uuid        PRIMARY KEY,
  host           text        NOT NULL,               -- on whose disk it is
  file           text,                               -- null: there is none
  source         text,                               -- primary or replica
  mark           text,                               -- SHA-256 of its manifest
  rows           bigint      NOT NULL DEFAULT 0,
  bytes          bigint      NOT NULL DEFAULT 0,     -- of the file
  outcome        text        NOT NULL,               -- org.godwit.store.backup.Outcome
  words          text        NOT NULL,               -- why it is not proved; else empty
  begun_at       timestamptz NOT NULL,
  ended_at       timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX backup_begun ON backup (begun_at);
