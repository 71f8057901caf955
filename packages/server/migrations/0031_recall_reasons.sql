-- Why a borrowed seat was called back is told to whoever has it, when its computer asks (F10).

ALTER TABLE leases ADD COLUMN recall_reason text;
