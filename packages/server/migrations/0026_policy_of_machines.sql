-- What a machine was bound under it is judged by, whatever the catalog asks of others later (C4). Null: bound before this was kept, and
-- judged by the catalog. A machine that is known anew, by a later policy, is a row that was bound.
ALTER TABLE device_machines ADD COLUMN policy jsonb;
