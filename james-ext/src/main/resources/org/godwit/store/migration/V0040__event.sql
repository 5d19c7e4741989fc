-- Why:      events that a listener could not take after all its tries; an administrator redelivers them.
-- Writes:   a new table. Time: none to speak of.
-- Mixed:    first version, nothing runs beside it.
-- Back:     drop the table.
CREATE TABLE event_dead_letter (
  listener       text        NOT NULL,               -- James's group of the listener
  letter         uuid        NOT NULL,
  event          text        NOT NULL,               -- James's JSON
  stored_at      timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (listener, letter)
);
