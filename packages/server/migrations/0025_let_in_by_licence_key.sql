-- A device that a licence key let in renews and returns what its key is worth (C5). A token, and with it the pool and the seats of the
-- project, it gets by what its product asks of every other device: the customer id, somebody's approval or an enrolment code.
ALTER TABLE enrolments ADD COLUMN by_license_key boolean NOT NULL DEFAULT false;
CREATE INDEX enrolments_waiting_by_license_key ON enrolments (vendor_id, project_id)
  WHERE state = 'current' AND by_license_key AND waits_for IS NOT NULL;
