-- Why:      the first administrator sets the server up in a browser, by a link that works once.
-- Writes:   a new table. Time: none to speak of.
-- Mixed:    an older node offers no link.
-- Back:     drop the table.

-- One row while nobody has set the server up; of the link's secret the hash.
CREATE TABLE first_run (
  singular       boolean     PRIMARY KEY DEFAULT true CHECK (singular),
  hash           bytea       NOT NULL,               -- SHA-256; 256 random bits need nothing slower
  expires_at     timestamptz NOT NULL
);
