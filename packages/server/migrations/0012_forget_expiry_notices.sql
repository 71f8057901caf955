-- That somebody was told of the end of a licence is worth nothing once the licence has been over for long (A11).
CREATE INDEX expiry_notices_by_day ON expiry_notices (vendor_id, day);
GRANT DELETE ON expiry_notices TO muniment_app;

-- What was extended, and what was not, is noted with the act itself and told of later, all of a day in one mail: until then
-- nobody was told. An extended licence is noted by what it has become.
ALTER TABLE expiry_notices DROP CONSTRAINT expiry_notices_kind_check;
ALTER TABLE expiry_notices ADD CONSTRAINT expiry_notices_kind_check CHECK (kind IN ('expiring', 'extended', 'not-extended'));
ALTER TABLE expiry_notices ALTER COLUMN told_at DROP NOT NULL;
GRANT UPDATE (told_at) ON expiry_notices TO muniment_app;
DROP INDEX expiry_notices_by_project;
CREATE INDEX expiry_notices_by_project ON expiry_notices (vendor_id, project_id, kind, told_at);
CREATE INDEX expiry_notices_untold ON expiry_notices (vendor_id, project_id) WHERE told_at IS NULL;
