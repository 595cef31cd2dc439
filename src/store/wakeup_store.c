/*-------------------------------------------------------------------------
 *
 * wakeup_store.c
 *	  Rows of sfn.wakeup: the one queue of what is due.
 *
 * The table has one index, (due, id), which is both key and order.  A wakeup is
 * taken by deleting it; the lock on the deleted row keeps others from
 * it until the transaction ends, and a rollback gives it back.
 *
 * Who may not be served is skipped in C, where the deciding function is, and so
 * are those that somebody else holds.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "access/stratnum.h"
#include "catalog/pg_type.h"
#include "miscadmin.h"
#include "store/heap_row.h"
#include "store/keyed_row.h"
#include "store/sql.h"
#include "store/table_columns.h"
#include "store/wakeup_store.h"
#include "utils/fmgroids.h"
#include "utils/timestamp.h"

static const RowKey wakeup_key = {"wakeup", WAKEUP_COLUMNS, "wakeup_pkey", InvalidOid};
static const RowKey wakeup_machine_key = {"wakeup", WAKEUP_COLUMNS, "wakeup_machine", InvalidOid};

/* Which wakeups a search wants */
typedef struct Wanted
{
	TimestampTz as_of;
	TimestampTz after_due;
	int64		after_id;
	bool		(*may_drive) (const WakeupRow *wakeup);
} Wanted;

/* What sfn_wakeup_take_next has come past */
typedef struct Passing
{
	WakeupSearch *search;
	WakeupPlace last;			/* the latest one; or where the search began */
	bool		is_to_take;		/* it is taken, unless it turns out that somebody holds it */
	bool		is_over;
} Passing;

/* What follows the wakeup that was taken last */
static RowsAhead ahead;
static WakeupPlace latest;

/*
 * The earliest due time inserted since somebody asked; see
 * sfn_wakeup_inserted_since.
 */
static TimestampTz earliest_inserted = DT_NOEND;

void		(*sfn_wakeup_inserted) (TimestampTz due) = NULL;

static void init_after(ScanKey key, ScanKey members, TimestampTz after_due, int64 after_id);
static bool is_wanted(const RowView *row, void *arg);
static bool pass(const RowView *row, void *arg);
static void last_is_held(Passing *passing);
static bool see(const RowView *row, void *arg);
static bool take_row(const RowKey *key, const RowWish *wish, WakeupRow *wakeup);
static bool take(TimestampTz due, int64 id, KeyedRow *row);
static void read_wakeup(const RowView *row, WakeupRow *wakeup);
static void note_inserted(TimestampTz due);
static void write_wakeup(RowWriter *writer, int64 machine, const WakeupRow *wakeup);

bool
sfn_wakeup_take(TimestampTz as_of, TimestampTz after_due, int64 after_id,
				bool (*may_drive) (const WakeupRow *wakeup), WakeupRow *wakeup)
{
	Wanted		wanted = {as_of, after_due, after_id, may_drive};
	ScanKeyData members[2];
	ScanKeyData keys[2];
	RowWish		wish = {keys, 2, is_wanted, &wanted, &ahead};

	if (after_due != latest.due || after_id != latest.id)
		ahead.count = 0;
	init_after(keys, members, after_due, after_id);
	ScanKeyInit(&keys[1], 1, BTLessEqualStrategyNumber, F_TIMESTAMPTZ_LE, TimestampTzGetDatum(as_of));
	if (!take_row(&wakeup_key, &wish, wakeup))
		return false;
	latest.due = wakeup->due;
	latest.id = wakeup->id;
	return true;
}

/* (due, id) > (after_due, after_id) */
static void
init_after(ScanKey key, ScanKey members, TimestampTz after_due, int64 after_id)
{
	ScanKeyEntryInitialize(&members[0], SK_ROW_MEMBER, 1, BTGreaterStrategyNumber, InvalidOid, InvalidOid,
						   F_TIMESTAMPTZ_CMP, TimestampTzGetDatum(after_due));
	ScanKeyEntryInitialize(&members[1], SK_ROW_MEMBER | SK_ROW_END, 2, BTGreaterStrategyNumber, InvalidOid, InvalidOid,
						   F_BTINT8CMP, Int64GetDatum(after_id));
	memset(key, 0, sizeof(*key));
	key->sk_flags = SK_ROW_HEADER;
	key->sk_attno = 1;
	key->sk_strategy = BTGreaterStrategyNumber;
	key->sk_argument = PointerGetDatum(members);
}

static bool
is_wanted(const RowView *row, void *arg)
{
	const Wanted *wanted = arg;
	WakeupRow	wakeup;

	read_wakeup(row, &wakeup);
	return wakeup.due <= wanted->as_of &&
		(wakeup.due > wanted->after_due || (wakeup.due == wanted->after_due && wakeup.id > wanted->after_id)) &&
		(wanted->may_drive == NULL || wanted->may_drive(&wakeup));
}

void
sfn_wakeup_look_anew(void)
{
	ahead.count = 0;
}

bool
sfn_wakeup_take_next(WakeupSearch *search, WakeupRow *wakeup)
{
	Passing		passing = {.search = search, .last = search->after};
	ScanKeyData members[2];
	ScanKeyData keys[2];
	RowWish		wish = {keys, 2, pass, &passing, &ahead, &passing.is_over};

	if (search->after.due != latest.due || search->after.id != latest.id)
		ahead.count = 0;
	init_after(keys, members, search->after.due, search->after.id);
	ScanKeyInit(&keys[1], 1, BTLessEqualStrategyNumber, F_TIMESTAMPTZ_LE, TimestampTzGetDatum(search->until));
	search->next_due = search->until;
	if (take_row(&wakeup_key, &wish, wakeup))
	{
		search->after = latest = passing.last;
		return true;
	}
	last_is_held(&passing);
	search->after.due = Max(search->after.due, search->as_of);
	search->after.id = PG_INT64_MAX;
	return false;
}

/* A search that finds nothing ahead begins anew, and comes past the same ones. */
static bool
pass(const RowView *row, void *arg)
{
	Passing    *passing = arg;
	WakeupSearch *search = passing->search;
	WakeupPlace place = {sfn_view_time(row, COL_WAKEUP_DUE, 0), sfn_view_int64(row, COL_WAKEUP_ID)};

	if (place.due < passing->last.due || (place.due == passing->last.due && place.id <= passing->last.id))
		return false;
	if (place.due > search->as_of)
	{
		search->next_due = Min(search->next_due, place.due);
		passing->is_over = true;
		return false;
	}
	last_is_held(passing);
	passing->last = place;
	passing->is_to_take = true;
	return true;
}

static void
last_is_held(Passing *passing)
{
	if (passing->is_to_take)
		passing->search->held(&passing->last, passing->search->arg);
	passing->is_to_take = false;
}

bool
sfn_wakeup_take_at(const WakeupPlace *place, WakeupRow *wakeup, bool *is_there)
{
	ScanKeyData keys[2];
	RowWish		wish = {keys, 2, see, is_there};

	*is_there = false;
	ScanKeyInit(&keys[0], 1, BTEqualStrategyNumber, F_TIMESTAMPTZ_EQ, TimestampTzGetDatum(place->due));
	ScanKeyInit(&keys[1], 2, BTEqualStrategyNumber, F_INT8EQ, Int64GetDatum(place->id));
	return take_row(&wakeup_key, &wish, wakeup);
}

static bool
see(const RowView *row, void *arg)
{
	*(bool *) arg = true;
	return true;
}

bool
sfn_wakeup_take_of(int64 machine, TimestampTz from, TimestampTz as_of, WakeupRow *wakeup)
{
	ScanKeyData keys[3];
	RowWish		wish = {keys, 3};

	ScanKeyInit(&keys[0], 1, BTEqualStrategyNumber, F_INT8EQ, Int64GetDatum(machine));
	ScanKeyInit(&keys[1], 2, BTGreaterEqualStrategyNumber, F_TIMESTAMPTZ_GE, TimestampTzGetDatum(from));
	ScanKeyInit(&keys[2], 2, BTLessEqualStrategyNumber, F_TIMESTAMPTZ_LE, TimestampTzGetDatum(as_of));
	return take_row(&wakeup_machine_key, &wish, wakeup);
}

static bool
take_row(const RowKey *key, const RowWish *wish, WakeupRow *wakeup)
{
	KeyedRow	row;

	if (!sfn_keyed_row_take(&row, key, wish))
		return false;
	read_wakeup(&row.view, wakeup);
	sfn_keyed_row_release(&row);
	return true;
}

/* false: it is gone, or somebody holds it. */
static bool
take(TimestampTz due, int64 id, KeyedRow *row)
{
	ScanKeyData keys[2];
	RowWish		wish = {keys, 2};

	ScanKeyInit(&keys[0], 1, BTEqualStrategyNumber, F_TIMESTAMPTZ_EQ, TimestampTzGetDatum(due));
	ScanKeyInit(&keys[1], 2, BTEqualStrategyNumber, F_INT8EQ, Int64GetDatum(id));
	return sfn_keyed_row_take(row, &wakeup_key, &wish);
}

static void
read_wakeup(const RowView *row, WakeupRow *wakeup)
{
	wakeup->due = sfn_view_time(row, COL_WAKEUP_DUE, 0);
	wakeup->id = sfn_view_int64(row, COL_WAKEUP_ID);
	wakeup->machine = sfn_view_int64(row, COL_WAKEUP_MACHINE);
	(void) sfn_view_uuid(row, COL_WAKEUP_EXECUTION, &wakeup->execution);
	wakeup->branch = sfn_view_int64(row, COL_WAKEUP_BRANCH);
	wakeup->has_detail = sfn_view_uuid(row, COL_WAKEUP_DETAIL, &wakeup->detail);
	wakeup->kind = (WakeupKind) sfn_view_int16(row, COL_WAKEUP_KIND);
	wakeup->attempts = sfn_view_int16(row, COL_WAKEUP_ATTEMPTS);
	wakeup->crashes = sfn_view_int16(row, COL_WAKEUP_CRASHES);
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
		" RETURNING w.due, w.id, machine, execution, branch, detail, kind, attempts, crashes",
		3, {TIMESTAMPTZOID, TIMESTAMPTZOID, INT8OID}
	};
	SqlValues	values = {0};
	SqlCaller	caller;
	RowView		row;
	bool		found;

	sfn_sql_begin(&caller);
	sfn_values_add(&values, TimestampTzGetDatum(as_of));
	sfn_values_add(&values, TimestampTzGetDatum(after_due));
	sfn_values_add(&values, Int64GetDatum(after_id));
	found = sfn_sql_run(&statement, &values, false, 0) > 0;
	if (found)
	{
		sfn_sql_view(0, &row);
		read_wakeup(&row, wakeup);
	}
	sfn_sql_end(&caller);
	return found;
}

bool
sfn_wakeup_take_marked(const WakeupRow *marked)
{
	KeyedRow	row;

	if (!take(marked->due, marked->id, &row))
		return false;
	sfn_keyed_row_release(&row);
	return true;
}

void
sfn_wakeup_delete(const Timer *timer)
{
	KeyedRow	row;

	if (take(timer->stored_due, timer->stored_id, &row))
		sfn_keyed_row_release(&row);
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
	sfn_wakeup_note_earliest(due);
	if (sfn_wakeup_inserted != NULL)
		sfn_wakeup_inserted(due);
}

void
sfn_wakeup_note_earliest(TimestampTz due)
{
	ahead.count = 0;
	earliest_inserted = Min(earliest_inserted, due);
}

TimestampTz
sfn_wakeup_inserted_since(void)
{
	TimestampTz earliest = earliest_inserted;

	earliest_inserted = DT_NOEND;
	return earliest;
}
