-- Time-limited licences without an order, licence files of before, and what an administrator must do about them.

-- How often each kind of demo was started on a device (B12).
CREATE TABLE device_demos (
  vendor_id uuid NOT NULL,
  device_id uuid NOT NULL,
  demo text NOT NULL,
  number integer NOT NULL CHECK (number > 0),
  lot_id uuid NOT NULL,
  operation_id uuid NOT NULL,
  started_at timestamptz NOT NULL,
  PRIMARY KEY (vendor_id, device_id, demo, number),
  FOREIGN KEY (vendor_id, device_id) REFERENCES devices (vendor_id, id),
  FOREIGN KEY (vendor_id, lot_id) REFERENCES lots (vendor_id, id),
  FOREIGN KEY (vendor_id, operation_id) REFERENCES operations (vendor_id, id)
);
ALTER TABLE device_demos ENABLE ROW LEVEL SECURITY;
ALTER TABLE device_demos FORCE ROW LEVEL SECURITY;
CREATE POLICY device_demos_of_vendor ON device_demos USING (vendor_id = (SELECT NULLIF(current_setting('muniment.vendor_id', true), '')::uuid));
GRANT SELECT, INSERT ON device_demos TO muniment_app;

-- The one import of a device's old licence file (B22): the key holds that there is no second.
CREATE TABLE device_imports (
  vendor_id uuid NOT NULL,
  device_id uuid NOT NULL,
  operation_id uuid NOT NULL,
  -- Digest of what the file says, and when it says it was made.
  sha256 bytea NOT NULL CHECK (octet_length(sha256) = 32),
  file_created_at timestamptz NOT NULL,
  imported_at timestamptz NOT NULL,
  PRIMARY KEY (vendor_id, device_id),
  FOREIGN KEY (vendor_id, device_id) REFERENCES devices (vendor_id, id),
  FOREIGN KEY (vendor_id, operation_id) REFERENCES operations (vendor_id, id)
);
ALTER TABLE device_imports ENABLE ROW LEVEL SECURITY;
ALTER TABLE device_imports FORCE ROW LEVEL SECURITY;
CREATE POLICY device_imports_of_vendor ON device_imports USING (vendor_id = (SELECT NULLIF(current_setting('muniment.vendor_id', true), '')::uuid));
GRANT SELECT, INSERT ON device_imports TO muniment_app;

-- What somebody at the vendor must do by hand, such as closing the record of the old generator after an import (B22).
CREATE TABLE tasks (
  vendor_id uuid NOT NULL REFERENCES vendors (id),
  id uuid NOT NULL,
  kind text NOT NULL,
  device_id uuid,
  operation_id uuid,
  -- The pack's words as they were then, by language.
  text jsonb NOT NULL,
  opened_at timestamptz NOT NULL,
  opened_by text NOT NULL,
  done_at timestamptz,
  done_by text,
  note text NOT NULL DEFAULT '',
  PRIMARY KEY (vendor_id, id),
  FOREIGN KEY (vendor_id, device_id) REFERENCES devices (vendor_id, id),
  FOREIGN KEY (vendor_id, operation_id) REFERENCES operations (vendor_id, id),
  CHECK ((done_at IS NULL) = (done_by IS NULL))
);
CREATE INDEX tasks_by_time ON tasks (vendor_id, opened_at, id);
CREATE INDEX tasks_open ON tasks (vendor_id, opened_at, id) WHERE done_at IS NULL;
CREATE INDEX tasks_by_device ON tasks (vendor_id, device_id) WHERE device_id IS NOT NULL;
ALTER TABLE tasks ENABLE ROW LEVEL SECURITY;
ALTER TABLE tasks FORCE ROW LEVEL SECURITY;
CREATE POLICY tasks_of_vendor ON tasks USING (vendor_id = (SELECT NULLIF(current_setting('muniment.vendor_id', true), '')::uuid));
GRANT SELECT, INSERT, UPDATE ON tasks TO muniment_app;
