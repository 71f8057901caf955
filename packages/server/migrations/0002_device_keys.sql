-- Keys that are entered, made or temporary; variants of products; devices below devices.

ALTER TABLE devices ADD COLUMN variant text;
-- What the product of the device above calls this one; with a parent, and only then.
ALTER TABLE devices ADD COLUMN relation text;
ALTER TABLE devices ADD CONSTRAINT devices_relation_with_parent CHECK ((relation IS NULL) = (parent_id IS NULL));
-- The name or address that the hardware key was made from, in its stored form. It need not be unique.
ALTER TABLE devices ADD COLUMN key_input text;
CREATE INDEX devices_by_parent ON devices (vendor_id, parent_id, name, id) WHERE parent_id IS NOT NULL;

-- The key is taken first, so that whoever adds the same device at the same moment learns it before anything else is written.
ALTER TABLE device_keys DROP CONSTRAINT device_keys_vendor_id_device_id_fkey;
ALTER TABLE device_keys ADD CONSTRAINT device_keys_device FOREIGN KEY (vendor_id, device_id)
  REFERENCES devices (vendor_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE device_keys DROP CONSTRAINT device_keys_role_check;
ALTER TABLE device_keys ADD CONSTRAINT device_keys_role_check CHECK (role IN ('primary', 'secondary', 'product-key'));
ALTER TABLE device_keys ADD COLUMN origin text NOT NULL DEFAULT 'entered' CHECK (origin IN ('entered', 'derived', 'temporary'));
CREATE INDEX device_keys_by_device ON device_keys (vendor_id, device_id);

-- Lots of demos count in no rule and no maximum.
ALTER TABLE lots DROP CONSTRAINT lots_origin_check;
ALTER TABLE lots ADD CONSTRAINT lots_origin_check CHECK (origin IN ('order', 'key', 'grant', 'import', 'conversion', 'demo'));
