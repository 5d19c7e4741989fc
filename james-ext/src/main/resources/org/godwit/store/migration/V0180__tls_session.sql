-- Why:      domains that ask for it hear once a day how mail to them was encrypted (RFC 8460).
-- Writes:   a new table. Time: none to speak of.
-- Mixed:    an older node counts nothing.
-- Back:     drop the table.

-- Connections to mail servers of others, counted; a day is gone when it was reported on.
CREATE TABLE tls_session (
  day            date        NOT NULL,               -- in UTC
  domain         text        NOT NULL,               -- of the recipients, in A-labels
  kind           text        NOT NULL,               -- what asked for TLS: tlsa, sts, no-policy-found
  mx             text        NOT NULL,               -- the server; '' counts all that went well
  result         text        NOT NULL,               -- 8460 §4.3; '' when it went well
  policy         text        NOT NULL,               -- what was asked for, a line each
  address        text        NOT NULL,               -- of the server, the last one
  reason         text        NOT NULL,               -- in our words, the last one
  sessions       bigint      NOT NULL,
  PRIMARY KEY (day, domain, kind, mx, result)
);
