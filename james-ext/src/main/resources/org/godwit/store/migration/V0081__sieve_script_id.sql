-- Why:      JMAP (RFC 9661) names a script by an id that stays when it is renamed.
-- Writes:   one column of a small table, which is rewritten: 10,000 scripts take less than a second.
-- Mixed:    an older node's new scripts get an id by the default; its changes do not move the state
--           that JMAP tells.
-- Back:     drop the column.

ALTER TABLE sieve_script ADD COLUMN script_id uuid NOT NULL DEFAULT gen_random_uuid();
CREATE UNIQUE INDEX sieve_script_id ON sieve_script (owner, script_id);
