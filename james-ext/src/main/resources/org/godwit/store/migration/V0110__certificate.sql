-- Why:      certificates are ordered by ACME (RFC 8555) and shown by all nodes.
-- Writes:   new tables only. Time: none to speak of.
-- Mixed:    an older node shows its own file, as before, and orders nothing.
-- Back:     drop the tables; keys in them are thrown away and can be had anew.

-- Our key at each authority. Who can read the database can order in our name.
CREATE TABLE acme_account (
  directory      text        PRIMARY KEY,            -- where the authority begins
  private_key    bytea       NOT NULL,               -- PKCS #8, P-256
  public_key     bytea       NOT NULL,               -- X.509
  created_at     timestamptz NOT NULL DEFAULT now()
);

-- What was issued to us; the newest is shown. Who can read the database can pretend to be us.
CREATE TABLE certificate (
  certificate_id bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  directory      text        NOT NULL,
  private_key    bytea       NOT NULL,               -- PKCS #8
  chain          bytea[]     NOT NULL,               -- X.509, ours first
  left_out       text[]      NOT NULL,               -- names at which the authority did not find us
  issued_at      timestamptz NOT NULL DEFAULT now(),
  renew_at       timestamptz NOT NULL
);

-- Whose turn it is to order, and how it went. One row.
CREATE TABLE acme_state (
  only_row       boolean     PRIMARY KEY DEFAULT true CHECK (only_row),
  leased_by      uuid,
  leased_until   timestamptz NOT NULL DEFAULT '-infinity',
  failures       integer     NOT NULL DEFAULT 0,     -- in a row
  last_try       timestamptz,
  last_failure   text,
  not_before     timestamptz NOT NULL DEFAULT '1970-01-01Z',
  limited        boolean     NOT NULL DEFAULT false  -- the authority asked for it
);
INSERT INTO acme_state DEFAULT VALUES;

-- What any node answers when an authority asks. A few rows while an order runs.
CREATE TABLE acme_answer (
  kind           text        NOT NULL,               -- org.godwit.trust.acme.ChallengeKind
  asked          text        NOT NULL,               -- a token, or a name
  answer         bytea       NOT NULL,
  ends_at        timestamptz NOT NULL,
  PRIMARY KEY (kind, asked)
);
