-- Why:      second factors, passwords for one program, and the sessions of browsers.
-- Writes:   new tables; one column of person, with a constant default. Time: none to speak of.
-- Mixed:    an older node knows no second factor and takes a password alone: update all nodes
--           before people turn one on.
-- Back:     drop the tables and the column.

-- Counted up when logins over mail protocols must end although the password stays.
ALTER TABLE person ADD COLUMN mail_epoch bigint NOT NULL DEFAULT 0;

-- A generator of one-time codes, RFC 6238.
CREATE TABLE totp (
  owner          text        PRIMARY KEY,            -- person.name
  secret         bytea       NOT NULL,
  confirmed      boolean     NOT NULL DEFAULT false, -- counts only then
  last_step      bigint      NOT NULL DEFAULT 0,     -- of the last code that was taken: none twice
  created_at     timestamptz NOT NULL DEFAULT now()
);

-- Codes for whoever has lost the generator; each is good once.
CREATE TABLE recovery_code (
  owner          text        NOT NULL,
  hash           bytea       NOT NULL,               -- SHA-256; 80 random bits need nothing slower
  PRIMARY KEY (owner, hash)
);

-- A password for one program.
CREATE TABLE app_password (
  owner          text        NOT NULL,
  password_id    uuid        NOT NULL DEFAULT gen_random_uuid(),
  label          text        NOT NULL,
  hash           bytea       NOT NULL,               -- SHA-256; 100 random bits need nothing slower
  -- Of the salt and the iterations of person, so that one challenge fits all of a person's.
  scram_salt       bytea     NOT NULL,
  scram_stored_key bytea     NOT NULL,
  scram_server_key bytea     NOT NULL,
  scopes         text[]      NOT NULL,               -- org.godwit.trust.Scope
  networks       inet[]      NOT NULL DEFAULT '{}',  -- empty is from everywhere
  expires_at     timestamptz,
  created_at     timestamptz NOT NULL DEFAULT now(),
  last_used_at   timestamptz,
  last_used_from inet,
  PRIMARY KEY (owner, password_id)
);

-- A browser that somebody signed in with, or is about to.
CREATE TABLE web_session (
  account_id     bigint      NOT NULL REFERENCES account ON DELETE CASCADE,
  session_id     uuid        NOT NULL DEFAULT gen_random_uuid(),
  token_hash     bytea       NOT NULL,               -- SHA-256 of what the cookie says
  credential     uuid        NOT NULL,               -- person.credential: another password ends it
  complete       boolean     NOT NULL,               -- false: the second factor is still to come
  failures       integer     NOT NULL DEFAULT 0,     -- of the second factor
  stays          boolean     NOT NULL,               -- also when the browser is closed
  agent          text        NOT NULL,
  address        inet        NOT NULL,               -- of the last use
  created_at     timestamptz NOT NULL DEFAULT now(),
  used_at        timestamptz NOT NULL DEFAULT now(), -- to some minutes
  idle_until     timestamptz NOT NULL,
  expires_at     timestamptz NOT NULL,
  PRIMARY KEY (account_id, session_id)
);
CREATE INDEX web_session_expired ON web_session (expires_at);
