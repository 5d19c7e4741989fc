-- Why:      domains that say how mail to them has to be encrypted are believed for as long as they say,
--           also when somebody keeps us from asking them again.
-- Writes:   a new table. Time: none to speak of.
-- Mixed:    an older node encrypts where it can, as before.
-- Back:     drop the table.

-- Policies of other domains (RFC 8461), as they were fetched. What has ended is overwritten or ignored.
CREATE TABLE mta_sts_policy (
  domain         text        PRIMARY KEY,            -- in A-labels
  id             text        NOT NULL,               -- of the record in DNS that led to it
  body           text        NOT NULL,               -- as it was fetched
  expires_at     timestamptz NOT NULL
);
