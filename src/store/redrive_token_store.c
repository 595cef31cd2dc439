/*-------------------------------------------------------------------------
 *
 * redrive_token_store.c
 *	  Rows of sfn.redrive_token.
 *
 * A token is good for the service's 15 minutes, and while it is among the last
 * ten of its execution.  Rows are few and die young, so whoever adds one clears
 * away what has expired, passing over what others are clearing.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "catalog/pg_type.h"
#include "store/redrive_token_store.h"
#include "store/sql.h"
#include "utils/timestamp.h"

/* The service's bounds */
#define TOKEN_LIFE_US (15 * USECS_PER_MINUTE)
#define TOKENS_KEPT 10

static void delete_expired(TimestampTz now);

TimestampTz
sfn_redrive_token_find(const pg_uuid_t *execution, const char *token)
{
	static SqlStatement statement = {
		"SELECT t.redrive_date FROM sfn.redrive_token t"
		" WHERE t.execution" SQL_EQ "$1 AND t.token" SQL_EQ "$2 AND t.used_at" SQL_GT "$3"
		" AND (SELECT pg_catalog.count(*) FROM sfn.redrive_token later"
		"  WHERE later.execution" SQL_EQ "$1 AND later.used_at" SQL_GT "t.used_at)" SQL_LT "$4",
		4, {UUIDOID, TEXTOID, TIMESTAMPTZOID, INT8OID}
	};
	SqlValues	values = {0};
	SqlCaller	caller;
	TimestampTz date = 0;

	sfn_values_add(&values, UUIDPGetDatum(execution));
	sfn_values_add_text(&values, token);
	sfn_values_add(&values, TimestampTzGetDatum(GetCurrentTimestamp() - TOKEN_LIFE_US));
	sfn_values_add(&values, Int64GetDatum(TOKENS_KEPT));
	sfn_sql_begin(&caller);
	if (sfn_sql_run(&statement, &values, false, 0) > 0)
		date = DatumGetTimestampTz(sfn_sql_datum(0, 1));
	sfn_sql_end(&caller);
	return date;
}

/* A token that was forgotten may be used again. */
void
sfn_redrive_token_insert(const pg_uuid_t *execution, const char *token, TimestampTz redrive_date)
{
	static SqlStatement statement = {
		"INSERT INTO sfn.redrive_token (execution, token, used_at, redrive_date) VALUES ($1, $2, $3, $4)"
		" ON CONFLICT (execution, token)"
		" DO UPDATE SET used_at = excluded.used_at, redrive_date = excluded.redrive_date",
		4, {UUIDOID, TEXTOID, TIMESTAMPTZOID, TIMESTAMPTZOID}
	};
	TimestampTz now = GetCurrentTimestamp();
	SqlValues	values = {0};
	SqlCaller	caller;

	delete_expired(now);
	sfn_values_add(&values, UUIDPGetDatum(execution));
	sfn_values_add_text(&values, token);
	sfn_values_add(&values, TimestampTzGetDatum(now));
	sfn_values_add(&values, TimestampTzGetDatum(redrive_date));
	sfn_sql_begin(&caller);
	(void) sfn_sql_run(&statement, &values, false, 0);
	sfn_sql_end(&caller);
}

static void
delete_expired(TimestampTz now)
{
	static SqlStatement statement = {
		"WITH expired AS (SELECT execution, token FROM sfn.redrive_token"
		"  WHERE used_at" SQL_LE "$1 FOR UPDATE SKIP LOCKED)"
		" DELETE FROM sfn.redrive_token t USING expired e"
		" WHERE t.execution" SQL_EQ "e.execution AND t.token" SQL_EQ "e.token",
		1, {TIMESTAMPTZOID}
	};
	SqlValues	values = {0};
	SqlCaller	caller;

	sfn_values_add(&values, TimestampTzGetDatum(now - TOKEN_LIFE_US));
	sfn_sql_begin(&caller);
	(void) sfn_sql_run(&statement, &values, false, 0);
	sfn_sql_end(&caller);
}
