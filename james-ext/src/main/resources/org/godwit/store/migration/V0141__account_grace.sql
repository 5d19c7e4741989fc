-- Why:      an account that was deleted by mistake can be had again for some weeks.
-- Writes:   two columns of person with constant defaults, and an index over deleted people alone, which
--           are none yet. Time: none to speak of.
-- Mixed:    an older node refuses the login of deleted people, but takes mail for them, and lists them.
-- Back:     drop the columns; whoever is deleted then is suspended.

-- When somebody was deleted; whoever is may not log in (suspended is set), and is nobody for mail.
ALTER TABLE person ADD COLUMN deleted_at timestamptz;

-- Whether they were suspended before that, and are again when they are restored.
ALTER TABLE person ADD COLUMN suspended_before boolean NOT NULL DEFAULT false;

CREATE INDEX person_deleted ON person (deleted_at) WHERE deleted_at IS NOT NULL;
