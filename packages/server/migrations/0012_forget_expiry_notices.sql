-- That somebody was told of the end of a licence is worth nothing once the licence has been over for long (A11).
CREATE INDEX expiry_notices_by_day ON expiry_notices (vendor_id, day);
GRANT DELETE ON expiry_notices TO muniment_app;
