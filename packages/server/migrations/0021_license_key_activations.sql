-- Where licence keys were typed (C5): each unit that a workstation activated with one. Which of them count still is what is active there.
CREATE TABLE license_key_activations (
  vendor_id uuid NOT NULL,
  key_id uuid NOT NULL,
  -- Of a device that was replaced, the one that has everything of it since.
  device_id uuid NOT NULL,
  operation_id uuid NOT NULL,
  at timestamptz NOT NULL,
  PRIMARY KEY (vendor_id, key_id, operation_id),
  FOREIGN KEY (vendor_id, key_id) REFERENCES license_keys (vendor_id, id),
  FOREIGN KEY (vendor_id, device_id) REFERENCES devices (vendor_id, id),
  FOREIGN KEY (vendor_id, operation_id) REFERENCES operations (vendor_id, id)
);
CREATE INDEX license_key_activations_by_device ON license_key_activations (vendor_id, device_id);

ALTER TABLE license_key_activations ENABLE ROW LEVEL SECURITY;
ALTER TABLE license_key_activations FORCE ROW LEVEL SECURITY;
CREATE POLICY license_key_activations_of_vendor ON license_key_activations USING (vendor_id = (SELECT NULLIF(current_setting('muniment.vendor_id', true), '')::uuid));
GRANT SELECT, INSERT, UPDATE ON license_key_activations TO muniment_app;
