-- How many endpoints a device reported of each protocol: what is missing is found for many devices without counting them again.
ALTER TABLE endpoint_reports ADD COLUMN counts jsonb NOT NULL DEFAULT '{}' CHECK (jsonb_typeof(counts) = 'object');

-- What is there already, vendor by vendor: forced security shows no statement more than one.
DO $$
DECLARE
  vendor uuid;
BEGIN
  FOR vendor IN SELECT id FROM vendors LOOP
    PERFORM set_config('muniment.vendor_id', vendor::text, true);
    UPDATE endpoint_reports r SET counts = c.counts
    FROM (
      SELECT p.device_id, jsonb_object_agg(p.protocol, p.total) AS counts
      FROM (SELECT device_id, protocol, count(*) AS total FROM endpoints WHERE vendor_id = vendor GROUP BY device_id, protocol) p
      GROUP BY p.device_id
    ) c
    WHERE r.vendor_id = vendor AND r.device_id = c.device_id;
  END LOOP;
  PERFORM set_config('muniment.vendor_id', '', true);
END
$$;

-- Versions of the catalog that something was issued under.
CREATE INDEX lots_by_version ON lots (vendor_id, pack_version);
