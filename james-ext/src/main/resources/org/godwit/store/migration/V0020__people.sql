-- Why:      who may log in, which domains are ours, and where mail for an address goes.
-- Writes:   new tables only. Time: none to speak of.
-- Mixed:    first version, nothing runs beside it.
-- Back:     drop the tables.

-- The domains we receive mail for. One of them is the main one.
CREATE TABLE domain (
  name           text        PRIMARY KEY,            -- lower case
  main           boolean     NOT NULL DEFAULT false,
  created_at     timestamptz NOT NULL DEFAULT now()
);
CREATE UNIQUE INDEX domain_main ON domain (main) WHERE main;

-- Who may log in. What such a person owns in mail is the account of the same name.
CREATE TABLE person (
  name           text        PRIMARY KEY,            -- the address, in lower case
  -- Argon2id in PHC form. NULL for an imported password until its first login: see Credentials.
  password_hash  text,
  -- SCRAM-SHA-256, RFC 5802 §3.
  scram_salt       bytea     NOT NULL,
  scram_iterations integer   NOT NULL,
  scram_stored_key bytea     NOT NULL,
  scram_server_key bytea     NOT NULL,
  -- Another one for each password ever set, also after a person was deleted and made again.
  credential     uuid        NOT NULL DEFAULT gen_random_uuid(),
  admin          boolean     NOT NULL DEFAULT false,
  suspended      boolean     NOT NULL DEFAULT false,
  created_at     timestamptz NOT NULL DEFAULT now(),
  last_login_at  timestamptz                         -- to the hour
);

-- Secrets of the whole installation, such as the one behind the salts of unknown users.
CREATE TABLE secret (
  name           text        PRIMARY KEY,
  value          bytea       NOT NULL
);

-- Where mail for an address goes besides, or instead of, the mailbox of that name.
CREATE TABLE rewrite (
  source         text        NOT NULL,               -- user@domain, or *@domain for a whole domain
  kind           text        NOT NULL,               -- org.apache.james.rrt.lib.Mapping.Type
  target         text        NOT NULL,               -- an address, a domain, a pattern or a text
  PRIMARY KEY (source, kind, target)
);
CREATE INDEX rewrite_target ON rewrite (target, kind);
