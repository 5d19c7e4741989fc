-- Why:      several nodes on one database: who they are, which of them does what only one may do.
-- Writes:   new tables only. Time: none to speak of.
-- Mixed:    older nodes do not know of them: they run scheduled jobs beside the one that has the lease,
--           which is wasteful and harms nothing.
-- Back:     drop the tables.

-- One row for each node, written by itself every few seconds. One that is silent is kept for a day,
-- so that people see what is missing.
CREATE TABLE cluster_node (
  node           uuid        PRIMARY KEY,            -- new at every start
  site           text        NOT NULL,               -- [cluster] site, for people; may be empty
  host           text        NOT NULL,
  version        text        NOT NULL,
  started_at     timestamptz NOT NULL,
  seen_at        timestamptz NOT NULL DEFAULT now()
);

-- What one node of all does: org.godwit.cluster.Jobs.
CREATE TABLE job_lease (
  job            text        PRIMARY KEY,
  node           uuid        NOT NULL,               -- who has or had it
  token          bigint      NOT NULL DEFAULT 1,     -- counts leases, so a late holder is told from the next
  held_until     timestamptz,                        -- null: free
  done_at        timestamptz                         -- when it was last done to its end
);

-- Maildrops that a POP3 conversation has open (RFC 1939, section 8); empty while there is one node.
CREATE TABLE open_maildrop (
  owner          text        PRIMARY KEY,            -- the user name
  node           uuid        NOT NULL,
  opened_at      timestamptz NOT NULL DEFAULT now()
);
