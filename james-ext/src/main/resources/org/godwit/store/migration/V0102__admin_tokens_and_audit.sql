-- Why:      programs administer with tokens of their own; and what administrators change is written
--           down so that nobody can change what is written.
-- Writes:   new tables, one function. Time: none to speak of.
-- Mixed:    an older node knows no tokens, and writes nothing down: update all nodes at once.
-- Back:     drop the tables and the function.

CREATE TABLE admin_token (
  token_id       uuid        PRIMARY KEY DEFAULT gen_random_uuid(),
  owner          text        NOT NULL REFERENCES person (name) ON DELETE CASCADE,
  label          text        NOT NULL,
  hash           bytea       NOT NULL UNIQUE,        -- SHA-256; 256 random bits need nothing slower
  grants         text[]      NOT NULL,               -- a role, or role@domain
  created_at     timestamptz NOT NULL DEFAULT now(),
  expires_at     timestamptz NOT NULL,
  last_used_at   timestamptz,                        -- to some minutes
  last_used_from inet
);
CREATE INDEX admin_token_owner ON admin_token (owner);

-- Each row has the hash of the one before and its own: org.godwit.store.admin.AuditEntry says of what.
CREATE TABLE audit_entry (
  entry          bigint      PRIMARY KEY,            -- 1, 2, 3 and so on without a gap
  at             timestamptz NOT NULL,
  who            text        NOT NULL,
  way            text        NOT NULL,
  origin         text        NOT NULL,               -- a network address, or nothing
  operation      text        NOT NULL,
  subject        text        NOT NULL,               -- what it was done to
  told           text        NOT NULL,               -- JSON, without secrets
  outcome        text        NOT NULL,
  previous       bytea       NOT NULL,
  hash           bytea       NOT NULL
);

-- The last entry. Whoever adds one locks this row, so entries are in one order; and a log whose end
-- was cut off does not fit it.
CREATE TABLE audit_head (
  singular       boolean     PRIMARY KEY DEFAULT true CHECK (singular),
  entry          bigint      NOT NULL,
  hash           bytea       NOT NULL
);
INSERT INTO audit_head (entry, hash) VALUES (0, decode(repeat('00', 32), 'hex'));

CREATE FUNCTION audit_entry_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'the audit log is added to, and nothing else';
END $$;
CREATE TRIGGER audit_entry_stays BEFORE UPDATE OR DELETE ON audit_entry
  FOR EACH ROW EXECUTE FUNCTION audit_entry_stays();
CREATE TRIGGER audit_entry_not_emptied BEFORE TRUNCATE ON audit_entry
  FOR EACH STATEMENT EXECUTE FUNCTION audit_entry_stays();
