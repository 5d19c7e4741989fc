-- Why:      whose turn it is to order a certificate is in job_lease now, like other work of one node;
--           a node that was killed in an order kept its turn for 25 minutes.
-- Writes:   two columns of a table with one row go. Time: none to speak of.
-- Mixed:    an older node cannot take its turn any more: it says so in its log, shows what others order,
--           and orders again when it is updated.
-- Back:     ALTER TABLE acme_state ADD leased_by uuid, ADD leased_until timestamptz NOT NULL DEFAULT '-infinity'.

ALTER TABLE acme_state DROP COLUMN leased_by, DROP COLUMN leased_until;
