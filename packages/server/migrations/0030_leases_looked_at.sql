-- A heartbeat changes nothing that an index is about, so that its lease stays where it is (C3): what has run out is found by when to look.

-- No later than the lease ends: whoever looks for what has run out looks at it then, and finds it over or puts this off until it ends now.
-- Before the first look nobody need have said so.
ALTER TABLE leases ADD COLUMN look_at timestamptz NOT NULL DEFAULT '-infinity';
ALTER TABLE leases ADD CONSTRAINT leases_look_at CHECK (look_at <= expires_at);
CREATE INDEX leases_by_look ON leases (vendor_id, counter_id, look_at);
DROP INDEX leases_by_end;
