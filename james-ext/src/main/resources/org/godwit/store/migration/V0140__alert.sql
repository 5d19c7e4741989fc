-- Why:      administrators are told of what is wrong once, not once a minute, whichever node sees it.
-- Writes:   new tables only. Time: none to speak of.
-- Mixed:    an older node sees nothing and tells nobody; the others do not need it.
-- Back:     drop the tables.

-- What is wrong, or was a moment ago: org.godwit.store.alert.AlertBook.
CREATE TABLE alert (
  kind           text        NOT NULL,               -- org.godwit.store.alert.AlertKind
  about          text        NOT NULL,               -- a queue, a host, an address; '' is the server as a whole
  observer       text        NOT NULL,               -- the host that sees it; '' when all would
  words          text        NOT NULL,
  since          timestamptz NOT NULL DEFAULT now(),
  seen_at        timestamptz NOT NULL DEFAULT now(),
  told_at        timestamptz,                        -- when administrators last heard of it; null is never
  PRIMARY KEY (kind, about)
);

-- What is still to be posted to the administrator's address.
CREATE TABLE alert_call (
  call_id        uuid        PRIMARY KEY,
  body           text        NOT NULL,               -- JSON, as it is signed and sent
  made_at        timestamptz NOT NULL DEFAULT now(),
  due_at         timestamptz NOT NULL DEFAULT now(),
  attempts       int         NOT NULL DEFAULT 0      -- that failed
);
