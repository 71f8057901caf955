-- Names are put in order as people do: "Controller 2" before "Controller 10", capitals beside small letters. Comparing is still exact.
-- The collation is ICU's root with numbers by their value; a PostgreSQL without ICU keeps the order of bytes.

DO $$
BEGIN
  IF EXISTS (SELECT FROM pg_collation WHERE collprovider = 'i') THEN
    CREATE COLLATION by_name (provider = icu, locale = 'und-u-kn-true');
  ELSE
    CREATE COLLATION by_name FROM "C";
  END IF;
END $$;

-- Only the order changes: small letters stay the database's own, for what is typed to find a name and for what may not be
-- there twice. lower(name) therefore says COLLATE "default", here and in every statement. The index goes first: made
-- anew with ICU's small letters it could find two names that were different until now, and the migration would fail.
DROP INDEX organizations_partner_name;

-- All that are put beside each other in one list or column: two orders in one comparison are refused.
ALTER TABLE organizations ALTER COLUMN name TYPE text COLLATE by_name;
ALTER TABLE people ALTER COLUMN name TYPE text COLLATE by_name;
ALTER TABLE projects ALTER COLUMN name TYPE text COLLATE by_name;
ALTER TABLE devices ALTER COLUMN name TYPE text COLLATE by_name;
ALTER TABLE named_users ALTER COLUMN name TYPE text COLLATE by_name;
ALTER TABLE endpoints ALTER COLUMN name TYPE text COLLATE by_name;

CREATE UNIQUE INDEX organizations_partner_name ON organizations (vendor_id, lower(name COLLATE "default")) WHERE kind IN ('distributor', 'dealer');
