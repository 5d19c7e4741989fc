-- Why:      a team has an address whose mail all of them see and answer, and that nobody signs in to.
-- Writes:   a column of person with a constant default, a new table. Time: none to speak of.
-- Mixed:    an older node refuses to let members send as the address, and files no copy; mail comes in.
-- Back:     drop the table and the column; what is shared then is an account that is suspended.

-- An account that nobody signs in to: suspended is set, and stays so.
ALTER TABLE person ADD COLUMN shared boolean NOT NULL DEFAULT false;

-- Who works with it. What they may do in its mailboxes is in the mailboxes' own lists (mailbox.acl).
CREATE TABLE shared_member (
  owner          text        NOT NULL REFERENCES person (name) ON DELETE CASCADE,
  member         text        NOT NULL REFERENCES person (name) ON DELETE CASCADE,
  writes         boolean     NOT NULL,               -- else they look
  send_as        boolean     NOT NULL,
  PRIMARY KEY (owner, member)
);
CREATE INDEX shared_member_member ON shared_member (member);
