-- What cannot be seen of a user's name makes no other user: leases from before are compared as those of today (C3).

DO $$
DECLARE
  vendor uuid;
  -- Code points that are ignored by default (Unicode, Default_Ignorable_Code_Point), as `foldName` leaves them out.
  unseen text := '[\u00AD\u034F\u061C\u115F\u1160\u17B4\u17B5\u180B-\u180F\u200B-\u200F\u202A-\u202E\u2060-\u206F\u3164\uFE00-\uFE0F\uFEFF\uFFA0\uFFF0-\uFFF8'
    || '\U0001BCA0-\U0001BCA3\U0001D173-\U0001D17A\U000E0000-\U000E0FFF]';
BEGIN
  FOR vendor IN SELECT id FROM vendors LOOP
    PERFORM set_config('muniment.vendor_id', vendor::text, true);
    UPDATE leases SET user_key = btrim(normalize(regexp_replace(user_key, unseen, '', 'g'), NFKC))
    WHERE vendor_id = vendor AND user_key ~ unseen;
  END LOOP;
  PERFORM set_config('muniment.vendor_id', '', true);
END
$$;
