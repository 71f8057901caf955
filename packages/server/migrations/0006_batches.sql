-- Long work as a resource of its own, and what a vendor wants to know of its devices beside their keys (A13).

-- Items are done in the order of their numbers, and the counts move in the transaction that does them: the next one is
-- always number done + failed + 1.
CREATE TABLE batches (
  vendor_id uuid NOT NULL REFERENCES vendors (id),
  id uuid NOT NULL,
  kind text NOT NULL,
  state text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'running', 'done', 'cancelled')),
  -- Who started it, and acts whenever it goes on.
  actor_kind text NOT NULL CHECK (actor_kind IN ('person', 'api-key')),
  actor_id uuid NOT NULL,
  organization_id uuid NOT NULL,
  language text,
  customer_id uuid,
  project_id uuid,
  -- What all items have in common.
  settings jsonb NOT NULL,
  total integer NOT NULL CHECK (total > 0),
  done integer NOT NULL DEFAULT 0,
  failed integer NOT NULL DEFAULT 0,
  -- The refusal that ended it before its time; null where nothing did, or somebody cancelled it.
  stopped jsonb,
  created_at timestamptz NOT NULL,
  started_at timestamptz,
  ended_at timestamptz,
  PRIMARY KEY (vendor_id, id),
  FOREIGN KEY (vendor_id, organization_id) REFERENCES organizations (vendor_id, id),
  FOREIGN KEY (vendor_id, customer_id) REFERENCES customers (vendor_id, organization_id),
  FOREIGN KEY (vendor_id, project_id) REFERENCES projects (vendor_id, id),
  CHECK (done >= 0 AND failed >= 0 AND done + failed <= total),
  CHECK ((ended_at IS NULL) = (state IN ('waiting', 'running')))
);
CREATE INDEX batches_by_time ON batches (vendor_id, created_at, id);
CREATE INDEX batches_by_organization ON batches (vendor_id, organization_id, created_at, id);
CREATE INDEX batches_open ON batches (vendor_id, id) WHERE ended_at IS NULL;
ALTER TABLE batches ENABLE ROW LEVEL SECURITY;
ALTER TABLE batches FORCE ROW LEVEL SECURITY;
CREATE POLICY batches_of_vendor ON batches USING (vendor_id = (SELECT NULLIF(current_setting('muniment.vendor_id', true), '')::uuid));
GRANT SELECT, INSERT, UPDATE, DELETE ON batches TO muniment_app;

-- No index but the key, and room on each page: a result is written beside the row it belongs to.
CREATE TABLE batch_items (
  vendor_id uuid NOT NULL,
  batch_id uuid NOT NULL,
  number integer NOT NULL CHECK (number > 0),
  state text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'done', 'failed')),
  label text NOT NULL,
  input jsonb NOT NULL,
  -- What was done, or the refusal: code and facts.
  result jsonb,
  PRIMARY KEY (vendor_id, batch_id, number),
  FOREIGN KEY (vendor_id, batch_id) REFERENCES batches (vendor_id, id),
  CHECK ((result IS NULL) = (state = 'waiting'))
) WITH (fillfactor = 60);
ALTER TABLE batch_items ENABLE ROW LEVEL SECURITY;
ALTER TABLE batch_items FORCE ROW LEVEL SECURITY;
CREATE POLICY batch_items_of_vendor ON batch_items USING (vendor_id = (SELECT NULLIF(current_setting('muniment.vendor_id', true), '')::uuid));
GRANT SELECT, INSERT, UPDATE, DELETE ON batch_items TO muniment_app;

-- Values of the pack's device attributes by their ids, checked by their types when they are written.
ALTER TABLE devices ADD COLUMN attributes jsonb NOT NULL DEFAULT '{}' CHECK (jsonb_typeof(attributes) = 'object');
