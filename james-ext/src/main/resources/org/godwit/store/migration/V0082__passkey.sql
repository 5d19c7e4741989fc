-- Why:      people sign in with a passkey (WebAuthn) instead of a password.
-- Writes:   new tables only. Time: none to speak of.
-- Mixed:    an older node knows no passkeys, and lets nobody in by one.
-- Back:     drop the tables; people sign in with their password.

CREATE TABLE passkey (
  owner          text        NOT NULL,               -- person.name
  passkey_id     uuid        NOT NULL DEFAULT gen_random_uuid(),
  credential_id  bytea       NOT NULL UNIQUE,        -- as the authenticator calls it
  user_handle    bytea       NOT NULL,               -- random, the same for all of a person's
  key_data       bytea       NOT NULL,               -- attested credential data, WebAuthn §6.5.1
  counter        bigint      NOT NULL,               -- of signatures; 0 for those that do not count
  may_be_synced  boolean     NOT NULL,               -- backup eligible, WebAuthn §6.1.3
  is_synced      boolean     NOT NULL,
  label          text        NOT NULL,
  created_at     timestamptz NOT NULL DEFAULT now(),
  last_used_at   timestamptz,
  PRIMARY KEY (owner, passkey_id)
);

-- Challenges that were answered, kept for longer than a challenge is good: none is answered twice.
CREATE TABLE passkey_challenge (
  challenge      bytea       PRIMARY KEY,
  used_at        timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX passkey_challenge_used ON passkey_challenge (used_at);
