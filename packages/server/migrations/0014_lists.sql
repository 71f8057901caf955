-- What long lists are ordered, filtered and counted by, kept where it changes: by the posting.

-- When units of a lot last came into an account: since when a pool has them (A4), when a device took them (E2). What an
-- undo brings back was there before, and came when it came; what it takes away again never came. Null where nothing ever
-- came in.
ALTER TABLE balances ADD COLUMN came_at timestamptz;

-- It reckoned anew. Every other act only makes it later, so the trigger asks this after an undo alone.
CREATE FUNCTION last_came_at(vendor uuid, account uuid, lot uuid) RETURNS timestamptz
LANGUAGE sql STABLE SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT max(o.at) FROM postings n JOIN operations o ON o.vendor_id = n.vendor_id AND o.id = n.operation_id
  WHERE n.vendor_id = vendor AND n.account_id = account AND n.lot_id = lot AND n.quantity > 0 AND o.undoes IS NULL
    AND NOT EXISTS (SELECT 1 FROM operations u WHERE u.vendor_id = o.vendor_id AND u.undoes = o.id)
$$;
REVOKE ALL ON FUNCTION last_came_at(uuid, uuid, uuid) FROM PUBLIC;

CREATE OR REPLACE FUNCTION post_to_balances() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
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

  UPDATE balances b SET quantity = b.quantity + p.quantity, last_at = p.at, came_at = CASE
    WHEN p.undoes THEN last_came_at(b.vendor_id, b.account_id, b.lot_id) ELSE coalesce(p.came_at, b.came_at) END
  FROM (
    SELECT n.vendor_id, n.account_id, n.lot_id, sum(n.quantity)::bigint AS quantity, max(o.at) AS at,
      max(o.at) FILTER (WHERE n.quantity > 0) AS came_at, bool_or(o.undoes IS NOT NULL) AS undoes
    FROM new_postings n JOIN operations o ON o.vendor_id = n.vendor_id AND o.id = n.operation_id
    GROUP BY n.vendor_id, n.account_id, n.lot_id
  ) p
  WHERE b.vendor_id = p.vendor_id AND b.account_id = p.account_id AND b.lot_id = p.lot_id;
  RETURN NULL;
END
$$;

DROP FUNCTION lock_balances(uuid, uuid[], uuid[]);
CREATE FUNCTION lock_balances(vendor uuid, account_ids uuid[], lot_ids uuid[])
RETURNS TABLE (account_id uuid, lot_id uuid, kind text, quantity bigint, last_at timestamptz, came_at timestamptz)
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT b.account_id, b.lot_id, b.kind, b.quantity, b.last_at, b.came_at
  FROM balances b
  JOIN (SELECT DISTINCT u.account_id, u.lot_id FROM unnest(account_ids, lot_ids) AS u (account_id, lot_id)) p
    ON b.account_id = p.account_id AND b.lot_id = p.lot_id
  WHERE b.vendor_id = vendor AND b.vendor_id = (SELECT NULLIF(current_setting('muniment.vendor_id', true), '')::uuid)
  ORDER BY b.account_id, b.lot_id
  FOR UPDATE OF b
$$;
REVOKE ALL ON FUNCTION lock_balances(uuid, uuid[], uuid[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION lock_balances(uuid, uuid[], uuid[]) TO muniment_app;

-- What licenses a device or a named user: of what is active on it or assigned to it, ended or not, whatever ends last; of
-- several that end together the one that was made last. Its lot, its part, and the first day without it (infinity: it does
-- not end); all null where there is nothing. That never depends on the day: whether it licenses today is a comparison.
ALTER TABLE devices ADD COLUMN license_lot_id uuid;
ALTER TABLE named_users ADD COLUMN license_lot_id uuid;
ALTER TABLE named_users ADD COLUMN license_part text;
ALTER TABLE named_users ADD COLUMN licensed_until date;

-- The one definition of it, kept by the trigger below.
CREATE FUNCTION note_licenses(owners uuid[], vendor uuid) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  WITH lasting AS MATERIALIZED (
    SELECT t.id, s.lot_id, s.part, s.until FROM unnest(owners) AS t (id)
    LEFT JOIN LATERAL (
      SELECT l.id AS lot_id, l.part, coalesce(l.valid_until, 'infinity') AS until
      FROM accounts a
      JOIN balances b ON b.vendor_id = a.vendor_id AND b.account_id = a.id AND b.quantity > 0
      JOIN lots l ON l.vendor_id = b.vendor_id AND l.id = b.lot_id
      WHERE a.vendor_id = vendor AND a.owner_id = t.id AND a.kind IN ('active', 'assigned')
      ORDER BY 3 DESC, l.id DESC LIMIT 1
    ) s ON true
    WHERE vendor = (SELECT NULLIF(current_setting('muniment.vendor_id', true), '')::uuid)
  ), users AS (
    UPDATE named_users u SET license_lot_id = s.lot_id, license_part = s.part, licensed_until = s.until FROM lasting s
    WHERE u.vendor_id = vendor AND u.id = s.id AND u.license_lot_id IS DISTINCT FROM s.lot_id
  )
  UPDATE devices d SET license_lot_id = s.lot_id, license_part = s.part, licensed_until = s.until FROM lasting s
  WHERE d.vendor_id = vendor AND d.id = s.id AND d.license_lot_id IS DISTINCT FROM s.lot_id
$$;
REVOKE ALL ON FUNCTION note_licenses(uuid[], uuid) FROM PUBLIC;

CREATE OR REPLACE FUNCTION note_licenses_of_postings() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  touched record;
BEGIN
  FOR touched IN
    SELECT p.vendor_id, array_agg(DISTINCT a.owner_id) AS owners
    FROM new_postings p JOIN accounts a ON a.vendor_id = p.vendor_id AND a.id = p.account_id
    WHERE a.kind IN ('active', 'assigned') GROUP BY p.vendor_id
  LOOP
    PERFORM note_licenses(touched.owners, touched.vendor_id);
  END LOOP;
  RETURN NULL;
END
$$;
DROP FUNCTION note_device_licenses(uuid[], uuid);

-- What is there already, vendor by vendor: forced security shows no statement more than one.
DO $$
DECLARE
  vendor uuid;
BEGIN
  FOR vendor IN SELECT id FROM vendors LOOP
    PERFORM set_config('muniment.vendor_id', vendor::text, true);
    UPDATE balances b SET came_at = p.came_at
    FROM (
      SELECT n.account_id, n.lot_id, max(o.at) AS came_at
      FROM postings n JOIN operations o ON o.vendor_id = n.vendor_id AND o.id = n.operation_id
      LEFT JOIN operations u ON u.vendor_id = o.vendor_id AND u.undoes = o.id
      WHERE n.vendor_id = vendor AND n.quantity > 0 AND o.undoes IS NULL AND u.id IS NULL GROUP BY n.account_id, n.lot_id
    ) p
    WHERE b.vendor_id = vendor AND b.account_id = p.account_id AND b.lot_id = p.lot_id;
    PERFORM note_licenses(ARRAY(SELECT DISTINCT owner_id FROM accounts WHERE kind IN ('active', 'assigned')), vendor);
  END LOOP;
  PERFORM set_config('muniment.vendor_id', '', true);
END
$$;

ALTER TABLE devices DROP CONSTRAINT devices_licence;
ALTER TABLE devices ADD CONSTRAINT devices_licence
  CHECK ((license_part IS NULL) = (license_lot_id IS NULL) AND (licensed_until IS NULL) = (license_lot_id IS NULL));
ALTER TABLE named_users ADD CONSTRAINT named_users_licence
  CHECK ((license_part IS NULL) = (license_lot_id IS NULL) AND (licensed_until IS NULL) = (license_lot_id IS NULL));

-- Pages of a pool; how many devices of a project are licensed; how many of all end soon, and which first.
CREATE INDEX balances_of_pools ON balances (vendor_id, account_id, came_at, lot_id) WHERE kind = 'pool' AND quantity > 0;
CREATE INDEX devices_by_licence ON devices (vendor_id, project_id, licensed_until);
CREATE INDEX devices_by_end ON devices (vendor_id, licensed_until);
