/*-------------------------------------------------------------------------
 *
 * wakeup_store.c
 *	  Rows of sfn.wakeup: the one queue of what is due.
 *
 * The table has one index, (due, id), which is both key and order.  A wakeup is
 * taken by deleting it; the lock on the deleted row keeps others from
 * it until the transaction ends, and a rollback gives it back.
 *
 * Who may not be served is skipped in C, where the deciding function is.  The
 * search reads ahead without locks, a little at first and more as it has to skip, and
 * only takes the one it wants; that one may be gone or locked by then, and the
 * search goes on.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "catalog/pg_type.h"
#include "miscadmin.h"
#include "store/heap_row.h"
#include "store/sql.h"
#include "store/wakeup_store.h"
#include "utils/timestamp.h"

#define WAKEUP_COLUMNS 9

/* What fill_wakeup reads */
#define WAKEUP_RESULT " RETURNING w.due, w.id, execution, branch, kind, detail, machine, attempts, crashes"

/* How far to read ahead at most */
#define LARGEST_BATCH 256

/* What is needed to decide about a wakeup */
typedef struct Candidate
{
	TimestampTz due;
	int64		id;
	int64		machine;
	pg_uuid_t	execution;
} Candidate;

/*
 * The earliest due time inserted since somebody asked; see
 * sfn_wakeup_inserted_since.
 */
static TimestampTz earliest_inserted = DT_NOEND;

void		(*sfn_wakeup_inserted) (TimestampTz due) = NULL;

static bool take_next(TimestampTz as_of, TimestampTz after_due, int64 after_id, WakeupRow *wakeup);
static bool take(TimestampTz due, int64 id, WakeupRow *wakeup);
static int	read_ahead(TimestampTz as_of, TimestampTz after_due, int64 after_id, int limit, Candidate *batch);
static bool run_for_wakeup(SqlStatement *statement, SqlValues *values, WakeupRow *wakeup);
static void fill_wakeup(WakeupRow *wakeup);
static void note_inserted(TimestampTz due);
static void write_wakeup(RowWriter *writer, int64 machine, const WakeupRow *wakeup);

bool
sfn_wakeup_take(TimestampTz as_of, TimestampTz after_due, int64 after_id,
				bool (*may_drive) (int64 machine, const pg_uuid_t *execution), WakeupRow *wakeup)
{
	Candidate	batch[LARGEST_BATCH];
	int			limit = 1;
	int			count;

	if (may_drive == NULL)
		return take_next(as_of, after_due, after_id, wakeup);

	for (;;)
	{
		CHECK_FOR_INTERRUPTS();
		count = read_ahead(as_of, after_due, after_id, limit, batch);
		for (int i = 0; i < count; i++)
		{
			if (may_drive(batch[i].machine, &batch[i].execution) && take(batch[i].due, batch[i].id, wakeup))
				return true;
		}
		if (count < limit)
			return false;
		after_due = batch[count - 1].due;
		after_id = batch[count - 1].id;
		limit = Min(limit * 4, LARGEST_BATCH);
	}
}

static bool
take_next(TimestampTz as_of, TimestampTz after_due, int64 after_id, WakeupRow *wakeup)
{
	static SqlStatement statement = {
		"DELETE FROM sfn.wakeup w USING ("
		" SELECT due, id FROM sfn.wakeup"
		" WHERE (due, id)" SQL_GT "($2, $3) AND due" SQL_LE "$1"
		" ORDER BY due, id LIMIT 1 FOR UPDATE SKIP LOCKED) next"
		" WHERE w.due" SQL_EQ "next.due AND w.id" SQL_EQ "next.id"
		WAKEUP_RESULT,
		3, {TIMESTAMPTZOID, TIMESTAMPTZOID, INT8OID}
	};
	SqlValues	values = {0};

	sfn_values_add(&values, TimestampTzGetDatum(as_of));
	sfn_values_add(&values, TimestampTzGetDatum(after_due));
	sfn_values_add(&values, Int64GetDatum(after_id));
	return run_for_wakeup(&statement, &values, wakeup);
}

static int
read_ahead(TimestampTz as_of, TimestampTz after_due, int64 after_id, int limit, Candidate *batch)
{
	static SqlStatement statement = {
		"SELECT due, id, machine, execution FROM sfn.wakeup"
		" WHERE (due, id)" SQL_GT "($2, $3) AND due" SQL_LE "$1"
		" ORDER BY due, id LIMIT $4",
		4, {TIMESTAMPTZOID, TIMESTAMPTZOID, INT8OID, INT8OID}
	};
	SqlValues	values = {0};
	SqlCaller	caller;
	int			count;

	sfn_sql_begin(&caller);
	sfn_values_add(&values, TimestampTzGetDatum(as_of));
	sfn_values_add(&values, TimestampTzGetDatum(after_due));
	sfn_values_add(&values, Int64GetDatum(after_id));
	sfn_values_add(&values, Int64GetDatum(limit));
	count = (int) sfn_sql_run(&statement, &values, false, 0);
	for (int i = 0; i < count; i++)
	{
		batch[i].due = DatumGetTimestampTz(sfn_sql_datum(i, 1));
		batch[i].id = sfn_sql_int64(i, 2);
		batch[i].machine = sfn_sql_int64(i, 3);
		(void) sfn_sql_uuid(i, 4, &batch[i].execution);
	}
	sfn_sql_end(&caller);
	return count;
}

/* false: it is gone, or somebody holds it. */
static bool
take(TimestampTz due, int64 id, WakeupRow *wakeup)
{
	static SqlStatement statement = {
		"DELETE FROM sfn.wakeup w USING ("
		" SELECT due, id FROM sfn.wakeup"
		" WHERE due" SQL_EQ "$1 AND id" SQL_EQ "$2 FOR UPDATE SKIP LOCKED) next"
		" WHERE w.due" SQL_EQ "next.due AND w.id" SQL_EQ "next.id"
		WAKEUP_RESULT,
		2, {TIMESTAMPTZOID, INT8OID}
	};
	SqlValues	values = {0};

	sfn_values_add(&values, TimestampTzGetDatum(due));
	sfn_values_add(&values, Int64GetDatum(id));
	return run_for_wakeup(&statement, &values, wakeup);
}

/* Run what touches one wakeup at most.  false: none. */
static bool
run_for_wakeup(SqlStatement *statement, SqlValues *values, WakeupRow *wakeup)
{
	SqlCaller	caller;
	bool		found;

	sfn_sql_begin(&caller);
	found = sfn_sql_run(statement, values, false, 0) > 0;
	if (found)
		fill_wakeup(wakeup);
	sfn_sql_end(&caller);
	return found;
}

static void
fill_wakeup(WakeupRow *wakeup)
{
	wakeup->due = DatumGetTimestampTz(sfn_sql_datum(0, 1));
	wakeup->id = sfn_sql_int64(0, 2);
	(void) sfn_sql_uuid(0, 3, &wakeup->execution);
	wakeup->branch = sfn_sql_int64(0, 4);
	wakeup->kind = (WakeupKind) sfn_sql_int16(0, 5);
	wakeup->has_detail = sfn_sql_uuid(0, 6, &wakeup->detail);
	wakeup->machine = sfn_sql_int64(0, 7);
	wakeup->attempts = sfn_sql_int16(0, 8);
	wakeup->crashes = sfn_sql_int16(0, 9);
}

bool
sfn_wakeup_mark(TimestampTz as_of, TimestampTz after_due, int64 after_id, WakeupRow *wakeup)
{
	static SqlStatement statement = {
		"UPDATE sfn.wakeup w SET crashes = crashes OPERATOR(pg_catalog.+) 1::pg_catalog.int2 FROM ("
		" SELECT due, id FROM sfn.wakeup"
		" WHERE (due, id)" SQL_GT "($2, $3) AND due" SQL_LE "$1"
		" ORDER BY due, id LIMIT 1 FOR UPDATE SKIP LOCKED) next"
		" WHERE w.due" SQL_EQ "next.due AND w.id" SQL_EQ "next.id"
		WAKEUP_RESULT,
		3, {TIMESTAMPTZOID, TIMESTAMPTZOID, INT8OID}
	};
	SqlValues	values = {0};

	sfn_values_add(&values, TimestampTzGetDatum(as_of));
	sfn_values_add(&values, TimestampTzGetDatum(after_due));
	sfn_values_add(&values, Int64GetDatum(after_id));
	return run_for_wakeup(&statement, &values, wakeup);
}

bool
sfn_wakeup_take_marked(const WakeupRow *marked)
{
	WakeupRow	taken;

	return take(marked->due, marked->id, &taken);
}

void
sfn_wakeup_delete(const Timer *timer)
{
	static SqlStatement statement = {
		"DELETE FROM sfn.wakeup w USING ("
		" SELECT due, id FROM sfn.wakeup"
		" WHERE due" SQL_EQ "$1 AND id" SQL_EQ "$2 FOR UPDATE SKIP LOCKED) free"
		" WHERE w.due" SQL_EQ "free.due AND w.id" SQL_EQ "free.id",
		2, {TIMESTAMPTZOID, INT8OID}
	};
	SqlValues	values = {0};

	sfn_values_add(&values, TimestampTzGetDatum(timer->stored_due));
	sfn_values_add(&values, Int64GetDatum(timer->stored_id));
	(void) sfn_sql_run(&statement, &values, false, 0);
}

void
sfn_wakeup_insert(const WakeupRow *wakeup, int64 machine)
{
	WakeupRow	row = *wakeup;

	row.id = sfn_sequence_next("wakeup_id");
	sfn_wakeup_rows_insert(machine, list_make1(&row));
}

void
sfn_wakeup_put_off(const WakeupRow *wakeup, TimestampTz due)
{
	static SqlStatement statement = {
		"UPDATE sfn.wakeup w SET due = $3, attempts = $4, crashes = $5 FROM ("
		" SELECT due, id FROM sfn.wakeup"
		" WHERE due" SQL_EQ "$1 AND id" SQL_EQ "$2 FOR UPDATE SKIP LOCKED) free"
		" WHERE w.due" SQL_EQ "free.due AND w.id" SQL_EQ "free.id",
		5, {TIMESTAMPTZOID, INT8OID, TIMESTAMPTZOID, INT2OID, INT2OID}
	};
	SqlValues	values = {0};
	SqlCaller	caller;

	sfn_sql_begin(&caller);
	sfn_values_add(&values, TimestampTzGetDatum(wakeup->due));
	sfn_values_add(&values, Int64GetDatum(wakeup->id));
	sfn_values_add(&values, TimestampTzGetDatum(due));
	sfn_values_add(&values, Int16GetDatum(wakeup->attempts));
	sfn_values_add(&values, Int16GetDatum(wakeup->crashes));
	(void) sfn_sql_run(&statement, &values, false, 0);
	sfn_sql_end(&caller);
	note_inserted(due);
}

TimestampTz
sfn_wakeup_next_due(TimestampTz now, bool *overdue)
{
	static SqlStatement statement = {
		"SELECT (SELECT due FROM sfn.wakeup WHERE due" SQL_GT "$1 ORDER BY due, id LIMIT 1),"
		" EXISTS (SELECT FROM sfn.wakeup WHERE due" SQL_LE "$1)",
		1, {TIMESTAMPTZOID}
	};
	SqlValues	values = {0};
	SqlCaller	caller;
	TimestampTz due = DT_NOEND;

	sfn_sql_begin(&caller);
	sfn_values_add(&values, TimestampTzGetDatum(now));
	(void) sfn_sql_run(&statement, &values, false, 0);
	if (!sfn_sql_is_null(0, 1))
		due = DatumGetTimestampTz(sfn_sql_datum(0, 1));
	*overdue = sfn_sql_bool(0, 2);
	sfn_sql_end(&caller);
	return due;
}

void
sfn_wakeup_rows_insert(int64 machine, const List *wakeups)
{
	RowWriter  *writer = sfn_row_writer_open("wakeup", WAKEUP_COLUMNS);
	ListCell   *cell;

	foreach(cell, wakeups)
		write_wakeup(writer, machine, lfirst(cell));
	sfn_row_writer_close(writer);
}

static void
write_wakeup(RowWriter *writer, int64 machine, const WakeupRow *wakeup)
{
	SqlValues	row = {0};

	sfn_values_add(&row, TimestampTzGetDatum(wakeup->due));
	sfn_values_add(&row, Int64GetDatum(wakeup->id));
	sfn_values_add(&row, Int64GetDatum(machine));
	sfn_values_add(&row, UUIDPGetDatum(&wakeup->execution));
	sfn_values_add_if(&row, wakeup->branch != 0, Int64GetDatum(wakeup->branch));
	sfn_values_add_if(&row, wakeup->has_detail, UUIDPGetDatum(&wakeup->detail));
	sfn_values_add(&row, Int16GetDatum(wakeup->kind));
	sfn_values_add(&row, Int16GetDatum(wakeup->attempts));
	sfn_values_add(&row, Int16GetDatum(wakeup->crashes));
	sfn_row_write(writer, &row);
	note_inserted(wakeup->due);
}

static void
note_inserted(TimestampTz due)
{
	earliest_inserted = Min(earliest_inserted, due);
	if (sfn_wakeup_inserted != NULL)
		sfn_wakeup_inserted(due);
}

TimestampTz
sfn_wakeup_inserted_since(void)
{
	TimestampTz earliest = earliest_inserted;

	earliest_inserted = DT_NOEND;
	return earliest;
}
