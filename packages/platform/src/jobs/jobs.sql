-- Run at every start, after the job runner's own migrations. Business code enqueues through enqueue_job only: the
-- functions act as the schema's owner, so the application's role needs no right on the job tables.

-- Adds a job to the caller's transaction and stamps it with the caller's vendor: a job can only ever act for the vendor
-- whose transaction made it. Of jobs with the same key (per vendor and task) one waits: the newest. Times are those of
-- the installation's clock; the runner's are real ones.
CREATE OR REPLACE FUNCTION enqueue_job(name text, payload jsonb, run_at timestamptz, job_key text) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT graphile_worker.add_job(
    identifier => name,
    payload => json_build_object('vendorId', NULLIF(current_setting('muniment.vendor_id', true), ''), 'data', payload),
    run_at => run_at - coalesce((SELECT (value ->> 'shiftMilliseconds')::bigint FROM public.settings WHERE key = 'clock'), 0) * interval '1 millisecond',
    max_attempts => 12,
    job_key => name || ':' || coalesce(current_setting('muniment.vendor_id', true), '') || ':' || job_key
  );
$$;
REVOKE ALL ON FUNCTION enqueue_job(text, jsonb, timestamptz, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION enqueue_job(text, jsonb, timestamptz, text) TO muniment_app;

-- The clock was moved forwards: whatever waits for a time is so much nearer, and every periodic task runs once, as the
-- first of the runs that were due meanwhile.
CREATE OR REPLACE FUNCTION move_jobs(added_milliseconds bigint) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  UPDATE graphile_worker._private_jobs SET run_at = run_at - added_milliseconds * interval '1 millisecond' WHERE locked_at IS NULL;
  SELECT graphile_worker.add_job(identifier => identifier, payload => '{"vendorId": null, "data": {}}', job_key => 'cron:' || identifier)
  FROM graphile_worker._private_known_crontabs;
$$;
REVOKE ALL ON FUNCTION move_jobs(bigint) FROM PUBLIC;
