	CREATE TEMPORARY TABLE latency (took interval);
	DO $$
	DECLARE run uuid; started timestamptz;
	BEGIN
		FOR i IN 1 .. 60 LOOP
			started := clock_timestamp();
			run := sfn_start('work', '1', async => true);
			COMMIT;
			PERFORM sfn_await(run, '10 s');
			INSERT INTO latency VALUES (clock_timestamp() - started);
			COMMIT;
			PERFORM pg_sleep(0.02);
		END LOOP;
	END $$;
	SELECT 'latency ms p50 '||1000*extract(epoch FROM percentile_disc(0.5) within group (order by took))||' max '||1000*extract(epoch from max(took)) FROM latency;
	SELECT clock_timestamp() AS begin \gset
	SELECT count(sfn_start('work', '1', async => true)) from generate_series(1,3000) \g /dev/null
	select clock_timestamp() as mid \gset
	DO $$ begin while exists (select from sfn.executions where status='RUNNING') loop perform pg_sleep(0.01); commit; end loop; end $$;
	select 'drain 3000: '||extract(epoch from clock_timestamp()-:'mid');
