-- Why:      clients keep small things with an account, such as the names it writes under, and want
--           to take back or delay what they send.
-- Writes:   new tables only. Time: none to speak of.
-- Mixed:    an older node's workers send what is due and do not note that they did, so such a
--           submission is told as pending until a newer node touches it.
-- Back:     drop the tables; mail that waits in the queue is still sent at its time.

-- Things that clients keep, each a document of its own, by the name of their type.
CREATE TABLE client_record (
  account_id      bigint      NOT NULL,
  type            text        NOT NULL,              -- such as 'Identity'
  record_id       uuid        NOT NULL,
  content         json        NOT NULL,              -- '{}' when gone
  created_modseq  bigint      NOT NULL,
  modseq          bigint      NOT NULL,              -- of the last change
  gone            boolean     NOT NULL DEFAULT false,
  changed_at      timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (account_id, type, record_id)
);
CREATE INDEX client_record_modseq ON client_record (account_id, type, modseq);
CREATE INDEX client_record_gone ON client_record (changed_at) WHERE gone;

-- What was handed in to be sent. While it is pending, its mail waits in the queue for its time.
CREATE TABLE submission (
  account_id      bigint      NOT NULL,
  submission_id   uuid        NOT NULL,
  identity_id     text        NOT NULL,
  message_id      uuid        NOT NULL,              -- may be gone by now
  thread_id       uuid        NOT NULL,
  envelope        json        NOT NULL,
  send_at         timestamptz NOT NULL,
  undo_status     text        NOT NULL CHECK (undo_status IN ('pending', 'final', 'canceled')),
  deliveries      jsonb       NOT NULL,              -- recipient to what became of it
  mail_id         bigint      NOT NULL,              -- in mail_queue, while it is there
  created_modseq  bigint      NOT NULL,
  modseq          bigint      NOT NULL,
  gone            boolean     NOT NULL DEFAULT false,
  changed_at      timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (account_id, submission_id)
);
CREATE INDEX submission_modseq ON submission (account_id, modseq);
CREATE INDEX submission_changed ON submission (changed_at) WHERE undo_status <> 'pending';
