-- Licence files of several parts, codes beside them, and files that come from elsewhere.

-- What a zip file holds, in its order: [{"fileName": …, "text": …}]; null for a file that is the document itself.
ALTER TABLE license_documents ADD COLUMN entries jsonb;
-- Size of the file as it is downloaded; null where it is the document itself.
ALTER TABLE license_documents ADD COLUMN file_bytes integer;
-- Shown with the file and told by mail; null where the product has none.
ALTER TABLE license_documents ADD COLUMN activation_code text;

-- Files that are made elsewhere (B19): waited for from the activation on, or deposited before it with the order.
CREATE TABLE external_files (
  vendor_id uuid NOT NULL REFERENCES vendors (id),
  id uuid NOT NULL,
  -- Null while a file is deposited with an order and nothing of the order is activated yet.
  device_id uuid,
  order_id uuid,
  product text NOT NULL,
  -- How the product handed its files over when the row was made: what waits does not change with the catalog.
  delivery text NOT NULL CHECK (delivery IN ('at-once', 'later', 'against-upload')),
  -- The activation: whoever acted there is told when the file is there.
  operation_id uuid,
  created_at timestamptz NOT NULL,
  -- What the partner uploaded from the device, where the file is made against it.
  upload_name text,
  upload bytea,
  uploaded_at timestamptz,
  uploaded_by text,
  file_name text,
  content bytea,
  supplied_at timestamptz,
  supplied_by text,
  PRIMARY KEY (vendor_id, id),
  FOREIGN KEY (vendor_id, device_id) REFERENCES devices (vendor_id, id),
  FOREIGN KEY (vendor_id, order_id) REFERENCES orders (vendor_id, id),
  FOREIGN KEY (vendor_id, operation_id) REFERENCES operations (vendor_id, id),
  CHECK ((content IS NULL) = (file_name IS NULL)),
  CHECK ((content IS NULL) = (supplied_at IS NULL)),
  CHECK ((upload IS NULL) = (upload_name IS NULL)),
  CHECK (device_id IS NOT NULL OR (content IS NOT NULL AND order_id IS NOT NULL))
);
CREATE INDEX external_files_by_time ON external_files (vendor_id, created_at, id);
CREATE INDEX external_files_by_device ON external_files (vendor_id, device_id, created_at, id) WHERE device_id IS NOT NULL;
CREATE INDEX external_files_by_order ON external_files (vendor_id, order_id) WHERE order_id IS NOT NULL;
CREATE INDEX external_files_waiting ON external_files (vendor_id, created_at, id) WHERE content IS NULL;
CREATE UNIQUE INDEX external_files_deposited ON external_files (vendor_id, order_id, product) WHERE device_id IS NULL;

ALTER TABLE external_files ENABLE ROW LEVEL SECURITY;
ALTER TABLE external_files FORCE ROW LEVEL SECURITY;
CREATE POLICY external_files_of_vendor ON external_files USING (vendor_id = (SELECT NULLIF(current_setting('muniment.vendor_id', true), '')::uuid));
GRANT SELECT, INSERT, UPDATE ON external_files TO muniment_app;
