-- Cloud pools: projects with their own rules, named users, term licences, and what the history of each of them needs.

-- What a project wants when licences come to their end (A11).
ALTER TABLE projects ADD COLUMN version integer NOT NULL DEFAULT 1;
ALTER TABLE projects ADD COLUMN notice_days integer[];
ALTER TABLE projects ADD COLUMN at_expiry text NOT NULL DEFAULT 'lapse' CHECK (at_expiry IN ('lapse', 'extend'));
ALTER TABLE projects ADD COLUMN extend_prefer text NOT NULL DEFAULT 'shortest' CHECK (extend_prefer IN ('shortest', 'longest'));
-- The vendor's day on which extending was switched on: what had ended before stays ended.
ALTER TABLE projects ADD COLUMN extend_since date;
ALTER TABLE projects ADD CONSTRAINT projects_extend_since CHECK ((at_expiry = 'extend') = (extend_since IS NOT NULL));
-- Null as long as the pack's own notice days hold.
ALTER TABLE projects ADD CONSTRAINT projects_notice_days CHECK (cardinality(notice_days) <= 10);

-- People who use what is licensed; they need not be able to sign in (A5). Their row may be emptied: the ledger knows the id only.
CREATE TABLE named_users (
  vendor_id uuid NOT NULL,
  id uuid NOT NULL,
  project_id uuid NOT NULL,
  name text NOT NULL,
  email text NOT NULL DEFAULT '',
  note text NOT NULL DEFAULT '',
  created_at timestamptz NOT NULL,
  removed_at timestamptz,
  version integer NOT NULL DEFAULT 1,
  PRIMARY KEY (vendor_id, id),
  FOREIGN KEY (vendor_id, project_id) REFERENCES projects (vendor_id, id)
);
CREATE UNIQUE INDEX named_users_email ON named_users (vendor_id, project_id, lower(email)) WHERE removed_at IS NULL AND email <> '';
CREATE INDEX named_users_by_project ON named_users (vendor_id, project_id, name, id) WHERE removed_at IS NULL;
ALTER TABLE named_users ENABLE ROW LEVEL SECURITY;
ALTER TABLE named_users FORCE ROW LEVEL SECURITY;
CREATE POLICY named_users_of_vendor ON named_users USING (vendor_id = (SELECT NULLIF(current_setting('muniment.vendor_id', true), '')::uuid));
GRANT SELECT, INSERT, UPDATE ON named_users TO muniment_app;

-- What is assigned to a named user is in an account of that user.
ALTER TABLE accounts DROP CONSTRAINT accounts_owner_kind_check;
ALTER TABLE accounts ADD CONSTRAINT accounts_owner_kind_check CHECK (owner_kind IN ('vendor', 'organization', 'project', 'device', 'user'));

-- The history of a project is its licence log (A12).
ALTER TABLE operations ADD COLUMN project_id uuid;
ALTER TABLE operations ADD COLUMN named_user_id uuid;
CREATE INDEX operations_by_project ON operations (vendor_id, project_id, at, id) WHERE project_id IS NOT NULL;
CREATE INDEX operations_by_named_user ON operations (vendor_id, named_user_id, at, id) WHERE named_user_id IS NOT NULL;
CREATE INDEX devices_by_project ON devices (vendor_id, project_id, name, id);

-- What a validation has answered "valid" on the strength of: an act that made the lot can no longer be undone.
CREATE TABLE lot_uses (
  vendor_id uuid NOT NULL,
  lot_id uuid NOT NULL,
  used_at timestamptz NOT NULL,
  PRIMARY KEY (vendor_id, lot_id),
  FOREIGN KEY (vendor_id, lot_id) REFERENCES lots (vendor_id, id)
);
ALTER TABLE lot_uses ENABLE ROW LEVEL SECURITY;
ALTER TABLE lot_uses FORCE ROW LEVEL SECURITY;
CREATE POLICY lot_uses_of_vendor ON lot_uses USING (vendor_id = (SELECT NULLIF(current_setting('muniment.vendor_id', true), '')::uuid));
GRANT SELECT, INSERT ON lot_uses TO muniment_app;
