-- Why:      what people decide about their mail: Sieve scripts, vacation, who may act for them.
-- Writes:   new tables only. Time: none to speak of.
-- Mixed:    first version, nothing runs beside it.
-- Back:     drop the tables.

CREATE TABLE sieve_script (
  owner          text        NOT NULL,
  name           text        NOT NULL,
  content        text        NOT NULL,
  size           bigint      NOT NULL,               -- in UTF-8, what the quota counts
  activated_at   timestamptz,                        -- NULL: not the active one
  PRIMARY KEY (owner, name)
);
CREATE UNIQUE INDEX sieve_script_active ON sieve_script (owner) WHERE activated_at IS NOT NULL;

-- Bytes of all scripts of one owner; the owner '' is the default.
CREATE TABLE sieve_quota (
  owner          text        PRIMARY KEY,
  bytes          bigint      NOT NULL
);
INSERT INTO sieve_quota (owner, bytes) VALUES ('', 1048576);

CREATE TABLE vacation (
  owner          text        PRIMARY KEY,
  enabled        boolean     NOT NULL,
  from_at        timestamptz,
  from_zone      text,
  to_at          timestamptz,
  to_zone        text,
  subject        text,
  text_body      text,
  html_body      text
);

-- Who was told already, and until when nobody tells them again.
CREATE TABLE vacation_reply (
  owner          text        NOT NULL,
  recipient      text        NOT NULL,
  expires_at     timestamptz,                        -- NULL: never
  PRIMARY KEY (owner, recipient)
);

-- Who may act for whom.
CREATE TABLE delegation (
  owner          text        NOT NULL,
  delegate       text        NOT NULL,
  PRIMARY KEY (owner, delegate)
);
CREATE INDEX delegation_delegate ON delegation (delegate, owner);
