-- Why:      a guesser of passwords who asks several nodes is slowed down as one who asks one.
-- Writes:   a new table. Time: none.
-- Mixed:    an older node counts for itself.
-- Back:     DROP TABLE login_news; failures of the last hour are forgotten, and who has logged in before.

-- What each node counts of failed logins. Unlogged: it is worth nothing after a crash, and waits for no disk.
CREATE UNLOGGED TABLE login_news (
  kind        text        NOT NULL,               -- org.godwit.trust.LoginNews.Kind
  key         text        NOT NULL,               -- a hash of the address, the name, or both
  node        uuid        NOT NULL,
  failures    integer     NOT NULL,
  last_at     timestamptz NOT NULL,
  changed_at  timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (kind, key, node)
);
CREATE INDEX login_news_changed ON login_news (changed_at);
