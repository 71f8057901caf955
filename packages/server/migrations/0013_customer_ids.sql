-- The customer id that controllers are given (E1) is an id of its own, which can be renewed: a project's own id is the address
-- that licences are offered to, and is known to others. Projects that are there already keep theirs until somebody renews it.
ALTER TABLE projects ADD COLUMN enrolment_id uuid;
ALTER TABLE projects ADD COLUMN enrolment_id_since timestamptz;
DO $$
DECLARE vendor uuid;
BEGIN
  FOR vendor IN SELECT id FROM vendors LOOP
    PERFORM set_config('muniment.vendor_id', vendor::text, true);
    UPDATE projects SET enrolment_id = id, enrolment_id_since = created_at WHERE vendor_id = vendor;
  END LOOP;
  PERFORM set_config('muniment.vendor_id', '', true);
END
$$;
ALTER TABLE projects ALTER COLUMN enrolment_id SET NOT NULL;
ALTER TABLE projects ALTER COLUMN enrolment_id_since SET NOT NULL;
CREATE UNIQUE INDEX projects_enrolment_id ON projects (vendor_id, enrolment_id);

-- A key that waited and gave way to others is off the list and stays known: it comes back as the same, whatever was renewed since.
ALTER TABLE enrolments ADD COLUMN gave_way_at timestamptz;
ALTER TABLE enrolments ADD CHECK (gave_way_at IS NULL OR state = 'waiting');
DROP INDEX enrolments_waiting;
CREATE INDEX enrolments_waiting ON enrolments (vendor_id, project_id, hardware_key) WHERE state = 'waiting' AND gave_way_at IS NULL;
-- Those that asked once are forgotten first.
CREATE INDEX enrolments_gave_way ON enrolments (vendor_id, project_id, (last_seen_at > requested_at) DESC, gave_way_at DESC)
  WHERE gave_way_at IS NOT NULL;
