-- Why:      whoever sees some mailboxes of another's account was told to begin anew after any change of
--           any mailbox there; and was not told when one that was shared went.
-- Writes:   columns of mailbox and deleted_mailbox, which are small; locks mailbox while its rows are
--           written, about 1 s for a million.
-- Mixed:    an older node does not note that it changed an access list; its viewers hear of it when they
--           begin anew.
-- Back:     drop the columns.

ALTER TABLE mailbox ADD COLUMN acl_modseq bigint NOT NULL DEFAULT 0;         -- of the last change to acl
UPDATE mailbox SET acl_modseq = modseq;
ALTER TABLE deleted_mailbox ADD COLUMN shared boolean NOT NULL DEFAULT true; -- others saw it
