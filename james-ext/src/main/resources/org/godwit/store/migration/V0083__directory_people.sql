-- Why:      people whom a directory (LDAP) knows sign in with the password they have there.
-- Writes:   one column of person, with a constant default. Time: none to speak of.
-- Mixed:    an older node lets them in by app passwords alone.
-- Back:     drop the column; give those people passwords.

ALTER TABLE person ADD COLUMN from_directory boolean NOT NULL DEFAULT false;
