-- Names of users as rules compare them; a place in the queue is one counter's; hours that are over may be added to (C3, C10).

-- Written by the application: letters are made small by its rules, whatever the database's collation.
ALTER TABLE leases ADD COLUMN user_key text NOT NULL DEFAULT '';
ALTER TABLE leases ALTER COLUMN user_key DROP DEFAULT;

-- The id is the asker's: on two counters it is two places.
ALTER TABLE seat_tickets DROP CONSTRAINT seat_tickets_pkey;
ALTER TABLE seat_tickets ADD PRIMARY KEY (vendor_id, id, counter_id);

GRANT UPDATE ON counter_hours TO muniment_app;
