-- Seats: counters of what a project may have in use at once, and who holds it (C3, C7, C8, F10).

-- A counter says how many seats of one feature a project has, from which instant on, and how many of them are in use.
CREATE TABLE counters (
  vendor_id uuid NOT NULL,
  id uuid NOT NULL,
  project_id uuid NOT NULL,
  feature text NOT NULL,
  -- From each instant on there are so many seats; in order. Before the first there are none.
  step_from timestamptz[] NOT NULL,
  step_seats bigint[] NOT NULL,
  -- So many more may be used than there are; what is used beyond is counted and charged later.
  overdraft bigint NOT NULL DEFAULT 0 CHECK (overdraft >= 0),
  used bigint NOT NULL DEFAULT 0 CHECK (used >= 0),
  -- The most that may be in use: what whoever granted last had computed. An entitlement that shrinks throws nobody out.
  ceiling bigint NOT NULL DEFAULT 0,
  lease_seconds integer NOT NULL CHECK (lease_seconds > 0),
  heartbeat_seconds integer NOT NULL CHECK (heartbeat_seconds > 0 AND heartbeat_seconds < lease_seconds),
  linger_seconds integer NOT NULL DEFAULT 0 CHECK (linger_seconds >= 0),
  -- What is decided one request at a time: reservations, limits per user, queue and the like; null where nothing of it is.
  rules jsonb,
  -- Use in the hour that runs: moved to counter_hours by the first grant of a later one.
  hour timestamptz,
  hour_check_outs bigint NOT NULL DEFAULT 0,
  hour_denials bigint NOT NULL DEFAULT 0,
  hour_peak bigint NOT NULL DEFAULT 0,
  PRIMARY KEY (vendor_id, id),
  UNIQUE (vendor_id, project_id, feature),
  FOREIGN KEY (vendor_id, project_id) REFERENCES projects (vendor_id, id),
  CHECK (used <= ceiling),
  CHECK (cardinality(step_from) > 0 AND cardinality(step_from) = cardinality(step_seats))
) WITH (fillfactor = 50);

-- Who holds how many seats until when. The holder makes the id: asking again with it takes no second seat.
CREATE TABLE leases (
  vendor_id uuid NOT NULL,
  id uuid NOT NULL,
  counter_id uuid NOT NULL,
  project_id uuid NOT NULL,
  seats bigint NOT NULL CHECK (seats > 0),
  user_name text NOT NULL,
  host_name text NOT NULL,
  since timestamptz NOT NULL,
  seen_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  lease_seconds integer NOT NULL,
  PRIMARY KEY (vendor_id, id),
  FOREIGN KEY (vendor_id, counter_id) REFERENCES counters (vendor_id, id)
) WITH (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.01, autovacuum_vacuum_threshold = 1000, autovacuum_vacuum_cost_delay = 0);
CREATE INDEX leases_by_end ON leases (vendor_id, counter_id, expires_at);

-- Use of a counter in an hour that is over (C10).
CREATE TABLE counter_hours (
  vendor_id uuid NOT NULL,
  counter_id uuid NOT NULL,
  hour timestamptz NOT NULL,
  check_outs bigint NOT NULL,
  denials bigint NOT NULL,
  peak bigint NOT NULL,
  PRIMARY KEY (vendor_id, counter_id, hour),
  FOREIGN KEY (vendor_id, counter_id) REFERENCES counters (vendor_id, id)
);

ALTER TABLE counters ENABLE ROW LEVEL SECURITY;
ALTER TABLE counters FORCE ROW LEVEL SECURITY;
CREATE POLICY counters_of_vendor ON counters USING (vendor_id = (SELECT NULLIF(current_setting('muniment.vendor_id', true), '')::uuid));
ALTER TABLE leases ENABLE ROW LEVEL SECURITY;
ALTER TABLE leases FORCE ROW LEVEL SECURITY;
CREATE POLICY leases_of_vendor ON leases USING (vendor_id = (SELECT NULLIF(current_setting('muniment.vendor_id', true), '')::uuid));
ALTER TABLE counter_hours ENABLE ROW LEVEL SECURITY;
ALTER TABLE counter_hours FORCE ROW LEVEL SECURITY;
CREATE POLICY counter_hours_of_vendor ON counter_hours USING (vendor_id = (SELECT NULLIF(current_setting('muniment.vendor_id', true), '')::uuid));
GRANT SELECT, INSERT, UPDATE ON counters TO muniment_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON leases TO muniment_app;
GRANT SELECT, INSERT ON counter_hours TO muniment_app;
