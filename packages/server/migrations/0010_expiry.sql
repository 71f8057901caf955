-- When licences come to their end (A11): what is running and ends when, and who was told of it.

-- Terms that run, by their end: what is due is found without looking at what lies in pools.
CREATE INDEX lots_running ON lots (vendor_id, valid_until, id) WHERE starts_on IS NOT NULL;

-- Each licence is told of once for each of the days of notice, and once a day at most that it could not be extended. A
-- licence that is extended becomes another one, of which may be told again.
CREATE TABLE expiry_notices (
  vendor_id uuid NOT NULL,
  lot_id uuid NOT NULL,
  kind text NOT NULL CHECK (kind IN ('expiring', 'not-extended')),
  -- So many days of notice; 0 where it could not be extended.
  days integer NOT NULL CHECK (days >= 0),
  -- The vendor's day on which it was told.
  day date NOT NULL,
  project_id uuid NOT NULL,
  told_at timestamptz NOT NULL,
  PRIMARY KEY (vendor_id, lot_id, kind, days, day),
  FOREIGN KEY (vendor_id, lot_id) REFERENCES lots (vendor_id, id),
  FOREIGN KEY (vendor_id, project_id) REFERENCES projects (vendor_id, id)
);
CREATE UNIQUE INDEX expiry_notices_once ON expiry_notices (vendor_id, lot_id, days) WHERE kind = 'expiring';
CREATE INDEX expiry_notices_by_project ON expiry_notices (vendor_id, project_id, day);
ALTER TABLE expiry_notices ENABLE ROW LEVEL SECURITY;
ALTER TABLE expiry_notices FORCE ROW LEVEL SECURITY;
CREATE POLICY expiry_notices_of_vendor ON expiry_notices USING (vendor_id = (SELECT NULLIF(current_setting('muniment.vendor_id', true), '')::uuid));
GRANT SELECT, INSERT ON expiry_notices TO muniment_app;
