-- What has its dates whether it is used or not (maintenance, say) ends too, and people are told of it (A11). One such lot may be
-- on many devices, of several projects: each project is told of it.
ALTER TABLE expiry_notices DROP CONSTRAINT expiry_notices_pkey;
ALTER TABLE expiry_notices ADD PRIMARY KEY (vendor_id, lot_id, kind, days, day, project_id);
DROP INDEX expiry_notices_once;
CREATE UNIQUE INDEX expiry_notices_once ON expiry_notices (vendor_id, lot_id, project_id, days) WHERE kind = 'expiring';

-- Every end, of terms that run while they are assigned and of what has dates alike.
DROP INDEX lots_running;
CREATE INDEX lots_ending ON lots (vendor_id, valid_until, id) WHERE valid_until IS NOT NULL;
