-- Controllers: devices with a key of their own, which fetch their licences themselves, and what stands behind them.

ALTER TABLE credentials DROP CONSTRAINT credentials_kind_check;
ALTER TABLE credentials ADD CONSTRAINT credentials_kind_check
  CHECK (kind IN ('session', 'api-key', 'invitation', 'password-reset', 'device'));

-- Keys of devices, and those that ask to be one (E1, E8). A key that is killed or refused stays here, so that it never comes back.
CREATE TABLE enrolments (
  vendor_id uuid NOT NULL,
  id uuid NOT NULL,
  project_id uuid NOT NULL,
  -- Null while the device is not there yet.
  device_id uuid,
  product text NOT NULL,
  variant text,
  -- The install code, in its stored form.
  hardware_key text NOT NULL,
  name text NOT NULL,
  -- RFC 7638.
  thumbprint text NOT NULL CHECK (length(thumbprint) = 43),
  public_jwk jsonb NOT NULL,
  state text NOT NULL CHECK (state IN ('waiting', 'current', 'killed', 'refused')),
  waits_for text CHECK (waits_for IN ('approval', 'other-key', 'licences-there', 'too-many')),
  -- Of the newest request of this key: an older one is nobody's any more.
  request_issued_at bigint NOT NULL,
  request_nonce text NOT NULL,
  -- SHA-256 of the newest token; the ones before are void.
  token_hash bytea CHECK (octet_length(token_hash) = 32),
  requested_at timestamptz NOT NULL,
  decided_at timestamptz,
  decided_by text,
  killed_at timestamptz,
  killed_by text,
  last_seen_at timestamptz,
  PRIMARY KEY (vendor_id, id),
  UNIQUE (vendor_id, thumbprint),
  FOREIGN KEY (vendor_id, project_id) REFERENCES projects (vendor_id, id),
  FOREIGN KEY (vendor_id, device_id) REFERENCES devices (vendor_id, id),
  CHECK (state NOT IN ('current', 'killed') OR device_id IS NOT NULL),
  CHECK (token_hash IS NULL OR state = 'current'),
  CHECK ((state = 'killed') = (killed_at IS NOT NULL))
);
-- However many ask at the same moment, a device has one key.
CREATE UNIQUE INDEX enrolments_one_current ON enrolments (vendor_id, device_id) WHERE state = 'current';
CREATE INDEX enrolments_by_time ON enrolments (vendor_id, requested_at, id);
CREATE INDEX enrolments_by_project ON enrolments (vendor_id, project_id, requested_at, id);
CREATE INDEX enrolments_by_device ON enrolments (vendor_id, device_id) WHERE device_id IS NOT NULL;
CREATE INDEX enrolments_waiting ON enrolments (vendor_id, project_id, hardware_key) WHERE state = 'waiting';

-- Codes that let one device into a project without anybody's approval.
CREATE TABLE enrolment_codes (
  vendor_id uuid NOT NULL,
  id uuid NOT NULL,
  project_id uuid NOT NULL,
  -- SHA-256 of the code.
  hash bytea NOT NULL CHECK (octet_length(hash) = 32),
  created_at timestamptz NOT NULL,
  created_by text NOT NULL,
  expires_at timestamptz NOT NULL,
  used_at timestamptz,
  enrolment_id uuid,
  PRIMARY KEY (vendor_id, id),
  UNIQUE (vendor_id, hash),
  FOREIGN KEY (vendor_id, project_id) REFERENCES projects (vendor_id, id),
  FOREIGN KEY (vendor_id, enrolment_id) REFERENCES enrolments (vendor_id, id)
);
CREATE INDEX enrolment_codes_by_project ON enrolment_codes (vendor_id, project_id, expires_at);

-- A licence file names the request or receipt that it answers; each is answered once.
ALTER TABLE license_documents ADD COLUMN nonce text;
CREATE UNIQUE INDEX license_documents_answered_once ON license_documents (vendor_id, device_id, nonce) WHERE nonce IS NOT NULL;

-- What a device gave back (E3): once for each licence file that it removed.
CREATE TABLE device_receipts (
  vendor_id uuid NOT NULL,
  device_id uuid NOT NULL,
  epoch integer NOT NULL,
  serial integer NOT NULL,
  operation_id uuid NOT NULL,
  -- The licence file that says what is left.
  document_id uuid NOT NULL,
  received_at timestamptz NOT NULL,
  PRIMARY KEY (vendor_id, device_id, epoch, serial),
  FOREIGN KEY (vendor_id, device_id) REFERENCES devices (vendor_id, id),
  FOREIGN KEY (vendor_id, operation_id) REFERENCES operations (vendor_id, id),
  FOREIGN KEY (vendor_id, document_id) REFERENCES license_documents (vendor_id, id)
);

-- When a device last told what stands behind it; its list may be empty.
CREATE TABLE endpoint_reports (
  vendor_id uuid NOT NULL,
  device_id uuid NOT NULL,
  reported_at timestamptz NOT NULL,
  PRIMARY KEY (vendor_id, device_id),
  FOREIGN KEY (vendor_id, device_id) REFERENCES devices (vendor_id, id)
);

-- What stands behind a device (E4). Which of it is licensed is a matter of the day and computed: the state is the last one known.
CREATE TABLE endpoints (
  vendor_id uuid NOT NULL,
  device_id uuid NOT NULL,
  id text NOT NULL,
  protocol text NOT NULL,
  name text NOT NULL,
  address text NOT NULL,
  since timestamptz NOT NULL,
  state text NOT NULL CHECK (state IN ('unlicensed', 'unprovisioned', 'provisioned')),
  PRIMARY KEY (vendor_id, device_id, id),
  FOREIGN KEY (vendor_id, device_id) REFERENCES endpoint_reports (vendor_id, device_id)
);

ALTER TABLE enrolments ENABLE ROW LEVEL SECURITY;
ALTER TABLE enrolments FORCE ROW LEVEL SECURITY;
CREATE POLICY enrolments_of_vendor ON enrolments USING (vendor_id = (SELECT NULLIF(current_setting('muniment.vendor_id', true), '')::uuid));
ALTER TABLE enrolment_codes ENABLE ROW LEVEL SECURITY;
ALTER TABLE enrolment_codes FORCE ROW LEVEL SECURITY;
CREATE POLICY enrolment_codes_of_vendor ON enrolment_codes USING (vendor_id = (SELECT NULLIF(current_setting('muniment.vendor_id', true), '')::uuid));
ALTER TABLE device_receipts ENABLE ROW LEVEL SECURITY;
ALTER TABLE device_receipts FORCE ROW LEVEL SECURITY;
CREATE POLICY device_receipts_of_vendor ON device_receipts USING (vendor_id = (SELECT NULLIF(current_setting('muniment.vendor_id', true), '')::uuid));
ALTER TABLE endpoint_reports ENABLE ROW LEVEL SECURITY;
ALTER TABLE endpoint_reports FORCE ROW LEVEL SECURITY;
CREATE POLICY endpoint_reports_of_vendor ON endpoint_reports USING (vendor_id = (SELECT NULLIF(current_setting('muniment.vendor_id', true), '')::uuid));
ALTER TABLE endpoints ENABLE ROW LEVEL SECURITY;
ALTER TABLE endpoints FORCE ROW LEVEL SECURITY;
CREATE POLICY endpoints_of_vendor ON endpoints USING (vendor_id = (SELECT NULLIF(current_setting('muniment.vendor_id', true), '')::uuid));
GRANT SELECT, INSERT, UPDATE, DELETE ON enrolments TO muniment_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON enrolment_codes TO muniment_app;
GRANT SELECT, INSERT ON device_receipts TO muniment_app;
GRANT SELECT, INSERT, UPDATE ON endpoint_reports TO muniment_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON endpoints TO muniment_app;
