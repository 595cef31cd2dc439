/*-------------------------------------------------------------------------
 *
 * execution_read.c
 *	  Look at executions and their history, without locks.
 *
 * Works in read-only transactions and on standbys.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "catalog/pg_type.h"
#include "miscadmin.h"
#include "store/execution_store.h"
#include "store/history_codec.h"
#include "store/keyed_row.h"
#include "store/sql.h"
#include "store/table_columns.h"
#include "store/wakeup_store.h"
#include "utils/memutils.h"
#include "utils/timestamp.h"

/* How many chunks of history are read at a time */
#define CHUNKS_AT_A_TIME 20

/* What read_row reads; the last two are left out where they are not asked for. */
#define EXECUTION_RESULT \
	"id, machine, revision, name, async, status, error, cause, start_date, stop_date," \
	" redrive_count, redrive_date, trace_header, version, alias, last_event"
#define EXECUTION_PAYLOADS ", input, output"

/* Where sfn_history_read is */
typedef struct HistoryReader
{
	const pg_uuid_t *id;
	const StateMachine *machine;
	bool		(*visit) (const Event *event, void *arg);
	void	   *arg;
	MemoryContext caller;		/* visit runs in it */
	Jsonb	   *input;
	Jsonb	   *output;
	bytea	   *chunks[CHUNKS_AT_A_TIME];
	int64		last_chunk;		/* first_id of the last one read from sfn.history_chunk */
} HistoryReader;

static ExecutionRow *fetch(const pg_uuid_t *id, bool newest);
static ExecutionRow *read_row(MemoryContext context, uint64 row, bool payloads);
static int	read_head(HistoryReader *reader);
static int	read_chunks(HistoryReader *reader);
static bool visit_chunks(HistoryReader *reader, int count);

bool
sfn_execution_head(const pg_uuid_t *id, ExecutionHead *head)
{
	KeyedRow	row;

	if (!sfn_keyed_row_find(&row, &sfn_execution_key, UUIDPGetDatum(id), ROW_READ))
		return false;
	head->machine = sfn_view_int64(&row.view, COL_EXECUTION_MACHINE);
	head->revision = sfn_view_int64(&row.view, COL_EXECUTION_REVISION);
	head->status = (ExecutionStatus) sfn_view_int16(&row.view, COL_EXECUTION_STATUS);
	head->async = sfn_view_bool(&row.view, COL_EXECUTION_ASYNC);
	head->has_parent = sfn_view_uuid(&row.view, COL_EXECUTION_PARENT_EXECUTION, &head->parent);
	sfn_keyed_row_release(&row);
	return true;
}

ExecutionRow *
sfn_execution_fetch(const pg_uuid_t *id)
{
	return fetch(id, false);
}

ExecutionRow *
sfn_execution_fetch_newest(const pg_uuid_t *id)
{
	return fetch(id, true);
}

static ExecutionRow *
fetch(const pg_uuid_t *id, bool newest)
{
	static SqlStatement committed = {
		"SELECT " EXECUTION_RESULT EXECUTION_PAYLOADS " FROM sfn.execution WHERE id" SQL_EQ "$1",
		1, {UUIDOID}
	};
	static SqlStatement shown = {
		"SELECT " EXECUTION_RESULT EXECUTION_PAYLOADS " FROM sfn.execution WHERE id" SQL_EQ "$1",
		1, {UUIDOID}, .by_snapshot = true
	};
	MemoryContext context = CurrentMemoryContext;
	SqlValues	values = {0};
	SqlCaller	caller;
	ExecutionRow *row = NULL;

	sfn_sql_begin(&caller);
	sfn_values_add(&values, UUIDPGetDatum(id));
	if (sfn_sql_run(newest ? &committed : &shown, &values, false, 0) > 0)
		row = read_row(context, 0, true);
	sfn_sql_end(&caller);
	return row;
}

List *
sfn_execution_list(const ExecutionFilter *filter, int limit, const pg_uuid_t *before)
{
	static SqlStatement any_status = {
		"SELECT " EXECUTION_RESULT " FROM sfn.execution"
		" WHERE machine" SQL_EQ "$1 AND id" SQL_LT "$2"
		" ORDER BY machine DESC, id DESC LIMIT $3",
		3, {INT8OID, UUIDOID, INT4OID}, .by_snapshot = true
	};
	static SqlStatement running = {
		"SELECT " EXECUTION_RESULT " FROM sfn.execution"
		" WHERE machine" SQL_EQ "$1 AND id" SQL_LT "$2 AND status" SQL_EQ "0"
		" ORDER BY machine DESC, id DESC LIMIT $3",
		3, {INT8OID, UUIDOID, INT4OID}, .by_snapshot = true
	};
	static SqlStatement one_status = {
		"SELECT " EXECUTION_RESULT " FROM sfn.execution"
		" WHERE machine" SQL_EQ "$1 AND id" SQL_LT "$2 AND status" SQL_EQ "$4"
		" ORDER BY machine DESC, id DESC LIMIT $3",
		4, {INT8OID, UUIDOID, INT4OID, INT2OID}, .by_snapshot = true
	};
	static SqlStatement qualified = {
		"SELECT " EXECUTION_RESULT " FROM sfn.execution"
		" WHERE machine" SQL_EQ "$1 AND id" SQL_LT "$2"
		" AND ($4" SQL_LT "0 OR status" SQL_EQ "$4)"
		" AND ($5" SQL_EQ "0 OR version" SQL_EQ "$5) AND ($6 IS NULL OR alias" SQL_EQ "$6)"
		" ORDER BY machine DESC, id DESC LIMIT $3",
		6, {INT8OID, UUIDOID, INT4OID, INT2OID, INT4OID, TEXTOID}, .by_snapshot = true
	};
	SqlStatement *statement = filter->version != 0 || filter->alias != NULL ? &qualified :
		filter->status < 0 ? &any_status : filter->status == EXECUTION_RUNNING ? &running : &one_status;
	MemoryContext context = CurrentMemoryContext;
	SqlValues	values = {0};
	SqlCaller	caller;
	pg_uuid_t	newest;
	List	   *list = NIL;
	uint64		count;

	memset(&newest, 0xFF, sizeof(newest));
	sfn_sql_begin(&caller);
	sfn_values_add(&values, Int64GetDatum(filter->machine));
	sfn_values_add(&values, UUIDPGetDatum(before == NULL ? &newest : before));
	sfn_values_add(&values, Int32GetDatum(limit));
	if (statement == &one_status || statement == &qualified)
		sfn_values_add(&values, Int16GetDatum(filter->status));
	if (statement == &qualified)
	{
		sfn_values_add(&values, Int32GetDatum(filter->version));
		sfn_values_add_text(&values, filter->alias);
	}
	count = sfn_sql_run(statement, &values, false, 0);
	for (uint64 i = 0; i < count; i++)
	{
		ExecutionRow *row = read_row(context, i, false);
		MemoryContext old = MemoryContextSwitchTo(context);

		list = lappend(list, row);
		MemoryContextSwitchTo(old);
	}
	sfn_sql_end(&caller);
	return list;
}

static ExecutionRow *
read_row(MemoryContext context, uint64 row, bool payloads)
{
	ExecutionRow *execution = MemoryContextAllocZero(context, sizeof(ExecutionRow));

	(void) sfn_sql_uuid(row, 1, &execution->id);
	execution->machine = sfn_sql_int64(row, 2);
	execution->revision = sfn_sql_int64(row, 3);
	execution->name = sfn_sql_text(context, row, 4);
	execution->async = sfn_sql_bool(row, 5);
	execution->status = (ExecutionStatus) sfn_sql_int16(row, 6);
	execution->error = sfn_sql_text(context, row, 7);
	execution->cause = sfn_sql_text(context, row, 8);
	execution->start_date = DatumGetTimestampTz(sfn_sql_datum(row, 9));
	execution->stop_date = DatumGetTimestampTz(sfn_sql_datum(row, 10));
	execution->redrive_count = sfn_sql_int32(row, 11);
	execution->redrive_date = DatumGetTimestampTz(sfn_sql_datum(row, 12));
	execution->trace_header = sfn_sql_text(context, row, 13);
	execution->version = sfn_sql_int32(row, 14);
	execution->alias = sfn_sql_text(context, row, 15);
	execution->last_event = sfn_sql_int64(row, 16);
	if (payloads)
	{
		execution->input = sfn_sql_jsonb(context, row, 17);
		execution->output = sfn_sql_jsonb(context, row, 18);
	}
	return execution;
}

/* Its timer, if it has one, goes with it. */
void
sfn_execution_delete(const pg_uuid_t *id)
{
	static SqlStatement statement = {
		"DELETE FROM sfn.execution WHERE id" SQL_EQ "$1 RETURNING timer_due, timer_id",
		1, {UUIDOID}
	};
	static SqlStatement chunks = {
		"DELETE FROM sfn.history_chunk WHERE execution" SQL_EQ "$1",
		1, {UUIDOID}
	};
	SqlValues	values = {0};
	SqlCaller	caller;

	sfn_sql_begin(&caller);
	sfn_values_add(&values, UUIDPGetDatum(id));
	if (sfn_sql_run(&statement, &values, false, 0) > 0 && !sfn_sql_is_null(0, 2))
	{
		Timer		timer = {
			.stored_due = DatumGetTimestampTz(sfn_sql_datum(0, 1)),
			.stored_id = sfn_sql_int64(0, 2)
		};

		sfn_wakeup_delete(&timer);
	}
	(void) sfn_sql_run(&chunks, &values, false, 0);
	sfn_sql_end(&caller);
}

/*
 * visit runs as the caller and may use SQL itself, so chunks are read some at a time and
 * nothing is held while events are visited.
 */
void
sfn_history_read(const pg_uuid_t *id, const StateMachine *machine,
				 bool (*visit) (const Event *event, void *arg), void *arg)
{
	MemoryContext context = AllocSetContextCreate(CurrentMemoryContext, "sfn history", ALLOCSET_DEFAULT_SIZES);
	MemoryContext old = MemoryContextSwitchTo(context);
	HistoryReader reader = {.id = id, .machine = machine, .visit = visit, .arg = arg, .caller = old};
	int			count = read_head(&reader);

	while (visit_chunks(&reader, count))
	{
		CHECK_FOR_INTERRUPTS();
		count = read_chunks(&reader);
		if (count == 0)
			break;
	}
	MemoryContextSwitchTo(old);
	MemoryContextDelete(context);
}

/* The execution's own columns; its chunk, if it has one, is the first. */
static int
read_head(HistoryReader *reader)
{
	static SqlStatement statement = {
		"SELECT input, output, events FROM sfn.execution WHERE id" SQL_EQ "$1",
		1, {UUIDOID}, .by_snapshot = true
	};
	MemoryContext context = CurrentMemoryContext;
	SqlValues	values = {0};
	SqlCaller	caller;
	int			count = 0;

	sfn_sql_begin(&caller);
	sfn_values_add(&values, UUIDPGetDatum(reader->id));
	if (sfn_sql_run(&statement, &values, false, 0) > 0)
	{
		reader->input = sfn_sql_jsonb(context, 0, 1);
		reader->output = sfn_sql_jsonb(context, 0, 2);
		reader->chunks[0] = (bytea *) sfn_sql_varlena(context, 0, 3);
		count = reader->chunks[0] != NULL;
	}
	sfn_sql_end(&caller);
	return count;
}

static int
read_chunks(HistoryReader *reader)
{
	static SqlStatement statement = {
		"SELECT first_id, events FROM sfn.history_chunk"
		" WHERE execution" SQL_EQ "$1 AND first_id" SQL_GT "$2 ORDER BY execution, first_id",
		2, {UUIDOID, INT8OID}, .by_snapshot = true
	};
	MemoryContext context = CurrentMemoryContext;
	SqlValues	values = {0};
	SqlCaller	caller;
	int			count;

	sfn_sql_begin(&caller);
	sfn_values_add(&values, UUIDPGetDatum(reader->id));
	sfn_values_add(&values, Int64GetDatum(reader->last_chunk));
	count = (int) sfn_sql_run(&statement, &values, false, CHUNKS_AT_A_TIME);
	for (int i = 0; i < count; i++)
	{
		reader->last_chunk = sfn_sql_int64(i, 1);
		reader->chunks[i] = (bytea *) sfn_sql_varlena(context, i, 2);
	}
	sfn_sql_end(&caller);
	return count;
}

/* false: visit has seen enough. */
static bool
visit_chunks(HistoryReader *reader, int count)
{
	MemoryContext context = AllocSetContextCreate(CurrentMemoryContext, "sfn history chunk", ALLOCSET_DEFAULT_SIZES);
	MemoryContext old = MemoryContextSwitchTo(context);
	bool		more = true;

	for (int i = 0; i < count && more; i++)
	{
		HistoryDecoder *decoder = sfn_history_decoder_create(reader->chunks[i], reader->machine,
															 reader->input, reader->output);
		Event		event;

		while (more && sfn_history_decode(decoder, &event))
		{
			MemoryContextSwitchTo(reader->caller);
			more = reader->visit(&event, reader->arg);
			MemoryContextSwitchTo(context);
		}
		MemoryContextReset(context);
		pfree(reader->chunks[i]);
	}
	MemoryContextSwitchTo(old);
	MemoryContextDelete(context);
	return more;
}
