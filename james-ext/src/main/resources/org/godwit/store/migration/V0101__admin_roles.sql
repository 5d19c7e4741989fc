-- Why:      more people than one look after a server, and none of them needs to be able to do all;
--           what administers it asks whether a browser showed more than a password.
-- Writes:   a new table; one column of web_session, with a constant default. Time: none to speak of.
-- Mixed:    an older node knows no roles, and begins sessions that do not open /admin.
-- Back:     drop the table and the column.

-- What somebody may administer. The superadmin is person.admin and has no row here.
CREATE TABLE admin_grant (
  owner          text        NOT NULL REFERENCES person (name) ON DELETE CASCADE,
  role           text        NOT NULL CHECK (role IN ('DOMAIN_ADMIN', 'HELPDESK', 'AUDITOR')),
  domain         text        NOT NULL DEFAULT '',    -- '' is everywhere
  granted_at     timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (owner, role, domain),
  CHECK (role <> 'DOMAIN_ADMIN' OR domain <> '')
);

-- Whether a second factor or a passkey was shown when it began.
ALTER TABLE web_session ADD COLUMN strong boolean NOT NULL DEFAULT false;
