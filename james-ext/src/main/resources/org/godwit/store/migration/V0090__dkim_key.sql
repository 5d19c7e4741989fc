-- Why:      mail that leaves is signed by its domain (RFC 6376): each domain has keys.
-- Writes:   a new table only. Time: none to speak of.
-- Mixed:    an older node sends unsigned mail, as before.
-- Back:     drop the table; take the records out of DNS.

-- Who can read the database can sign as its domains, as they can read the mail of these.
CREATE TABLE dkim_key (
  domain         text        NOT NULL REFERENCES domain (name) ON DELETE CASCADE,
  selector       text        NOT NULL,               -- SELECTOR._domainkey.DOMAIN is the record
  algorithm      text        NOT NULL,               -- org.godwit.trust.dkim.DkimAlgorithm
  state          text        NOT NULL CHECK (state IN ('NEXT', 'SIGNING', 'RETIRED')),
  private_key    bytea       NOT NULL,               -- PKCS #8
  public_key     bytea       NOT NULL,               -- X.509
  created_at     timestamptz NOT NULL DEFAULT now(),
  state_since    timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (domain, selector)
);
-- One of each kind signs, and one may wait for its record; many may have gone out of use.
CREATE UNIQUE INDEX dkim_key_in_use ON dkim_key (domain, algorithm, state) WHERE state <> 'RETIRED';
