/*-------------------------------------------------------------------------
 *
 * quota_store.c
 *	  How many there are of what quotas limit.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "catalog/pg_type.h"
#include "store/quota_store.h"
#include "store/sql.h"

static int	count(SqlStatement *statement, SqlValues *values);

int
sfn_count_machines(const char *region, const char *account, int most)
{
	static SqlStatement statement = {
		"SELECT 1 FROM sfn.state_machine"
		" WHERE region" SQL_EQ "$1 AND account" SQL_EQ "$2 AND deleted_at IS NULL LIMIT $3",
		3, {TEXTOID, TEXTOID, INT4OID}
	};
	SqlValues	values = {0};

	sfn_values_add_text(&values, region);
	sfn_values_add_text(&values, account);
	sfn_values_add(&values, Int32GetDatum(most));
	return count(&statement, &values);
}

int
sfn_count_activities(const char *region, const char *account, int most)
{
	static SqlStatement statement = {
		"SELECT 1 FROM sfn.activity WHERE region" SQL_EQ "$1 AND account" SQL_EQ "$2 LIMIT $3",
		3, {TEXTOID, TEXTOID, INT4OID}
	};
	SqlValues	values = {0};

	sfn_values_add_text(&values, region);
	sfn_values_add_text(&values, account);
	sfn_values_add(&values, Int32GetDatum(most));
	return count(&statement, &values);
}

int
sfn_count_running_executions(int most)
{
	static SqlStatement statement = {
		"SELECT 1 FROM sfn.execution WHERE status" SQL_EQ "0 LIMIT $1",
		1, {INT4OID}
	};
	SqlValues	values = {0};

	sfn_values_add(&values, Int32GetDatum(most));
	return count(&statement, &values);
}

static int
count(SqlStatement *statement, SqlValues *values)
{
	SqlCaller	caller;
	uint64		rows;

	sfn_sql_begin(&caller);
	rows = sfn_sql_run(statement, values, false, 0);
	sfn_sql_end(&caller);
	return (int) rows;
}
