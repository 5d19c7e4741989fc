-- Why:      an administrator's change and its entry in the audit log are several transactions; a
--           server that was killed between them had changed something and written nothing down.
-- Writes:   a new table, which is empty but for what is being done right now.
-- Mixed:    an older node writes entries after the change only, as before.
-- Back:     drop the table.

CREATE TABLE audit_begun (
  begun_id       uuid        PRIMARY KEY DEFAULT gen_random_uuid(),
  at             timestamptz NOT NULL DEFAULT now(),
  who            text        NOT NULL,               -- these as in audit_entry
  way            text        NOT NULL,
  origin         text        NOT NULL,
  operation      text        NOT NULL,
  subject        text        NOT NULL,
  told           text        NOT NULL
);
