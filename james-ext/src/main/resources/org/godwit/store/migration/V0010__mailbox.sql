-- Why:      mailboxes and messages. What never changes (message) lies apart from what does
--           (mailbox_message), so that a flag change rewrites a narrow row.
-- Writes:   new tables; columns in account. Time: none to speak of.
-- Mixed:    an older node does not know mailboxes at all.
-- Back:     drop the tables and the columns; mail is lost.

ALTER TABLE account
  ADD COLUMN next_mailbox   bigint  NOT NULL DEFAULT 1,
  ADD COLUMN provisioned    boolean NOT NULL DEFAULT false, -- has had its first mailboxes
  ADD COLUMN purged_modseq  bigint  NOT NULL DEFAULT 0;     -- tombstones up to it may be missing
ALTER TABLE account SET (fillfactor = 50);           -- every append updates one; keep that in place

-- One row per mailbox. Counters are kept in the statement that changes what they count.
CREATE TABLE mailbox (
  account_id      bigint      NOT NULL,
  mailbox_id      bigint      NOT NULL,              -- counted within the account
  namespace       text        NOT NULL,
  name            text        NOT NULL,
  uid_validity    bigint      NOT NULL,
  uid_next        bigint      NOT NULL DEFAULT 1,
  highest_modseq  bigint      NOT NULL DEFAULT 0,    -- of the last change to its messages
  messages        bigint      NOT NULL DEFAULT 0,
  unseen          bigint      NOT NULL DEFAULT 0,
  deleted         bigint      NOT NULL DEFAULT 0,    -- flagged so, not yet expunged
  bytes           bigint      NOT NULL DEFAULT 0,
  first_unseen    bigint,                            -- a UID
  recent_from     bigint      NOT NULL DEFAULT 1,    -- rows below were shown to somebody already
  user_flags      text[]      NOT NULL DEFAULT '{}', -- every keyword that was ever used in it
  acl             text        NOT NULL DEFAULT '',   -- MailboxAcl's text form
  created_modseq  bigint      NOT NULL,
  modseq          bigint      NOT NULL,              -- of the last change to the mailbox itself
  created_at      timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (account_id, mailbox_id),
  CONSTRAINT mailbox_path UNIQUE (account_id, namespace, name),
  CONSTRAINT mailbox_keywords CHECK (cardinality(user_flags) <= 1000)
) WITH (fillfactor = 50);

-- Who else may see a mailbox: the users in its acl, to be found by their name.
CREATE TABLE mailbox_grant (
  account_id      bigint      NOT NULL,
  mailbox_id      bigint      NOT NULL,
  grantee         text        NOT NULL,              -- a user name, or 'anyone', 'authenticated'
  PRIMARY KEY (account_id, mailbox_id, grantee)
);
CREATE INDEX mailbox_grant_grantee ON mailbox_grant (grantee);

-- Mailboxes that are no more: their names serve undelete, their modseqs JMAP's Mailbox/changes.
CREATE TABLE deleted_mailbox (
  account_id      bigint      NOT NULL,
  mailbox_id      bigint      NOT NULL,
  namespace       text        NOT NULL,
  name            text        NOT NULL,
  modseq          bigint      NOT NULL,
  deleted_at      timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (account_id, mailbox_id)
);

-- What a message is. Written once, shared by its copies in all mailboxes of the account.
CREATE TABLE message (
  account_id      bigint      NOT NULL,
  message_id      uuid        NOT NULL,              -- ordered by time
  thread_id       uuid        NOT NULL,              -- message_id of the thread's first message
  blob_hash       bytea       NOT NULL,
  prefix          bytea,                             -- header lines of this copy, before the blob's
  size            bigint      NOT NULL,              -- prefix and blob
  body_start      int         NOT NULL,              -- offset of the body, the prefix counted
  header          bytea,                             -- bytes up to body_start; NULL when too long
  properties      bytea       NOT NULL,              -- MimeProperties
  text_lines      bigint,
  summary         bytea,                             -- versioned: ENVELOPE, BODYSTRUCTURE, preview
  delivery_id     uuid,                              -- at most one message for one delivery
  created_modseq  bigint      NOT NULL,
  PRIMARY KEY (account_id, message_id)
);
CREATE UNIQUE INDEX message_delivery ON message (account_id, delivery_id)
  WHERE delivery_id IS NOT NULL;
CREATE INDEX message_thread ON message (account_id, thread_id);
CREATE INDEX message_blob ON message (blob_hash);    -- what the blob collector asks

-- A message in a mailbox: all that can change. Keep it narrow.
CREATE TABLE mailbox_message (
  account_id      bigint      NOT NULL,
  mailbox_id      bigint      NOT NULL,
  uid             bigint      NOT NULL,
  modseq          bigint      NOT NULL,
  message_id      uuid        NOT NULL,
  thread_id       uuid        NOT NULL,              -- as in message, to list without a join
  flags           smallint    NOT NULL,              -- FlagBits
  user_flags      text[]      NOT NULL,
  internal_date   timestamptz NOT NULL,
  saved_at        timestamptz NOT NULL,
  size            bigint      NOT NULL,
  PRIMARY KEY (account_id, mailbox_id, uid)
) WITH (fillfactor = 90);
CREATE INDEX mailbox_message_modseq ON mailbox_message (account_id, modseq);
CREATE INDEX mailbox_message_message ON mailbox_message (account_id, message_id);
CREATE INDEX mailbox_message_unseen ON mailbox_message (account_id, mailbox_id, uid)
  WHERE flags & 32 = 0;

-- Tombstones: what was expunged, for QRESYNC (RFC 7162), JMAP's changes, and to bring it back.
CREATE TABLE expunged_message (
  account_id      bigint      NOT NULL,
  mailbox_id      bigint      NOT NULL,
  uid             bigint      NOT NULL,
  modseq          bigint      NOT NULL,
  message_id      uuid        NOT NULL,
  thread_id       uuid        NOT NULL,
  flags           smallint    NOT NULL,
  user_flags      text[]      NOT NULL,
  internal_date   timestamptz NOT NULL,
  saved_at        timestamptz NOT NULL,
  size            bigint      NOT NULL,
  moved           boolean     NOT NULL,              -- it lives on in another mailbox
  expunged_at     timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (account_id, mailbox_id, uid)
);
CREATE INDEX expunged_message_modseq ON expunged_message (account_id, modseq);
CREATE INDEX expunged_message_message ON expunged_message (account_id, message_id);
CREATE INDEX expunged_message_time ON expunged_message (expunged_at);

-- Which thread mentions a Message-ID (RFC 5322 §3.6.4) under a subject: one row per such pair.
CREATE TABLE thread_reference (
  account_id      bigint      NOT NULL,
  reference_hash  bigint      NOT NULL,
  subject_hash    bigint      NOT NULL,
  thread_id       uuid        NOT NULL,
  PRIMARY KEY (account_id, reference_hash, subject_hash)
);

CREATE TABLE subscription (
  account_id      bigint      NOT NULL,
  mailbox         text        NOT NULL,              -- a path, escaped; it may not exist
  PRIMARY KEY (account_id, mailbox)
);

CREATE TABLE mailbox_annotation (
  account_id      bigint      NOT NULL,
  mailbox_id      bigint      NOT NULL,
  key             text        NOT NULL,              -- in lower case
  value           text        NOT NULL,
  PRIMARY KEY (account_id, mailbox_id, key)
);

-- Limits of an account ('user@domain'), a domain ('@domain') or all (''): the nearest counts.
CREATE TABLE quota_limit (
  name            text        PRIMARY KEY,
  messages        bigint,                            -- NULL: not said here; 2^63-1: no limit
  bytes           bigint
);
