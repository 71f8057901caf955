-- What a text finds, as a condition of lists: all of it, in no order, and without leaving the database. search_objects puts what
-- it finds in order, for it shows the best few.
CREATE FUNCTION found_ids(organization uuid, sees_all boolean, moment timestamptz, wanted text, sought text) RETURNS SETOF uuid
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp SET plan_cache_mode = force_custom_plan AS $$
DECLARE
  vendor uuid := NULLIF(current_setting('muniment.vendor_id', true), '')::uuid;
  part text := lower(wanted);
BEGIN
  IF length(wanted) > 2 THEN
    RETURN QUERY SELECT t.object_id::uuid FROM search_terms t
      WHERE t.vendor_id = vendor AND t.kind = sought
        AND t.term LIKE '%' || replace(replace(replace(part, '\', '\\'), '%', '\%'), '_', '\_') || '%'
        AND (sees_all OR t.organization_id = organization OR t.customer_id = organization OR t.customer_id IN (
          SELECT s.customer_id FROM serves s
          WHERE s.vendor_id = vendor AND s.partner_id = organization AND s.since <= moment AND (s.until IS NULL OR s.until > moment)));
  ELSIF sees_all THEN
    RETURN QUERY SELECT t.object_id::uuid FROM search_terms t
      WHERE t.vendor_id = vendor AND t.kind = sought
        AND t.term COLLATE "C" >= part AND t.term COLLATE "C" < part || U&'\+10FFFF';
  ELSE
    RETURN QUERY SELECT t.object_id::uuid FROM (
        SELECT s.customer_id FROM serves s
        WHERE s.vendor_id = vendor AND s.partner_id = organization AND s.since <= moment AND (s.until IS NULL OR s.until > moment)
        UNION SELECT organization
      ) seen JOIN search_terms t ON t.vendor_id = vendor AND t.customer_id = seen.customer_id
      WHERE t.kind = sought AND strpos(t.term, part) > 0
      UNION ALL SELECT t.object_id::uuid FROM search_terms t
      WHERE t.vendor_id = vendor AND t.organization_id = organization AND t.kind = sought AND strpos(t.term, part) > 0;
  END IF;
END
$$;
REVOKE ALL ON FUNCTION found_ids(uuid, boolean, timestamptz, text, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION found_ids(uuid, boolean, timestamptz, text, text) TO muniment_app;
