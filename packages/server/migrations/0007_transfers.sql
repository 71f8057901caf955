-- Licences offered from one customer's project to another's (A10).

-- What becomes of an offer is said once; that it lapsed follows from its day, whether or not anybody has booked it yet.
CREATE TABLE transfers (
  vendor_id uuid NOT NULL,
  id uuid NOT NULL,
  from_project_id uuid NOT NULL,
  to_project_id uuid NOT NULL,
  note text NOT NULL DEFAULT '',
  offered_at timestamptz NOT NULL,
  -- The organization that acted, whose people are told what became of it.
  offered_for uuid NOT NULL,
  -- The first day on which it can no longer be accepted.
  until date NOT NULL,
  operation_id uuid NOT NULL,
  decision text CHECK (decision IN ('accepted', 'refused', 'withdrawn', 'lapsed')),
  decided_at timestamptz,
  decision_operation_id uuid,
  PRIMARY KEY (vendor_id, id),
  FOREIGN KEY (vendor_id, from_project_id) REFERENCES projects (vendor_id, id),
  FOREIGN KEY (vendor_id, to_project_id) REFERENCES projects (vendor_id, id),
  FOREIGN KEY (vendor_id, offered_for) REFERENCES organizations (vendor_id, id),
  FOREIGN KEY (vendor_id, operation_id) REFERENCES operations (vendor_id, id),
  FOREIGN KEY (vendor_id, decision_operation_id) REFERENCES operations (vendor_id, id),
  CHECK (from_project_id <> to_project_id),
  CHECK ((decision IS NULL) = (decided_at IS NULL)),
  CHECK ((decision IS NULL) = (decision_operation_id IS NULL))
);
CREATE INDEX transfers_from ON transfers (vendor_id, from_project_id, offered_at, id);
CREATE INDEX transfers_to ON transfers (vendor_id, to_project_id, offered_at, id);
CREATE INDEX transfers_open ON transfers (vendor_id, until, id) WHERE decision IS NULL;
ALTER TABLE transfers ENABLE ROW LEVEL SECURITY;
ALTER TABLE transfers FORCE ROW LEVEL SECURITY;
CREATE POLICY transfers_of_vendor ON transfers USING (vendor_id = (SELECT NULLIF(current_setting('muniment.vendor_id', true), '')::uuid));
GRANT SELECT, INSERT, UPDATE ON transfers TO muniment_app;

CREATE TABLE transfer_lines (
  vendor_id uuid NOT NULL,
  transfer_id uuid NOT NULL,
  lot_id uuid NOT NULL,
  quantity bigint NOT NULL CHECK (quantity > 0),
  PRIMARY KEY (vendor_id, transfer_id, lot_id),
  FOREIGN KEY (vendor_id, transfer_id) REFERENCES transfers (vendor_id, id),
  FOREIGN KEY (vendor_id, lot_id) REFERENCES lots (vendor_id, id)
);
ALTER TABLE transfer_lines ENABLE ROW LEVEL SECURITY;
ALTER TABLE transfer_lines FORCE ROW LEVEL SECURITY;
CREATE POLICY transfer_lines_of_vendor ON transfer_lines USING (vendor_id = (SELECT NULLIF(current_setting('muniment.vendor_id', true), '')::uuid));
GRANT SELECT, INSERT ON transfer_lines TO muniment_app;

-- Projects can be changed now, and are found by the id that controllers are given, as those that come will be.
GRANT UPDATE ON projects TO muniment_app;
DO $$
DECLARE vendor uuid;
BEGIN
  FOR vendor IN SELECT id FROM vendors LOOP
    PERFORM set_config('muniment.vendor_id', vendor::text, true);
    INSERT INTO search_terms (vendor_id, kind, object_id, term, customer_id)
    SELECT vendor_id, 'project', id::text, id::text, customer_id FROM projects WHERE vendor_id = vendor;
  END LOOP;
  PERFORM set_config('muniment.vendor_id', '', true);
END
$$;
