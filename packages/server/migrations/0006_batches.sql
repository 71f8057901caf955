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

-- What is known of a device beside its keys, by the ids of the pack's device attributes; and by the same ids a text that
-- sorts as their types do (10.0.0.9 before 10.0.0.10).
ALTER TABLE devices ADD COLUMN attributes jsonb NOT NULL DEFAULT '{}' CHECK (jsonb_typeof(attributes) = 'object');
ALTER TABLE devices ADD COLUMN attribute_order jsonb NOT NULL DEFAULT '{}' CHECK (jsonb_typeof(attribute_order) = 'object');

-- The licence active on a device that ends last: its part, and the first day without it (infinity: it does not end). Both
-- null where nothing is active. Follows from the balances by the trigger below, so that lists of any length can be
-- filtered and sorted by it; what it means today is up to whoever asks.
ALTER TABLE devices ADD COLUMN license_part text;
ALTER TABLE devices ADD COLUMN licensed_until date;
ALTER TABLE devices ADD CONSTRAINT devices_licence CHECK ((license_part IS NULL) = (licensed_until IS NULL));

CREATE FUNCTION note_device_licenses(devices_touched uuid[], vendor uuid) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  UPDATE devices d SET license_part = s.part, licensed_until = s.until
  FROM unnest(devices_touched) AS t (id)
  LEFT JOIN LATERAL (
    SELECT l.part, coalesce(l.valid_until, 'infinity') AS until
    FROM accounts a
    JOIN balances b ON b.vendor_id = a.vendor_id AND b.account_id = a.id AND b.quantity > 0
    JOIN lots l ON l.vendor_id = b.vendor_id AND l.id = b.lot_id
    WHERE a.vendor_id = vendor AND a.owner_id = t.id AND a.kind = 'active'
    ORDER BY 2 DESC, l.id DESC LIMIT 1
  ) s ON true
  WHERE d.vendor_id = vendor AND d.id = t.id AND d.vendor_id = (SELECT NULLIF(current_setting('muniment.vendor_id', true), '')::uuid)
    AND (d.license_part, d.licensed_until) IS DISTINCT FROM (s.part, s.until)
$$;
REVOKE ALL ON FUNCTION note_device_licenses(uuid[], uuid) FROM PUBLIC;

CREATE FUNCTION note_licenses_of_postings() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  touched record;
BEGIN
  FOR touched IN
    SELECT p.vendor_id, array_agg(DISTINCT a.owner_id) AS devices
    FROM new_postings p JOIN accounts a ON a.vendor_id = p.vendor_id AND a.id = p.account_id
    WHERE a.kind = 'active' GROUP BY p.vendor_id
  LOOP
    PERFORM note_device_licenses(touched.devices, touched.vendor_id);
  END LOOP;
  RETURN NULL;
END
$$;
REVOKE ALL ON FUNCTION note_licenses_of_postings() FROM PUBLIC;

-- After the balances have moved: triggers of one event fire in the order of their names.
CREATE TRIGGER postings_note_licenses AFTER INSERT ON postings
  REFERENCING NEW TABLE AS new_postings FOR EACH STATEMENT EXECUTE FUNCTION note_licenses_of_postings();

-- Devices that are there already, vendor by vendor: forced security shows no statement more than one.
DO $$
DECLARE
  vendor uuid;
BEGIN
  FOR vendor IN SELECT id FROM vendors LOOP
    PERFORM set_config('muniment.vendor_id', vendor::text, true);
    PERFORM note_device_licenses(ARRAY(SELECT DISTINCT owner_id FROM accounts WHERE kind = 'active'), vendor);
  END LOOP;
  PERFORM set_config('muniment.vendor_id', '', true);
END
$$;
