-- Workstations: the machines that licences are bound to, and devices that took the place of others (C4, C9, F14).

-- Which machine a device's licences are for: the newest row. Nothing of a machine is here but salted hashes of its parts.
CREATE TABLE device_machines (
  vendor_id uuid NOT NULL,
  device_id uuid NOT NULL,
  number integer NOT NULL CHECK (number > 0),
  -- bound: the first, or the next once nothing was licensed. repaired: the same machine with other parts, as people said.
  change text NOT NULL CHECK (change IN ('bound', 'repaired')),
  fingerprint jsonb NOT NULL,
  -- Ids of the parts that were others than before.
  changed text[] NOT NULL DEFAULT '{}',
  reason text,
  bound_at timestamptz NOT NULL,
  bound_by text NOT NULL,
  PRIMARY KEY (vendor_id, device_id, number),
  FOREIGN KEY (vendor_id, device_id) REFERENCES devices (vendor_id, id),
  CHECK ((change = 'repaired') = (reason IS NOT NULL))
);

-- A device that is dead, and the one that has everything of it since. Its hardware key is nobody's for good.
ALTER TABLE devices ADD COLUMN replaced_by uuid;
ALTER TABLE devices ADD CONSTRAINT devices_replaced_by FOREIGN KEY (vendor_id, replaced_by) REFERENCES devices (vendor_id, id);
ALTER TABLE devices ADD CONSTRAINT devices_not_replaced_by_itself CHECK (replaced_by <> id);
CREATE UNIQUE INDEX devices_by_replacement ON devices (vendor_id, replaced_by) WHERE replaced_by IS NOT NULL;

ALTER TABLE device_machines ENABLE ROW LEVEL SECURITY;
ALTER TABLE device_machines FORCE ROW LEVEL SECURITY;
CREATE POLICY device_machines_of_vendor ON device_machines USING (vendor_id = (SELECT NULLIF(current_setting('muniment.vendor_id', true), '')::uuid));
-- What a licence was bound to is history.
GRANT SELECT, INSERT ON device_machines TO muniment_app;
