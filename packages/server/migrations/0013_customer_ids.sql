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
