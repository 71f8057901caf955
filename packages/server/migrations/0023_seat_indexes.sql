-- Where rules decide who gets a seat, what they look at is found without reading what others hold (C3): the seats of a user, those
-- unused the longest, and those that come out of reservations. None of them can stand in for the index of those that run out.
CREATE INDEX leases_by_user ON leases (vendor_id, user_key);
CREATE INDEX leases_idle ON leases (vendor_id, counter_id, idle_since) WHERE idle_since IS NOT NULL;
CREATE INDEX leases_reserved ON leases (vendor_id, counter_id) WHERE reservation IS NOT NULL;
