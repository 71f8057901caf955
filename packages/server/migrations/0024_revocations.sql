-- Signed documents that count no more though they have not ended: seats that were called back, files of machines that are dead or gave back (C9, F10).

CREATE TABLE revocations (
  vendor_id uuid NOT NULL REFERENCES vendors (id),
  id uuid NOT NULL,
  -- borrow: every document of a lease. license: every licence file of a device up to a serial.
  kind text NOT NULL CHECK (kind IN ('borrow', 'license')),
  subject_id uuid NOT NULL,
  epoch integer,
  serial integer,
  reason text NOT NULL CHECK (reason IN ('recalled', 'hardware-replaced', 'key-revoked', 'key-replaced', 'taken-back', 'returned')),
  -- When the last of them ends by itself; null: never.
  until timestamptz,
  revoked_at timestamptz NOT NULL,
  PRIMARY KEY (vendor_id, id),
  CHECK ((kind = 'license') = (epoch IS NOT NULL) AND (kind = 'license') = (serial IS NOT NULL)),
  CHECK (kind = 'license' OR until IS NOT NULL)
);

ALTER TABLE revocations ENABLE ROW LEVEL SECURITY;
ALTER TABLE revocations FORCE ROW LEVEL SECURITY;
CREATE POLICY revocations_of_vendor ON revocations USING (vendor_id = (SELECT NULLIF(current_setting('muniment.vendor_id', true), '')::uuid));
-- How many rows there are is the number of the list, which never falls: nothing is changed, and nothing deleted.
GRANT SELECT, INSERT ON revocations TO muniment_app;
