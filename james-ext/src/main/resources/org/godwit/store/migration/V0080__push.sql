-- Why:      where clients want to be told of changes while they are away (RFC 8620 §7.2), and the
--           key by which push services know us (RFC 8292).
-- Writes:   new tables only. Time: none to speak of.
-- Mixed:    an older node pushes nothing.
-- Back:     drop the tables; clients subscribe anew.

CREATE TABLE push_subscription (
  account_id      bigint      NOT NULL REFERENCES account ON DELETE CASCADE,
  subscription_id uuid        NOT NULL DEFAULT gen_random_uuid(),
  device          text        NOT NULL,              -- deviceClientId
  url             text        NOT NULL,
  p256dh          bytea,                             -- the client's key, with auth; NULL: in clear
  auth            bytea,
  types           text[],                            -- NULL is all
  code            text        NOT NULL,              -- what the client must have got at its url
  verified        boolean     NOT NULL DEFAULT false,
  session_id      uuid,                              -- the web_session that made it, or NULL and
  credential      text        NOT NULL,              -- what counted of person: it ends with that
  expires_at      timestamptz NOT NULL,
  created_at      timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (account_id, subscription_id)
);
CREATE INDEX push_subscription_expired ON push_subscription (expires_at);

-- One row: an EC key on P-256, made at first use.
CREATE TABLE vapid_key (
  only_one        boolean     PRIMARY KEY DEFAULT true CHECK (only_one),
  private_key     bytea       NOT NULL,              -- PKCS #8
  public_key      bytea       NOT NULL               -- X.509
);
