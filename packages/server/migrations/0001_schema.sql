-- The schema of Muniment's server. Every table of a vendor has vendor_id first in its key and forced row-level
-- security (design: Tenancy); the tables without a policy are named in tools/check-migrations.ts.

CREATE EXTENSION IF NOT EXISTS pg_trgm;

-- Installation-wide: found before a vendor is known.

CREATE TABLE settings (
  key text PRIMARY KEY,
  value jsonb NOT NULL
);

CREATE TABLE vendors (
  id uuid PRIMARY KEY,
  slug text NOT NULL UNIQUE CHECK (slug ~ '^[a-z][a-z0-9-]{1,61}[a-z0-9]$'),
  name text NOT NULL,
  created_at timestamptz NOT NULL
);

-- What a caller presents is only ever kept as SHA-256; the row says which vendor and which session, API key,
-- invitation or password reset it stands for.
CREATE TABLE credentials (
  hash bytea PRIMARY KEY CHECK (octet_length(hash) = 32),
  vendor_id uuid NOT NULL REFERENCES vendors (id),
  kind text NOT NULL CHECK (kind IN ('session', 'api-key', 'invitation', 'password-reset')),
  subject_id uuid NOT NULL
);
CREATE INDEX credentials_by_subject ON credentials (vendor_id, subject_id);

-- Organizations and people.

CREATE TABLE organizations (
  vendor_id uuid NOT NULL REFERENCES vendors (id),
  id uuid NOT NULL,
  kind text NOT NULL CHECK (kind IN ('vendor', 'distributor', 'dealer', 'customer')),
  name text NOT NULL,
  created_at timestamptz NOT NULL,
  version integer NOT NULL DEFAULT 1,
  PRIMARY KEY (vendor_id, id)
);
CREATE UNIQUE INDEX organizations_partner_name ON organizations (vendor_id, lower(name)) WHERE kind IN ('distributor', 'dealer');
CREATE UNIQUE INDEX organizations_one_vendor ON organizations (vendor_id) WHERE kind = 'vendor';
CREATE INDEX organizations_by_name ON organizations (vendor_id, kind, name, id);

CREATE TABLE allowances (
  vendor_id uuid NOT NULL,
  id uuid NOT NULL,
  from_id uuid NOT NULL,
  to_id uuid NOT NULL,
  since timestamptz NOT NULL,
  until timestamptz,
  granted_by text NOT NULL,
  PRIMARY KEY (vendor_id, id),
  FOREIGN KEY (vendor_id, from_id) REFERENCES organizations (vendor_id, id),
  FOREIGN KEY (vendor_id, to_id) REFERENCES organizations (vendor_id, id),
  CHECK (from_id <> to_id)
);
CREATE UNIQUE INDEX allowances_open ON allowances (vendor_id, from_id, to_id) WHERE until IS NULL;

CREATE TABLE serves (
  vendor_id uuid NOT NULL,
  id uuid NOT NULL,
  partner_id uuid NOT NULL,
  customer_id uuid NOT NULL,
  since timestamptz NOT NULL,
  until timestamptz,
  PRIMARY KEY (vendor_id, id),
  FOREIGN KEY (vendor_id, partner_id) REFERENCES organizations (vendor_id, id),
  FOREIGN KEY (vendor_id, customer_id) REFERENCES organizations (vendor_id, id)
);
CREATE UNIQUE INDEX serves_open ON serves (vendor_id, partner_id, customer_id) WHERE until IS NULL;
CREATE INDEX serves_by_customer ON serves (vendor_id, customer_id);

CREATE TABLE people (
  vendor_id uuid NOT NULL REFERENCES vendors (id),
  id uuid NOT NULL,
  email text NOT NULL,
  name text NOT NULL,
  language text NOT NULL,
  password_hash text NOT NULL,
  status text NOT NULL DEFAULT 'active' CHECK (status IN ('active', 'deactivated')),
  created_at timestamptz NOT NULL,
  last_sign_in_at timestamptz,
  version integer NOT NULL DEFAULT 1,
  PRIMARY KEY (vendor_id, id)
);
CREATE UNIQUE INDEX people_email ON people (vendor_id, lower(email));

CREATE TABLE memberships (
  vendor_id uuid NOT NULL,
  person_id uuid NOT NULL,
  organization_id uuid NOT NULL,
  role text NOT NULL CHECK (role IN ('administrator', 'distributor', 'dealer', 'customer', 'read-only')),
  PRIMARY KEY (vendor_id, person_id, organization_id),
  FOREIGN KEY (vendor_id, person_id) REFERENCES people (vendor_id, id),
  FOREIGN KEY (vendor_id, organization_id) REFERENCES organizations (vendor_id, id)
);
CREATE INDEX memberships_by_organization ON memberships (vendor_id, organization_id);

CREATE TABLE sessions (
  vendor_id uuid NOT NULL,
  id uuid NOT NULL,
  person_id uuid NOT NULL,
  created_at timestamptz NOT NULL,
  last_seen_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  ended_at timestamptz,
  PRIMARY KEY (vendor_id, id),
  FOREIGN KEY (vendor_id, person_id) REFERENCES people (vendor_id, id)
);
CREATE INDEX sessions_by_person ON sessions (vendor_id, person_id);

CREATE TABLE api_keys (
  vendor_id uuid NOT NULL,
  id uuid NOT NULL,
  organization_id uuid NOT NULL,
  role text NOT NULL CHECK (role IN ('administrator', 'distributor', 'dealer', 'customer', 'read-only')),
  name text NOT NULL,
  prefix text NOT NULL,
  scopes text[] NOT NULL,
  created_by text NOT NULL,
  created_at timestamptz NOT NULL,
  expires_at timestamptz,
  last_used_at timestamptz,
  revoked_at timestamptz,
  PRIMARY KEY (vendor_id, id),
  FOREIGN KEY (vendor_id, organization_id) REFERENCES organizations (vendor_id, id)
);
CREATE INDEX api_keys_by_organization ON api_keys (vendor_id, organization_id, created_at);

CREATE TABLE invitations (
  vendor_id uuid NOT NULL,
  id uuid NOT NULL,
  organization_id uuid NOT NULL,
  email text NOT NULL,
  role text NOT NULL CHECK (role IN ('administrator', 'distributor', 'dealer', 'customer', 'read-only')),
  language text NOT NULL,
  invited_by text NOT NULL,
  created_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  accepted_at timestamptz,
  revoked_at timestamptz,
  PRIMARY KEY (vendor_id, id),
  FOREIGN KEY (vendor_id, organization_id) REFERENCES organizations (vendor_id, id)
);
-- One that was corrected or withdrawn must not live on beside its successor.
CREATE UNIQUE INDEX invitations_one_open ON invitations (vendor_id, organization_id, lower(email)) WHERE accepted_at IS NULL AND revoked_at IS NULL;

CREATE TABLE password_resets (
  vendor_id uuid NOT NULL,
  id uuid NOT NULL,
  person_id uuid NOT NULL,
  created_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  used_at timestamptz,
  PRIMARY KEY (vendor_id, id),
  FOREIGN KEY (vendor_id, person_id) REFERENCES people (vendor_id, id)
);

-- The ledger (F1). Only operations and postings are written by the application; balances follow by trigger.

CREATE TABLE operations (
  vendor_id uuid NOT NULL REFERENCES vendors (id),
  id uuid NOT NULL,
  kind text NOT NULL,
  at timestamptz NOT NULL,
  actor_kind text NOT NULL CHECK (actor_kind IN ('person', 'api-key', 'operator', 'system', 'device')),
  actor_id uuid,
  on_behalf_of uuid,
  organization_id uuid,
  channel text NOT NULL CHECK (channel IN ('console', 'api', 'cli', 'operator', 'job')),
  idempotency_key text,
  pack_version integer,
  reason text,
  undoes uuid,
  -- What the act is about, for the history of that object.
  device_id uuid,
  customer_id uuid,
  order_id uuid,
  details jsonb NOT NULL DEFAULT '{}',
  xid xid8 NOT NULL DEFAULT pg_current_xact_id(),
  PRIMARY KEY (vendor_id, id),
  FOREIGN KEY (vendor_id, undoes) REFERENCES operations (vendor_id, id),
  FOREIGN KEY (vendor_id, organization_id) REFERENCES organizations (vendor_id, id)
);
CREATE UNIQUE INDEX operations_undone_once ON operations (vendor_id, undoes) WHERE undoes IS NOT NULL;
CREATE INDEX operations_by_time ON operations (vendor_id, at, id);
CREATE INDEX operations_by_device ON operations (vendor_id, device_id, at, id) WHERE device_id IS NOT NULL;
CREATE INDEX operations_by_customer ON operations (vendor_id, customer_id, at, id) WHERE customer_id IS NOT NULL;
CREATE INDEX operations_by_order ON operations (vendor_id, order_id, at, id) WHERE order_id IS NOT NULL;
CREATE INDEX operations_by_kind ON operations (vendor_id, kind, at, id);
CREATE INDEX operations_by_organization ON operations (vendor_id, organization_id, at, id);

CREATE TABLE catalog_versions (
  vendor_id uuid NOT NULL REFERENCES vendors (id),
  version integer NOT NULL CHECK (version > 0),
  pack jsonb NOT NULL,
  pack_version text NOT NULL,
  digest text NOT NULL,
  operation_id uuid NOT NULL,
  loaded_at timestamptz NOT NULL,
  loaded_by text NOT NULL,
  PRIMARY KEY (vendor_id, version),
  FOREIGN KEY (vendor_id, operation_id) REFERENCES operations (vendor_id, id)
);

CREATE TABLE customers (
  vendor_id uuid NOT NULL,
  organization_id uuid NOT NULL,
  street text NOT NULL DEFAULT '',
  postal_code text NOT NULL DEFAULT '',
  city text NOT NULL DEFAULT '',
  country text NOT NULL DEFAULT '',
  reference_note text NOT NULL DEFAULT '',
  PRIMARY KEY (vendor_id, organization_id),
  FOREIGN KEY (vendor_id, organization_id) REFERENCES organizations (vendor_id, id)
);

CREATE TABLE projects (
  vendor_id uuid NOT NULL,
  id uuid NOT NULL,
  customer_id uuid NOT NULL,
  name text NOT NULL,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (vendor_id, id),
  FOREIGN KEY (vendor_id, customer_id) REFERENCES customers (vendor_id, organization_id)
);
CREATE INDEX projects_by_customer ON projects (vendor_id, customer_id);

CREATE TABLE devices (
  vendor_id uuid NOT NULL,
  id uuid NOT NULL,
  customer_id uuid NOT NULL,
  project_id uuid NOT NULL,
  parent_id uuid,
  product text NOT NULL,
  name text NOT NULL,
  reference_note text NOT NULL DEFAULT '',
  -- Licence files are numbered (epoch, serial); serials only rise.
  epoch integer NOT NULL DEFAULT 1,
  serial integer NOT NULL DEFAULT 0,
  created_at timestamptz NOT NULL,
  version integer NOT NULL DEFAULT 1,
  PRIMARY KEY (vendor_id, id),
  FOREIGN KEY (vendor_id, customer_id) REFERENCES customers (vendor_id, organization_id),
  FOREIGN KEY (vendor_id, project_id) REFERENCES projects (vendor_id, id),
  FOREIGN KEY (vendor_id, parent_id) REFERENCES devices (vendor_id, id)
);
CREATE INDEX devices_by_customer ON devices (vendor_id, customer_id, name, id);
CREATE INDEX devices_by_name ON devices (vendor_id, name, id);
CREATE INDEX devices_by_age ON devices (vendor_id, created_at, id);

-- A hardware key is unique, and blocked, per vendor and product (design: Tenancy).
CREATE TABLE device_keys (
  vendor_id uuid NOT NULL,
  product text NOT NULL,
  hardware_key text NOT NULL,
  device_id uuid NOT NULL,
  format_id text NOT NULL,
  -- As it was typed or scanned, so that it is found by that too; null where it was entered as it is kept.
  entered text,
  role text NOT NULL DEFAULT 'primary' CHECK (role IN ('primary', 'secondary')),
  state text NOT NULL DEFAULT 'current' CHECK (state IN ('current', 'blocked')),
  PRIMARY KEY (vendor_id, product, hardware_key),
  FOREIGN KEY (vendor_id, device_id) REFERENCES devices (vendor_id, id)
);
CREATE UNIQUE INDEX device_keys_current ON device_keys (vendor_id, device_id, role) WHERE state = 'current';

CREATE TABLE orders (
  vendor_id uuid NOT NULL,
  id uuid NOT NULL,
  sales_order text NOT NULL,
  purchase_order text NOT NULL DEFAULT '',
  shipper_id uuid NOT NULL,
  receiver_id uuid NOT NULL,
  shipped_at timestamptz NOT NULL,
  shipped_by text NOT NULL,
  maintenance_months integer,
  note text NOT NULL DEFAULT '',
  fields jsonb NOT NULL DEFAULT '{}',
  operation_id uuid NOT NULL,
  PRIMARY KEY (vendor_id, id),
  FOREIGN KEY (vendor_id, shipper_id) REFERENCES organizations (vendor_id, id),
  FOREIGN KEY (vendor_id, receiver_id) REFERENCES organizations (vendor_id, id),
  -- The order is taken first, so that whoever ships the same number at the same moment learns it before anything moves.
  FOREIGN KEY (vendor_id, operation_id) REFERENCES operations (vendor_id, id) DEFERRABLE INITIALLY DEFERRED
);
CREATE UNIQUE INDEX orders_once ON orders (vendor_id, shipper_id, sales_order);
CREATE INDEX orders_by_number ON orders (vendor_id, sales_order);
CREATE INDEX orders_by_receiver ON orders (vendor_id, receiver_id, shipped_at, id);
CREATE INDEX orders_by_time ON orders (vendor_id, shipped_at, id);

CREATE TABLE accounts (
  vendor_id uuid NOT NULL REFERENCES vendors (id),
  id uuid NOT NULL,
  kind text NOT NULL CHECK (kind IN (
    'issue', 'conversion', 'bin', 'keyed', 'pool', 'reserved', 'active', 'assigned', 'transit', 'consumed', 'retired')),
  owner_kind text NOT NULL CHECK (owner_kind IN ('vendor', 'organization', 'project', 'device', 'person')),
  owner_id uuid NOT NULL,
  -- An organization has one bin per class of part; elsewhere ''.
  class text NOT NULL DEFAULT '' CHECK (class IN ('', 'licence', 'maintenance')),
  -- Reserved units go back where they came from: one reserved account per device and origin.
  origin_id uuid,
  PRIMARY KEY (vendor_id, id),
  UNIQUE (vendor_id, id, kind),
  UNIQUE NULLS NOT DISTINCT (vendor_id, owner_id, kind, class, origin_id),
  FOREIGN KEY (vendor_id, origin_id) REFERENCES accounts (vendor_id, id),
  CHECK ((origin_id IS NOT NULL) = (kind = 'reserved'))
);
CREATE INDEX accounts_by_origin ON accounts (vendor_id, origin_id) WHERE origin_id IS NOT NULL;

CREATE TABLE lots (
  vendor_id uuid NOT NULL REFERENCES vendors (id),
  id uuid NOT NULL,
  part text NOT NULL,
  pack_version integer NOT NULL,
  origin text NOT NULL CHECK (origin IN ('order', 'key', 'grant', 'import', 'conversion')),
  order_id uuid,
  order_line integer,
  issued_at timestamptz NOT NULL,
  valid_from date,
  valid_until date,
  starts_on date,
  term_days integer CHECK (term_days > 0),
  components jsonb,
  PRIMARY KEY (vendor_id, id),
  FOREIGN KEY (vendor_id, order_id) REFERENCES orders (vendor_id, id),
  FOREIGN KEY (vendor_id, pack_version) REFERENCES catalog_versions (vendor_id, version),
  CHECK (valid_until IS NULL OR valid_from IS NULL OR valid_until > valid_from)
);

CREATE TABLE lot_parents (
  vendor_id uuid NOT NULL,
  lot_id uuid NOT NULL,
  parent_id uuid NOT NULL,
  quantity bigint NOT NULL CHECK (quantity > 0),
  PRIMARY KEY (vendor_id, lot_id, parent_id),
  FOREIGN KEY (vendor_id, lot_id) REFERENCES lots (vendor_id, id),
  FOREIGN KEY (vendor_id, parent_id) REFERENCES lots (vendor_id, id)
);

CREATE TABLE order_lines (
  vendor_id uuid NOT NULL,
  order_id uuid NOT NULL,
  line integer NOT NULL,
  part text NOT NULL,
  quantity bigint NOT NULL CHECK (quantity > 0),
  lot_id uuid NOT NULL,
  PRIMARY KEY (vendor_id, order_id, line),
  FOREIGN KEY (vendor_id, order_id) REFERENCES orders (vendor_id, id),
  FOREIGN KEY (vendor_id, lot_id) REFERENCES lots (vendor_id, id)
);

CREATE TABLE postings (
  vendor_id uuid NOT NULL,
  operation_id uuid NOT NULL,
  line integer NOT NULL,
  account_id uuid NOT NULL,
  lot_id uuid NOT NULL,
  quantity bigint NOT NULL CHECK (quantity <> 0),
  PRIMARY KEY (vendor_id, operation_id, line),
  FOREIGN KEY (vendor_id, operation_id) REFERENCES operations (vendor_id, id),
  FOREIGN KEY (vendor_id, account_id) REFERENCES accounts (vendor_id, id),
  FOREIGN KEY (vendor_id, lot_id) REFERENCES lots (vendor_id, id)
);
CREATE INDEX postings_by_account ON postings (vendor_id, account_id, lot_id, operation_id);
CREATE INDEX postings_by_lot ON postings (vendor_id, lot_id, operation_id);

CREATE TABLE balances (
  vendor_id uuid NOT NULL,
  account_id uuid NOT NULL,
  lot_id uuid NOT NULL,
  kind text NOT NULL,
  quantity bigint NOT NULL,
  last_at timestamptz NOT NULL,
  PRIMARY KEY (vendor_id, account_id, lot_id),
  FOREIGN KEY (vendor_id, account_id, kind) REFERENCES accounts (vendor_id, id, kind),
  FOREIGN KEY (vendor_id, lot_id) REFERENCES lots (vendor_id, id),
  CONSTRAINT balances_never_negative CHECK (quantity >= 0 OR kind IN ('issue', 'conversion'))
);
CREATE INDEX balances_by_lot ON balances (vendor_id, lot_id) INCLUDE (quantity, kind);

-- The two rules of the ledger, held here and nowhere else: per operation and lot the postings sum to zero, and they
-- belong to an operation of this very transaction. Rows are locked in (account, lot) order so that two acts never wait
-- for each other in a circle. The zero rows come first because a CHECK judges the row offered to ON CONFLICT, not the sum.
CREATE FUNCTION post_to_balances() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM new_postings GROUP BY vendor_id, operation_id, lot_id HAVING sum(quantity) <> 0) THEN
    RAISE EXCEPTION 'the postings of an operation must sum to zero for every lot' USING ERRCODE = 'MU001';
  END IF;
  IF EXISTS (
    SELECT 1 FROM new_postings p
    LEFT JOIN operations o ON o.vendor_id = p.vendor_id AND o.id = p.operation_id
    WHERE o.xid IS DISTINCT FROM pg_current_xact_id()
  ) THEN
    RAISE EXCEPTION 'postings belong to an operation of their own transaction' USING ERRCODE = 'MU002';
  END IF;

  INSERT INTO balances (vendor_id, account_id, lot_id, kind, quantity, last_at)
  SELECT p.vendor_id, p.account_id, p.lot_id, a.kind, 0, min(o.at)
  FROM new_postings p
  JOIN accounts a ON a.vendor_id = p.vendor_id AND a.id = p.account_id
  JOIN operations o ON o.vendor_id = p.vendor_id AND o.id = p.operation_id
  GROUP BY p.vendor_id, p.account_id, p.lot_id, a.kind
  ORDER BY p.account_id, p.lot_id
  ON CONFLICT DO NOTHING;

  PERFORM 1 FROM balances b
  JOIN (SELECT DISTINCT vendor_id, account_id, lot_id FROM new_postings) p
    ON b.vendor_id = p.vendor_id AND b.account_id = p.account_id AND b.lot_id = p.lot_id
  ORDER BY b.account_id, b.lot_id
  FOR UPDATE OF b;

  -- So that a balance asked for as of any past instant is never negative.
  IF EXISTS (
    SELECT 1 FROM new_postings p
    JOIN operations o ON o.vendor_id = p.vendor_id AND o.id = p.operation_id
    JOIN balances b ON b.vendor_id = p.vendor_id AND b.account_id = p.account_id AND b.lot_id = p.lot_id
    WHERE o.at < b.last_at
  ) THEN
    RAISE EXCEPTION 'an operation may not be earlier than the balances it touches' USING ERRCODE = 'MU003';
  END IF;

  UPDATE balances b SET quantity = b.quantity + p.quantity, last_at = p.at
  FROM (
    SELECT n.vendor_id, n.account_id, n.lot_id, sum(n.quantity)::bigint AS quantity, max(o.at) AS at
    FROM new_postings n JOIN operations o ON o.vendor_id = n.vendor_id AND o.id = n.operation_id
    GROUP BY n.vendor_id, n.account_id, n.lot_id
  ) p
  WHERE b.vendor_id = p.vendor_id AND b.account_id = p.account_id AND b.lot_id = p.lot_id;
  RETURN NULL;
END
$$;

CREATE TRIGGER postings_move_balances AFTER INSERT ON postings
  REFERENCING NEW TABLE AS new_postings FOR EACH STATEMENT EXECUTE FUNCTION post_to_balances();

-- The application cannot write balances, so it cannot lock them either: an act names the (account, lot) pairs it will
-- touch and this locks them in the one order everybody uses.
CREATE FUNCTION lock_balances(vendor uuid, account_ids uuid[], lot_ids uuid[])
RETURNS TABLE (account_id uuid, lot_id uuid, kind text, quantity bigint, last_at timestamptz)
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT b.account_id, b.lot_id, b.kind, b.quantity, b.last_at
  FROM balances b
  JOIN (SELECT DISTINCT u.account_id, u.lot_id FROM unnest(account_ids, lot_ids) AS u (account_id, lot_id)) p
    ON b.account_id = p.account_id AND b.lot_id = p.lot_id
  WHERE b.vendor_id = vendor AND b.vendor_id = (SELECT NULLIF(current_setting('muniment.vendor_id', true), '')::uuid)
  ORDER BY b.account_id, b.lot_id
  FOR UPDATE OF b
$$;

-- Audit log: leaves without numbers, so that writers never wait for each other (design: Audit log).
CREATE TABLE audit_leaves (
  vendor_id uuid NOT NULL REFERENCES vendors (id),
  hash bytea NOT NULL CHECK (octet_length(hash) = 32),
  at timestamptz NOT NULL,
  kind text NOT NULL,
  organization_id uuid,
  operation_id uuid,
  leaf text NOT NULL,
  PRIMARY KEY (vendor_id, hash),
  FOREIGN KEY (vendor_id, operation_id) REFERENCES operations (vendor_id, id)
);
CREATE INDEX audit_leaves_by_time ON audit_leaves (vendor_id, at, hash);
CREATE INDEX audit_leaves_by_operation ON audit_leaves (vendor_id, operation_id) WHERE operation_id IS NOT NULL;

-- Erasable: where a caller came from.
CREATE TABLE leaf_addresses (
  vendor_id uuid NOT NULL,
  hash bytea NOT NULL,
  address text NOT NULL,
  PRIMARY KEY (vendor_id, hash),
  FOREIGN KEY (vendor_id, hash) REFERENCES audit_leaves (vendor_id, hash)
);

-- Signing keys and licence documents.

CREATE TABLE signing_keys (
  vendor_id uuid NOT NULL REFERENCES vendors (id),
  kid text NOT NULL,
  algorithm text NOT NULL CHECK (algorithm IN ('EdDSA', 'ES256')),
  public_jwk jsonb NOT NULL,
  state text NOT NULL CHECK (state IN ('active', 'verify-only', 'revoked')),
  created_at timestamptz NOT NULL,
  activated_at timestamptz,
  retired_at timestamptz,
  -- A key set document that adds this key, signed by the key before it; null for the first.
  introduction text,
  PRIMARY KEY (vendor_id, kid)
);
CREATE UNIQUE INDEX signing_keys_one_active ON signing_keys (vendor_id) WHERE state = 'active';

CREATE TABLE license_documents (
  vendor_id uuid NOT NULL,
  id uuid NOT NULL,
  device_id uuid NOT NULL,
  epoch integer NOT NULL,
  serial integer NOT NULL,
  kid text NOT NULL,
  file_name text NOT NULL,
  document text NOT NULL,
  cause text NOT NULL,
  created_by text NOT NULL,
  created_at timestamptz NOT NULL,
  operation_id uuid,
  PRIMARY KEY (vendor_id, id),
  UNIQUE (vendor_id, device_id, epoch, serial),
  FOREIGN KEY (vendor_id, device_id) REFERENCES devices (vendor_id, id),
  FOREIGN KEY (vendor_id, kid) REFERENCES signing_keys (vendor_id, kid),
  FOREIGN KEY (vendor_id, operation_id) REFERENCES operations (vendor_id, id)
);

CREATE INDEX license_documents_by_key ON license_documents (vendor_id, kid);

-- Outbox: written in the act's transaction, sent by a job.
CREATE TABLE mails (
  vendor_id uuid NOT NULL REFERENCES vendors (id),
  id uuid NOT NULL,
  recipient text NOT NULL,
  subject text NOT NULL,
  body_text text NOT NULL,
  body_html text NOT NULL,
  kind text NOT NULL,
  language text NOT NULL,
  state text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'sent', 'failed', 'kept')),
  attempts integer NOT NULL DEFAULT 0,
  last_error text,
  created_at timestamptz NOT NULL,
  sent_at timestamptz,
  PRIMARY KEY (vendor_id, id)
);
CREATE INDEX mails_by_time ON mails (vendor_id, created_at, id);

CREATE TABLE idempotency_keys (
  vendor_id uuid NOT NULL REFERENCES vendors (id),
  principal text NOT NULL,
  key text NOT NULL,
  operation text NOT NULL,
  body_hash bytea NOT NULL,
  status integer,
  -- Not jsonb, which would put the fields in another order: a repeat is answered as the first was, byte for byte.
  answer json,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (vendor_id, principal, key)
);
CREATE INDEX idempotency_keys_by_age ON idempotency_keys (vendor_id, created_at);

-- Text search. LIKE is not leakproof: under row-level security it would use no index, so this narrow table is not
-- forced and is read only by the function below, which compares the vendor itself.
CREATE TABLE search_terms (
  vendor_id uuid NOT NULL,
  kind text NOT NULL,
  object_id text NOT NULL,
  term text NOT NULL,
  -- Who may see it: the customer it belongs to, or the organization.
  customer_id uuid,
  organization_id uuid,
  -- A person may belong to several organizations, with the same terms for each.
  belongs_to uuid NOT NULL GENERATED ALWAYS AS (coalesce(organization_id, customer_id, '00000000-0000-0000-0000-000000000000')) STORED,
  PRIMARY KEY (vendor_id, kind, object_id, term, belongs_to)
);
CREATE INDEX search_terms_trigram ON search_terms USING gin (term gin_trgm_ops);
-- Byte order, so that what begins with a text is one range of the index whatever the database sorts by.
CREATE INDEX search_terms_prefix ON search_terms (vendor_id, term COLLATE "C");
CREATE INDEX search_terms_by_customer ON search_terms (vendor_id, customer_id) WHERE customer_id IS NOT NULL;
CREATE INDEX search_terms_by_organization ON search_terms (vendor_id, organization_id) WHERE organization_id IS NOT NULL;

-- One or two letters, which is how every search begins, have no trigram and are everywhere: whoever sees all then finds
-- what begins with them, everybody else looks through what they see. strpos keeps the planner from the trigrams there.
-- Planned anew for each call: one plan for every length and every viewer would suit none.
CREATE FUNCTION search_objects(organization uuid, sees_all boolean, moment timestamptz, wanted text, kinds text[], most integer)
RETURNS TABLE (kind text, object_id text, term text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp SET plan_cache_mode = force_custom_plan AS $$
#variable_conflict use_column
BEGIN
  RETURN QUERY WITH served AS (
    SELECT s.customer_id FROM serves s
    WHERE NOT sees_all AND s.vendor_id = (SELECT NULLIF(current_setting('muniment.vendor_id', true), '')::uuid)
      AND s.partner_id = organization AND s.since <= moment AND (s.until IS NULL OR s.until > moment)
    UNION SELECT organization WHERE NOT sees_all
  )
  SELECT t.kind, t.object_id, t.term FROM (
    SELECT a.kind, a.object_id, a.term
    FROM search_terms a
    WHERE length(wanted) > 2
      AND a.vendor_id = (SELECT NULLIF(current_setting('muniment.vendor_id', true), '')::uuid)
      AND a.term LIKE '%' || replace(replace(replace(lower(wanted), '\', '\\'), '%', '\%'), '_', '\_') || '%'
      AND (sees_all OR a.organization_id = organization OR a.customer_id IN (SELECT customer_id FROM served))
    UNION ALL
    SELECT b.kind, b.object_id, b.term
    FROM search_terms b
    WHERE length(wanted) <= 2 AND sees_all
      AND b.vendor_id = (SELECT NULLIF(current_setting('muniment.vendor_id', true), '')::uuid)
      AND b.term COLLATE "C" >= lower(wanted) AND b.term COLLATE "C" < lower(wanted) || U&'\+10FFFF'
    UNION ALL
    SELECT c.kind, c.object_id, c.term
    FROM served JOIN search_terms c ON c.customer_id = served.customer_id
    WHERE length(wanted) <= 2 AND NOT sees_all
      AND c.vendor_id = (SELECT NULLIF(current_setting('muniment.vendor_id', true), '')::uuid) AND strpos(c.term, lower(wanted)) > 0
    UNION ALL
    SELECT d.kind, d.object_id, d.term
    FROM search_terms d
    WHERE length(wanted) <= 2 AND NOT sees_all AND d.organization_id = organization
      AND d.vendor_id = (SELECT NULLIF(current_setting('muniment.vendor_id', true), '')::uuid) AND strpos(d.term, lower(wanted)) > 0
  ) t
  WHERE t.kind = ANY (kinds)
  ORDER BY t.term <> lower(wanted), NOT starts_with(t.term, lower(wanted)), length(t.term), t.term, t.object_id
  LIMIT most;
END
$$;

-- Row-level security, forced on the owner too. The setting stands in a sub-select so that it is evaluated once.

ALTER TABLE organizations ENABLE ROW LEVEL SECURITY;
ALTER TABLE organizations FORCE ROW LEVEL SECURITY;
CREATE POLICY organizations_of_vendor ON organizations USING (vendor_id = (SELECT NULLIF(current_setting('muniment.vendor_id', true), '')::uuid));
ALTER TABLE allowances ENABLE ROW LEVEL SECURITY;
ALTER TABLE allowances FORCE ROW LEVEL SECURITY;
CREATE POLICY allowances_of_vendor ON allowances USING (vendor_id = (SELECT NULLIF(current_setting('muniment.vendor_id', true), '')::uuid));
ALTER TABLE serves ENABLE ROW LEVEL SECURITY;
ALTER TABLE serves FORCE ROW LEVEL SECURITY;
CREATE POLICY serves_of_vendor ON serves USING (vendor_id = (SELECT NULLIF(current_setting('muniment.vendor_id', true), '')::uuid));
ALTER TABLE people ENABLE ROW LEVEL SECURITY;
ALTER TABLE people FORCE ROW LEVEL SECURITY;
CREATE POLICY people_of_vendor ON people USING (vendor_id = (SELECT NULLIF(current_setting('muniment.vendor_id', true), '')::uuid));
ALTER TABLE memberships ENABLE ROW LEVEL SECURITY;
ALTER TABLE memberships FORCE ROW LEVEL SECURITY;
CREATE POLICY memberships_of_vendor ON memberships USING (vendor_id = (SELECT NULLIF(current_setting('muniment.vendor_id', true), '')::uuid));
ALTER TABLE sessions ENABLE ROW LEVEL SECURITY;
ALTER TABLE sessions FORCE ROW LEVEL SECURITY;
CREATE POLICY sessions_of_vendor ON sessions USING (vendor_id = (SELECT NULLIF(current_setting('muniment.vendor_id', true), '')::uuid));
ALTER TABLE api_keys ENABLE ROW LEVEL SECURITY;
ALTER TABLE api_keys FORCE ROW LEVEL SECURITY;
CREATE POLICY api_keys_of_vendor ON api_keys USING (vendor_id = (SELECT NULLIF(current_setting('muniment.vendor_id', true), '')::uuid));
ALTER TABLE invitations ENABLE ROW LEVEL SECURITY;
ALTER TABLE invitations FORCE ROW LEVEL SECURITY;
CREATE POLICY invitations_of_vendor ON invitations USING (vendor_id = (SELECT NULLIF(current_setting('muniment.vendor_id', true), '')::uuid));
ALTER TABLE password_resets ENABLE ROW LEVEL SECURITY;
ALTER TABLE password_resets FORCE ROW LEVEL SECURITY;
CREATE POLICY password_resets_of_vendor ON password_resets USING (vendor_id = (SELECT NULLIF(current_setting('muniment.vendor_id', true), '')::uuid));
ALTER TABLE operations ENABLE ROW LEVEL SECURITY;
ALTER TABLE operations FORCE ROW LEVEL SECURITY;
CREATE POLICY operations_of_vendor ON operations USING (vendor_id = (SELECT NULLIF(current_setting('muniment.vendor_id', true), '')::uuid));
ALTER TABLE catalog_versions ENABLE ROW LEVEL SECURITY;
ALTER TABLE catalog_versions FORCE ROW LEVEL SECURITY;
CREATE POLICY catalog_versions_of_vendor ON catalog_versions USING (vendor_id = (SELECT NULLIF(current_setting('muniment.vendor_id', true), '')::uuid));
ALTER TABLE customers ENABLE ROW LEVEL SECURITY;
ALTER TABLE customers FORCE ROW LEVEL SECURITY;
CREATE POLICY customers_of_vendor ON customers USING (vendor_id = (SELECT NULLIF(current_setting('muniment.vendor_id', true), '')::uuid));
ALTER TABLE projects ENABLE ROW LEVEL SECURITY;
ALTER TABLE projects FORCE ROW LEVEL SECURITY;
CREATE POLICY projects_of_vendor ON projects USING (vendor_id = (SELECT NULLIF(current_setting('muniment.vendor_id', true), '')::uuid));
ALTER TABLE devices ENABLE ROW LEVEL SECURITY;
ALTER TABLE devices FORCE ROW LEVEL SECURITY;
CREATE POLICY devices_of_vendor ON devices USING (vendor_id = (SELECT NULLIF(current_setting('muniment.vendor_id', true), '')::uuid));
ALTER TABLE device_keys ENABLE ROW LEVEL SECURITY;
ALTER TABLE device_keys FORCE ROW LEVEL SECURITY;
CREATE POLICY device_keys_of_vendor ON device_keys USING (vendor_id = (SELECT NULLIF(current_setting('muniment.vendor_id', true), '')::uuid));
ALTER TABLE orders ENABLE ROW LEVEL SECURITY;
ALTER TABLE orders FORCE ROW LEVEL SECURITY;
CREATE POLICY orders_of_vendor ON orders USING (vendor_id = (SELECT NULLIF(current_setting('muniment.vendor_id', true), '')::uuid));
ALTER TABLE accounts ENABLE ROW LEVEL SECURITY;
ALTER TABLE accounts FORCE ROW LEVEL SECURITY;
CREATE POLICY accounts_of_vendor ON accounts USING (vendor_id = (SELECT NULLIF(current_setting('muniment.vendor_id', true), '')::uuid));
ALTER TABLE lots ENABLE ROW LEVEL SECURITY;
ALTER TABLE lots FORCE ROW LEVEL SECURITY;
CREATE POLICY lots_of_vendor ON lots USING (vendor_id = (SELECT NULLIF(current_setting('muniment.vendor_id', true), '')::uuid));
ALTER TABLE lot_parents ENABLE ROW LEVEL SECURITY;
ALTER TABLE lot_parents FORCE ROW LEVEL SECURITY;
CREATE POLICY lot_parents_of_vendor ON lot_parents USING (vendor_id = (SELECT NULLIF(current_setting('muniment.vendor_id', true), '')::uuid));
ALTER TABLE order_lines ENABLE ROW LEVEL SECURITY;
ALTER TABLE order_lines FORCE ROW LEVEL SECURITY;
CREATE POLICY order_lines_of_vendor ON order_lines USING (vendor_id = (SELECT NULLIF(current_setting('muniment.vendor_id', true), '')::uuid));
ALTER TABLE postings ENABLE ROW LEVEL SECURITY;
ALTER TABLE postings FORCE ROW LEVEL SECURITY;
CREATE POLICY postings_of_vendor ON postings USING (vendor_id = (SELECT NULLIF(current_setting('muniment.vendor_id', true), '')::uuid));
ALTER TABLE balances ENABLE ROW LEVEL SECURITY;
ALTER TABLE balances FORCE ROW LEVEL SECURITY;
CREATE POLICY balances_of_vendor ON balances USING (vendor_id = (SELECT NULLIF(current_setting('muniment.vendor_id', true), '')::uuid));
ALTER TABLE audit_leaves ENABLE ROW LEVEL SECURITY;
ALTER TABLE audit_leaves FORCE ROW LEVEL SECURITY;
CREATE POLICY audit_leaves_of_vendor ON audit_leaves USING (vendor_id = (SELECT NULLIF(current_setting('muniment.vendor_id', true), '')::uuid));
ALTER TABLE leaf_addresses ENABLE ROW LEVEL SECURITY;
ALTER TABLE leaf_addresses FORCE ROW LEVEL SECURITY;
CREATE POLICY leaf_addresses_of_vendor ON leaf_addresses USING (vendor_id = (SELECT NULLIF(current_setting('muniment.vendor_id', true), '')::uuid));
ALTER TABLE signing_keys ENABLE ROW LEVEL SECURITY;
ALTER TABLE signing_keys FORCE ROW LEVEL SECURITY;
CREATE POLICY signing_keys_of_vendor ON signing_keys USING (vendor_id = (SELECT NULLIF(current_setting('muniment.vendor_id', true), '')::uuid));
ALTER TABLE license_documents ENABLE ROW LEVEL SECURITY;
ALTER TABLE license_documents FORCE ROW LEVEL SECURITY;
CREATE POLICY license_documents_of_vendor ON license_documents USING (vendor_id = (SELECT NULLIF(current_setting('muniment.vendor_id', true), '')::uuid));
ALTER TABLE mails ENABLE ROW LEVEL SECURITY;
ALTER TABLE mails FORCE ROW LEVEL SECURITY;
CREATE POLICY mails_of_vendor ON mails USING (vendor_id = (SELECT NULLIF(current_setting('muniment.vendor_id', true), '')::uuid));
ALTER TABLE idempotency_keys ENABLE ROW LEVEL SECURITY;
ALTER TABLE idempotency_keys FORCE ROW LEVEL SECURITY;
CREATE POLICY idempotency_keys_of_vendor ON idempotency_keys USING (vendor_id = (SELECT NULLIF(current_setting('muniment.vendor_id', true), '')::uuid));

-- Not forced: search_objects runs as the owner and compares the vendor itself; the application is held by the policy.
ALTER TABLE search_terms ENABLE ROW LEVEL SECURITY;
CREATE POLICY search_terms_of_vendor ON search_terms USING (vendor_id = (SELECT NULLIF(current_setting('muniment.vendor_id', true), '')::uuid));

-- What the application may do. History is never edited: operations, postings, lots and leaves are only added.

GRANT SELECT ON vendors TO muniment_app;
GRANT SELECT ON settings TO muniment_app;
GRANT SELECT, INSERT, DELETE ON credentials TO muniment_app;
GRANT SELECT, INSERT ON operations TO muniment_app;
GRANT SELECT, INSERT ON postings TO muniment_app;
GRANT SELECT, INSERT ON lots TO muniment_app;
GRANT SELECT, INSERT ON lot_parents TO muniment_app;
GRANT SELECT, INSERT ON audit_leaves TO muniment_app;
GRANT SELECT, INSERT ON catalog_versions TO muniment_app;
GRANT SELECT, INSERT ON accounts TO muniment_app;
GRANT SELECT, INSERT ON orders TO muniment_app;
GRANT SELECT, INSERT ON order_lines TO muniment_app;
GRANT SELECT, INSERT ON license_documents TO muniment_app;
GRANT SELECT, INSERT ON projects TO muniment_app;
GRANT SELECT ON balances TO muniment_app;
GRANT SELECT, INSERT, UPDATE ON organizations TO muniment_app;
GRANT SELECT, INSERT, UPDATE ON allowances TO muniment_app;
GRANT SELECT, INSERT, UPDATE ON serves TO muniment_app;
GRANT SELECT, INSERT, UPDATE ON people TO muniment_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON sessions TO muniment_app;
GRANT SELECT, INSERT, UPDATE ON api_keys TO muniment_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON invitations TO muniment_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON password_resets TO muniment_app;
GRANT SELECT, INSERT, UPDATE ON customers TO muniment_app;
GRANT SELECT, INSERT, UPDATE ON devices TO muniment_app;
GRANT SELECT, INSERT, UPDATE ON signing_keys TO muniment_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON mails TO muniment_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON memberships TO muniment_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON device_keys TO muniment_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON leaf_addresses TO muniment_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON idempotency_keys TO muniment_app;
GRANT SELECT, INSERT, DELETE ON search_terms TO muniment_app;
REVOKE ALL ON FUNCTION lock_balances(uuid, uuid[], uuid[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION lock_balances(uuid, uuid[], uuid[]) TO muniment_app;
REVOKE ALL ON FUNCTION search_objects(uuid, boolean, timestamptz, text, text[], integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION search_objects(uuid, boolean, timestamptz, text, text[], integer) TO muniment_app;
REVOKE ALL ON FUNCTION post_to_balances() FROM PUBLIC;
