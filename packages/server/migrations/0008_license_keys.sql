-- Licence keys (A1, A3): codes that turn into licences of a project when somebody registers them.

-- Keys that were made together: of one part, worth the same, for one organization.
CREATE TABLE license_key_batches (
  vendor_id uuid NOT NULL,
  id uuid NOT NULL,
  -- Whoever made them, and whoever holds them: in the holder's keyed account their units wait.
  maker_id uuid NOT NULL,
  holder_id uuid NOT NULL,
  part text NOT NULL,
  quantity_per_key bigint NOT NULL CHECK (quantity_per_key > 0),
  keys integer NOT NULL CHECK (keys > 0),
  source text NOT NULL CHECK (source IN ('issue', 'bin')),
  order_id uuid,
  sales_order text NOT NULL DEFAULT '',
  purchase_order text NOT NULL DEFAULT '',
  note text NOT NULL DEFAULT '',
  -- The form of the keys as they were handed out: lists show them in it.
  form jsonb NOT NULL,
  made_at timestamptz NOT NULL,
  made_by text NOT NULL,
  operation_id uuid NOT NULL,
  PRIMARY KEY (vendor_id, id),
  FOREIGN KEY (vendor_id, maker_id) REFERENCES organizations (vendor_id, id),
  FOREIGN KEY (vendor_id, holder_id) REFERENCES organizations (vendor_id, id),
  FOREIGN KEY (vendor_id, order_id) REFERENCES orders (vendor_id, id),
  FOREIGN KEY (vendor_id, operation_id) REFERENCES operations (vendor_id, id)
);
CREATE INDEX license_key_batches_by_time ON license_key_batches (vendor_id, made_at, id);
CREATE INDEX license_key_batches_by_holder ON license_key_batches (vendor_id, holder_id, made_at, id);
CREATE INDEX license_key_batches_by_maker ON license_key_batches (vendor_id, maker_id, made_at, id);

CREATE TABLE license_keys (
  vendor_id uuid NOT NULL,
  id uuid NOT NULL,
  batch_id uuid NOT NULL,
  lot_id uuid NOT NULL,
  quantity bigint NOT NULL CHECK (quantity > 0),
  -- A key is found by a keyed hash of its characters, and shown again from what is sealed; neither tells it to a reader
  -- of this table, who lacks the installation's secret. `secret_id` says which secret that was.
  hash bytea NOT NULL CHECK (octet_length(hash) = 64),
  sealed bytea NOT NULL,
  secret_id text NOT NULL,
  last_characters text NOT NULL,
  redeemed_at timestamptz,
  redeemed_by text,
  project_id uuid,
  redeem_operation_id uuid,
  agreement_id text,
  agreement_version text,
  agreement_language text,
  revoked_at timestamptz,
  revoked_by text,
  revoked_reason text,
  revoke_operation_id uuid,
  PRIMARY KEY (vendor_id, id),
  FOREIGN KEY (vendor_id, batch_id) REFERENCES license_key_batches (vendor_id, id),
  FOREIGN KEY (vendor_id, lot_id) REFERENCES lots (vendor_id, id),
  FOREIGN KEY (vendor_id, project_id) REFERENCES projects (vendor_id, id),
  FOREIGN KEY (vendor_id, redeem_operation_id) REFERENCES operations (vendor_id, id),
  FOREIGN KEY (vendor_id, revoke_operation_id) REFERENCES operations (vendor_id, id),
  -- Registered whole or not at all, revoked whole or not at all, and never both.
  CHECK ((redeemed_at IS NULL) = (project_id IS NULL) AND (redeemed_at IS NULL) = (redeemed_by IS NULL)
    AND (redeemed_at IS NULL) = (redeem_operation_id IS NULL)),
  CHECK ((revoked_at IS NULL) = (revoked_by IS NULL) AND (revoked_at IS NULL) = (revoked_reason IS NULL)
    AND (revoked_at IS NULL) = (revoke_operation_id IS NULL)),
  CHECK ((agreement_id IS NULL) = (agreement_version IS NULL) AND (agreement_id IS NULL) = (agreement_language IS NULL)),
  CHECK (redeemed_at IS NULL OR revoked_at IS NULL)
);
CREATE UNIQUE INDEX license_keys_by_hash ON license_keys (vendor_id, hash);
CREATE INDEX license_keys_by_batch ON license_keys (vendor_id, batch_id, id) INCLUDE (redeemed_at, revoked_at);
CREATE INDEX license_keys_by_project ON license_keys (vendor_id, project_id, redeemed_at, id) WHERE project_id IS NOT NULL;

ALTER TABLE license_key_batches ENABLE ROW LEVEL SECURITY;
ALTER TABLE license_key_batches FORCE ROW LEVEL SECURITY;
CREATE POLICY license_key_batches_of_vendor ON license_key_batches USING (vendor_id = (SELECT NULLIF(current_setting('muniment.vendor_id', true), '')::uuid));
ALTER TABLE license_keys ENABLE ROW LEVEL SECURITY;
ALTER TABLE license_keys FORCE ROW LEVEL SECURITY;
CREATE POLICY license_keys_of_vendor ON license_keys USING (vendor_id = (SELECT NULLIF(current_setting('muniment.vendor_id', true), '')::uuid));

GRANT SELECT, INSERT ON license_key_batches TO muniment_app;
-- What a key is never changes; only what became of it.
GRANT SELECT, INSERT ON license_keys TO muniment_app;
GRANT UPDATE (redeemed_at, redeemed_by, project_id, redeem_operation_id, agreement_id, agreement_version, agreement_language,
  revoked_at, revoked_by, revoked_reason, revoke_operation_id) ON license_keys TO muniment_app;
