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
  -- Follows from the catalog, from what is set below, and from the reservations.
  rules jsonb,
  -- What the customer set: the most seats of one user (null: as the catalog says), who may take seats, and who may not.
  per_user bigint CHECK (per_user > 0),
  include jsonb NOT NULL DEFAULT '[]' CHECK (jsonb_typeof(include) = 'array'),
  exclude jsonb NOT NULL DEFAULT '[]' CHECK (jsonb_typeof(exclude) = 'array'),
  -- Since when more are in use than there are, and the most beyond since then; null while there are enough.
  over_since timestamptz,
  over_most bigint NOT NULL DEFAULT 0,
  -- Index of the step up to which that is written; the steps after it are judged before what is in use changes.
  step integer NOT NULL DEFAULT 1,
  -- Use in the hour that runs: moved to counter_hours by the first grant of a later one.
  hour timestamptz,
  hour_check_outs bigint NOT NULL DEFAULT 0,
  hour_denials bigint NOT NULL DEFAULT 0,
  hour_peak bigint NOT NULL DEFAULT 0,
  -- Of what was set, for edits.
  version integer NOT NULL DEFAULT 1,
  PRIMARY KEY (vendor_id, id),
  UNIQUE (vendor_id, project_id, feature),
  FOREIGN KEY (vendor_id, project_id) REFERENCES projects (vendor_id, id),
  CHECK (used <= ceiling),
  -- What lingers is given again by rules only.
  CHECK (linger_seconds = 0 OR rules IS NOT NULL),
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
  groups text[] NOT NULL DEFAULT '{}',
  -- Of the counter's rules: where the seats come from; null: of everybody's.
  reservation text,
  since timestamptz NOT NULL,
  seen_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  lease_seconds integer NOT NULL,
  linger_seconds integer NOT NULL DEFAULT 0,
  -- Since when it is not used, where the program tells.
  idle_since timestamptz,
  -- Given back, and kept for the same holder until it runs out.
  lingers boolean NOT NULL DEFAULT false,
  -- Away from the network until then; the document that says so may end before, and is then renewed.
  borrowed_until timestamptz,
  document_until timestamptz,
  recalled_at timestamptz,
  -- How often the time was prolonged; number of the newest document, and the borrower's key, which a receipt is signed with.
  -- The seats are held until the last of all documents ends (expires_at), whichever of them the borrower has.
  renewals integer NOT NULL DEFAULT 0,
  document_number bigint NOT NULL DEFAULT 0,
  borrower_key jsonb,
  fingerprint jsonb,
  PRIMARY KEY (vendor_id, id),
  FOREIGN KEY (vendor_id, counter_id) REFERENCES counters (vendor_id, id),
  CHECK (borrowed_until IS NULL OR NOT lingers),
  CHECK ((borrowed_until IS NULL) = (document_until IS NULL) AND document_until <= borrowed_until),
  CHECK (document_until <= expires_at),
  CHECK (recalled_at IS NULL OR borrowed_until IS NOT NULL),
  CHECK ((borrowed_until IS NULL) = (borrower_key IS NULL))
) WITH (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.01, autovacuum_vacuum_threshold = 1000, autovacuum_vacuum_cost_delay = 0);
CREATE INDEX leases_by_end ON leases (vendor_id, counter_id, expires_at);
CREATE INDEX leases_borrowed ON leases (vendor_id, counter_id) WHERE borrowed_until IS NOT NULL;

-- Whoever waits for seats; asks again before the ticket runs out (C3).
CREATE TABLE seat_tickets (
  vendor_id uuid NOT NULL,
  -- Of the lease that is wanted.
  id uuid NOT NULL,
  counter_id uuid NOT NULL,
  project_id uuid NOT NULL,
  seats bigint NOT NULL CHECK (seats > 0),
  user_name text NOT NULL,
  host_name text NOT NULL,
  groups text[] NOT NULL,
  -- Order of service.
  number bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
  since timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  PRIMARY KEY (vendor_id, id),
  FOREIGN KEY (vendor_id, counter_id) REFERENCES counters (vendor_id, id)
);
CREATE INDEX seat_tickets_in_order ON seat_tickets (vendor_id, counter_id, number);
CREATE INDEX seat_tickets_by_end ON seat_tickets (vendor_id, expires_at);

-- Seats that only some may take; in the order in which they were made (C3).
CREATE TABLE seat_reservations (
  vendor_id uuid NOT NULL,
  id uuid NOT NULL,
  counter_id uuid NOT NULL,
  number bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
  seats bigint NOT NULL CHECK (seats > 0),
  whom_kind text NOT NULL CHECK (whom_kind IN ('user', 'group', 'host')),
  whom_name text NOT NULL,
  note text NOT NULL DEFAULT '',
  created_at timestamptz NOT NULL,
  version integer NOT NULL DEFAULT 1,
  PRIMARY KEY (vendor_id, id),
  FOREIGN KEY (vendor_id, counter_id) REFERENCES counters (vendor_id, id)
);
CREATE INDEX seat_reservations_in_order ON seat_reservations (vendor_id, counter_id, number);

-- Times in which more seats were in use than there were, once they are over: what an overdraft is charged by.
CREATE TABLE counter_overuses (
  vendor_id uuid NOT NULL,
  counter_id uuid NOT NULL,
  since timestamptz NOT NULL,
  until timestamptz NOT NULL,
  -- The most seats beyond those there were.
  most bigint NOT NULL,
  PRIMARY KEY (vendor_id, counter_id, since),
  FOREIGN KEY (vendor_id, counter_id) REFERENCES counters (vendor_id, id)
);

-- Why a lease ended otherwise than by its holder or by running out: its holder's next heartbeat is told, and its id is no other's.
CREATE TABLE lease_ends (
  vendor_id uuid NOT NULL,
  lease_id uuid NOT NULL,
  counter_id uuid NOT NULL,
  project_id uuid NOT NULL,
  ended_at timestamptz NOT NULL,
  why text NOT NULL CHECK (why IN ('idle', 'ended', 'returned')),
  ended_by text,
  reason text,
  PRIMARY KEY (vendor_id, lease_id),
  FOREIGN KEY (vendor_id, counter_id) REFERENCES counters (vendor_id, id)
);
CREATE INDEX lease_ends_by_time ON lease_ends (vendor_id, ended_at);

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
ALTER TABLE seat_tickets ENABLE ROW LEVEL SECURITY;
ALTER TABLE seat_tickets FORCE ROW LEVEL SECURITY;
CREATE POLICY seat_tickets_of_vendor ON seat_tickets USING (vendor_id = (SELECT NULLIF(current_setting('muniment.vendor_id', true), '')::uuid));
ALTER TABLE seat_reservations ENABLE ROW LEVEL SECURITY;
ALTER TABLE seat_reservations FORCE ROW LEVEL SECURITY;
CREATE POLICY seat_reservations_of_vendor ON seat_reservations USING (vendor_id = (SELECT NULLIF(current_setting('muniment.vendor_id', true), '')::uuid));
ALTER TABLE counter_overuses ENABLE ROW LEVEL SECURITY;
ALTER TABLE counter_overuses FORCE ROW LEVEL SECURITY;
CREATE POLICY counter_overuses_of_vendor ON counter_overuses USING (vendor_id = (SELECT NULLIF(current_setting('muniment.vendor_id', true), '')::uuid));
ALTER TABLE lease_ends ENABLE ROW LEVEL SECURITY;
ALTER TABLE lease_ends FORCE ROW LEVEL SECURITY;
CREATE POLICY lease_ends_of_vendor ON lease_ends USING (vendor_id = (SELECT NULLIF(current_setting('muniment.vendor_id', true), '')::uuid));
ALTER TABLE counter_hours ENABLE ROW LEVEL SECURITY;
ALTER TABLE counter_hours FORCE ROW LEVEL SECURITY;
CREATE POLICY counter_hours_of_vendor ON counter_hours USING (vendor_id = (SELECT NULLIF(current_setting('muniment.vendor_id', true), '')::uuid));
GRANT SELECT, INSERT, UPDATE ON counters TO muniment_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON leases TO muniment_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON seat_tickets TO muniment_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON lease_ends TO muniment_app;
GRANT SELECT, INSERT ON counter_hours TO muniment_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON seat_reservations TO muniment_app;
GRANT SELECT, INSERT ON counter_overuses TO muniment_app;

-- A key that programs ask for seats with holds for one project.
ALTER TABLE api_keys ADD COLUMN project_id uuid;
ALTER TABLE api_keys ADD CONSTRAINT api_keys_project FOREIGN KEY (vendor_id, project_id) REFERENCES projects (vendor_id, id);
ALTER TABLE api_keys ADD CONSTRAINT api_keys_seats CHECK (('seats' = ANY (scopes)) = (project_id IS NOT NULL));
