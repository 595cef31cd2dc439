/*-------------------------------------------------------------------------
 *
 * execution_store.c
 *	  Flush: write what an execution has become.
 *
 * A flush goes through the loaded tree once and sorts out what is new, what
 * changed and what is gone; ids come from sequences on the way, so rows can be
 * written in any order.  Then it changes and removes rows (keyed_row.c), and adds the
 * new ones (heap_row.c).  An execution that was created and has ended since is
 * one new row; nothing else is looked at.
 *
 * History: events go to the encoder as they happen.  The chunk that begins
 * with event 1 becomes part of the execution's row, every later one a row of
 * sfn.history_chunk.  A chunk that gets full in the middle of a long stretch
 * is written at once (the first one is kept until the row is), so that memory
 * stays bounded.
 *
 * Wakeups.  Whoever takes a wakeup locks it and then waits for the execution, which the
 * flush holds; so the flush must not wait for wakeups.  It skips one that is locked:
 * its taker will find that the timer is no longer that wakeup's, and drop it.  In the
 * same way it skips branches that are to be removed and are locked (execution_share.c).
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "access/stratnum.h"
#include "catalog/pg_type.h"
#include "miscadmin.h"
#include "store/branch_row.h"
#include "store/execution_record.h"
#include "store/execution_store.h"
#include "store/heap_row.h"
#include "store/keyed_row.h"
#include "store/table_columns.h"
#include "store/wakeup_store.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/memutils.h"
#include "utils/timestamp.h"

/* When a chunk is full */
#define CHUNK_EVENTS 1000
#define CHUNK_BYTES (1024 * 1024)

/* What one flush has to do */
typedef struct Flush
{
	Execution  *execution;
	ExecutionRecord *record;
	List	   *new_branches;	/* of Branch * */
	List	   *changed_branches;
	List	   *new_tasks;		/* of Branch * */
	List	   *changed_tasks;
	List	   *new_wakeups;	/* of WakeupRow * */
	List	   *gone_wakeups;	/* of Timer * */
	List	   *joins;			/* of NewOutputs * */
	List	   *stale_outputs;	/* of int64 *: parents */
	bytea	   *first_chunk;	/* for sfn.execution.events; NULL: nothing new */
	bytea	   *next_chunk;		/* for sfn.history_chunk; NULL: none */
	int64		next_chunk_id;
	MemoryContext caller;
	List	   *leftovers;		/* of int64 *, in the caller's context: branches that could not be removed */
} Flush;

static void finish_chunk(Flush *flush);
static void insert_chunk(const Execution *execution, int64 first_id, const bytea *chunk);
static void collect_branch(Flush *flush, Branch *branch);
static void collect_join(Flush *flush, Branch *branch, const StoredBranch *stored);
static void collect_task(Flush *flush, Branch *branch);
static void collect_timer(Flush *flush, Timer *timer, WakeupKind stored_kind, int64 branch_id);
static void collect_removed(Flush *flush);
static void insert_execution(const Flush *flush);
static void change_rows(Flush *flush);
static void update_execution(const Flush *flush);
static void remove_rows(Flush *flush);
static void note_leftover(Flush *flush, int64 branch_id);
static void delete_outputs(const List *parents);
static void remove_all_rows(Flush *flush);
static void insert_rows(const Flush *flush);
static void note_flushed(Flush *flush);

void
sfn_execution_record(Execution *execution, const Event *event)
{
	ExecutionRecord *record = sfn_record_get(execution);
	MemoryContext old;
	bytea	   *chunk;
	int64		first_id;
	int			count;

	if (record->encoder == NULL)
		record->encoder = sfn_history_encoder_create(execution->context, execution->input);
	sfn_history_encode(record->encoder, event);
	if (sfn_history_encoder_count(record->encoder) < CHUNK_EVENTS &&
		sfn_history_encoder_size(record->encoder) < CHUNK_BYTES)
		return;

	old = MemoryContextSwitchTo(execution->context);
	chunk = sfn_history_encoder_finish(record->encoder, NULL, &first_id, &count);
	if (first_id == 1)
		record->first_chunk = chunk;
	else
	{
		insert_chunk(execution, first_id, chunk);
		pfree(chunk);
	}
	MemoryContextSwitchTo(old);
}

/*
 * Error 23505 on index execution_name: the name was given to another execution
 * that committed meanwhile; the caller turns that into ExecutionAlreadyExists.
 */
List *
sfn_execution_flush(Execution *execution)
{
	MemoryContext old = MemoryContextSwitchTo(execution->step);
	Flush		flush = {.execution = execution, .record = sfn_record_get(execution), .caller = old};

	finish_chunk(&flush);
	if (execution->status == EXECUTION_RUNNING || execution->stored)
	{
		collect_timer(&flush, &execution->timer, WAKEUP_EXECUTION_TIMEOUT, 0);
		collect_removed(&flush);
		if (execution->root != NULL)
			collect_branch(&flush, execution->root);
	}
	if (execution->stored)
		change_rows(&flush);
	else
		insert_execution(&flush);
	insert_rows(&flush);
	note_flushed(&flush);

	MemoryContextSwitchTo(old);
	MemoryContextReset(execution->step);
	return flush.leftovers;
}

/* ------------------------------------------------------------- sorting out */

static void
finish_chunk(Flush *flush)
{
	ExecutionRecord *record = flush->record;
	bytea	   *chunk;
	int64		first_id;
	int			count;

	flush->first_chunk = record->first_chunk;
	if (record->encoder == NULL || sfn_history_encoder_count(record->encoder) == 0)
		return;
	chunk = sfn_history_encoder_finish(record->encoder, flush->execution->output, &first_id, &count);
	if (first_id == 1)
		flush->first_chunk = chunk;
	else
	{
		flush->next_chunk = chunk;
		flush->next_chunk_id = first_id;
	}
}

static void
collect_branch(Flush *flush, Branch *branch)
{
	StoredBranch *stored = NULL;
	dlist_iter	iter;

	check_stack_depth();
	CHECK_FOR_INTERRUPTS();
	if (branch->id == 0)
	{
		branch->id = sfn_sequence_next("branch_id");
		flush->new_branches = lappend(flush->new_branches, branch);
	}
	else
	{
		stored = sfn_record_find_branch(flush->execution, branch->id);
		Assert(stored != NULL);
		if (branch->dirty)
			flush->changed_branches = lappend(flush->changed_branches, branch);
	}
	if (stored == NULL || branch->dirty)
	{
		collect_timer(flush, &branch->timer, stored == NULL ? WAKEUP_NONE : stored->timer_kind, branch->id);
		collect_join(flush, branch, stored);
	}
	if (branch->pending != NULL)
		collect_task(flush, branch);

	dlist_foreach(iter, &branch->children)
		collect_branch(flush, dlist_container(Branch, sibling, iter.cur));
}

/*
 * A join's rows of outputs are its own: those of an earlier one, of a Map that
 * is retried, go.
 */
static void
collect_join(Flush *flush, Branch *branch, const StoredBranch *stored)
{
	BranchJoin *join = branch->join;
	NewOutputs *new_outputs;

	if (stored != NULL && stored->has_outputs &&
		(join == NULL || join->started_event != stored->join_event || stored->read_outputs))
	{
		int64	   *id = palloc(sizeof(int64));

		*id = branch->id;
		flush->stale_outputs = lappend(flush->stale_outputs, id);
		if (join != NULL)
			join->stored_outputs = 0;
	}
	if (join == NULL)
		return;
	new_outputs = sfn_join_new_outputs(branch);
	if (new_outputs != NULL)
		flush->joins = lappend(flush->joins, new_outputs);
}

static void
collect_task(Flush *flush, Branch *branch)
{
	PendingTask *pending = branch->pending;

	if (pending->id == 0)
	{
		pending->id = sfn_sequence_next("task_id");
		flush->new_tasks = lappend(flush->new_tasks, branch);
	}
	else if (pending->dirty)
		flush->changed_tasks = lappend(flush->changed_tasks, branch);
}

/*
 * Make the stored wakeup agree with the timer.  What is due at the end of time
 * is never due.
 */
static void
collect_timer(Flush *flush, Timer *timer, WakeupKind stored_kind, int64 branch_id)
{
	bool		running = timer->kind != WAKEUP_NONE && !TIMESTAMP_IS_NOEND(timer->due);

	if (timer->stored_id != 0 &&
		(!running || timer->due != timer->stored_due || timer->kind != stored_kind))
	{
		Timer	   *gone = palloc(sizeof(Timer));

		*gone = *timer;
		flush->gone_wakeups = lappend(flush->gone_wakeups, gone);
		timer->stored_id = 0;
	}
	if (running && timer->stored_id == 0)
	{
		WakeupRow  *wakeup = palloc0(sizeof(WakeupRow));

		wakeup->id = timer->stored_id = sfn_sequence_next("wakeup_id");
		wakeup->due = timer->stored_due = timer->due;
		wakeup->execution = flush->execution->id;
		wakeup->branch = branch_id;
		wakeup->kind = timer->kind;
		flush->new_wakeups = lappend(flush->new_wakeups, wakeup);
	}
}

static void
collect_removed(Flush *flush)
{
	ListCell   *cell;

	foreach(cell, flush->execution->removed)
	{
		RemovedBranch *removed = lfirst(cell);
		const StoredBranch *stored = sfn_record_find_branch(flush->execution, removed->id);

		if (removed->timer.stored_id != 0)
			flush->gone_wakeups = lappend(flush->gone_wakeups, &removed->timer);
		if (stored != NULL && stored->has_outputs)
			flush->stale_outputs = lappend(flush->stale_outputs, &removed->id);
	}
}

/* ------------------------------------------------------------------ writing */

/*
 * The hot path: an execution that ends at once is this row and nothing else.
 */
static void
insert_execution(const Flush *flush)
{
	const Execution *execution = flush->execution;
	SqlValues	row = {0};

	sfn_values_add(&row, UUIDPGetDatum(&execution->id));
	sfn_values_add(&row, Int64GetDatum(execution->identity->machine_id));
	sfn_values_add(&row, Int64GetDatum(execution->identity->revision_id));
	sfn_values_add(&row, TimestampTzGetDatum(execution->start_date));
	sfn_values_add_time(&row, execution->stop_date, 0);
	sfn_values_add(&row, TimestampTzGetDatum(execution->clock));
	sfn_values_add(&row, Int64GetDatum(execution->last_event));
	sfn_values_add_timer(&row, &execution->timer);
	sfn_values_add_if(&row, execution->has_parent, UUIDPGetDatum(&execution->parent_execution));
	sfn_values_add_time(&row, execution->redrive_date, 0);
	sfn_values_add(&row, Int32GetDatum(execution->redrive_count));
	sfn_values_add_if(&row, execution->version != 0, Int32GetDatum(execution->version));
	sfn_values_add(&row, Int16GetDatum(execution->status));
	sfn_values_add_if(&row, execution->timer.stored_id != 0, Int16GetDatum(execution->timer.kind));
	sfn_values_add(&row, BoolGetDatum(execution->async));
	sfn_values_add(&row, BoolGetDatum(execution->identity->type == MACHINE_EXPRESS));
	sfn_values_add(&row, BoolGetDatum(execution->notifies));
	sfn_values_add_text(&row, execution->name_given ? execution->name : NULL);
	sfn_values_add_text(&row, execution->alias);
	sfn_values_add_text(&row, execution->trace_header);
	sfn_values_add_text(&row, execution->error.error);
	sfn_values_add_text(&row, execution->error.cause);
	sfn_values_add_document(&row, execution->input);
	sfn_values_add_document(&row, execution->output);
	sfn_values_add_pointer(&row, flush->first_chunk);
	sfn_row_insert("execution", &row);
}

static void
change_rows(Flush *flush)
{
	ListCell   *cell;

	/* As long as it is shared, nothing but the branch has changed. */
	if (!flush->execution->is_unsettled)
		update_execution(flush);
	foreach(cell, flush->changed_branches)
		sfn_branch_row_update(flush->execution, lfirst(cell));
	foreach(cell, flush->changed_tasks)
		sfn_task_row_update(((const Branch *) lfirst(cell))->pending);
	if (flush->execution->status != EXECUTION_RUNNING && flush->record->partly_loaded)
		remove_all_rows(flush);
	else
		remove_rows(flush);
	foreach(cell, flush->gone_wakeups)
		sfn_wakeup_delete(lfirst(cell));
}

static void
update_execution(const Flush *flush)
{
	const Execution *execution = flush->execution;
	const Timer *timer = &execution->timer;
	KeyedRow	row;

	if (!sfn_keyed_row_find(&row, &sfn_execution_key, UUIDPGetDatum(&execution->id), ROW_READ))
		elog(ERROR, "row of execution %s is gone", sfn_uuid_text(&execution->id));
	sfn_view_set_time(&row.view, COL_EXECUTION_STOP_DATE, execution->stop_date, 0);
	sfn_view_set(&row.view, COL_EXECUTION_CLOCK, TimestampTzGetDatum(execution->clock));
	sfn_view_set(&row.view, COL_EXECUTION_LAST_EVENT, Int64GetDatum(execution->last_event));
	sfn_view_set_if(&row.view, COL_EXECUTION_TIMER_DUE, timer->stored_id != 0, TimestampTzGetDatum(timer->stored_due));
	sfn_view_set_if(&row.view, COL_EXECUTION_TIMER_ID, timer->stored_id != 0, Int64GetDatum(timer->stored_id));
	sfn_view_set_if(&row.view, COL_EXECUTION_TIMER_KIND, timer->stored_id != 0, Int16GetDatum(timer->kind));
	sfn_view_set_time(&row.view, COL_EXECUTION_REDRIVE_DATE, execution->redrive_date, 0);
	sfn_view_set(&row.view, COL_EXECUTION_REDRIVE_COUNT, Int32GetDatum(execution->redrive_count));
	sfn_view_set(&row.view, COL_EXECUTION_STATUS, Int16GetDatum(execution->status));
	sfn_view_set_text(&row.view, COL_EXECUTION_ERROR, execution->error.error);
	sfn_view_set_text(&row.view, COL_EXECUTION_CAUSE, execution->error.cause);
	sfn_view_set_pointer(&row.view, COL_EXECUTION_OUTPUT, execution->output == NULL ? NULL : execution->output->jsonb);
	if (flush->first_chunk != NULL)
		sfn_view_set(&row.view, COL_EXECUTION_EVENTS, PointerGetDatum(flush->first_chunk));
	sfn_keyed_row_update(&row);
	sfn_keyed_row_release(&row);
}

/* What the tree lost since it was loaded. */
static void
remove_rows(Flush *flush)
{
	ListCell   *cell;

	foreach(cell, flush->execution->removed)
	{
		RemovedBranch *removed = lfirst(cell);

		CHECK_FOR_INTERRUPTS();
		if (removed->id != 0 && !sfn_keyed_row_remove(&sfn_branch_key, Int64GetDatum(removed->id)))
			note_leftover(flush, removed->id);
		else if (removed->task_id != 0)
			(void) sfn_keyed_row_remove(&sfn_task_key, Int64GetDatum(removed->task_id));
	}
	delete_outputs(flush->stale_outputs);
}

static void
note_leftover(Flush *flush, int64 branch_id)
{
	MemoryContext old = MemoryContextSwitchTo(flush->caller);
	int64	   *id = palloc(sizeof(int64));

	*id = branch_id;
	flush->leftovers = lappend(flush->leftovers, id);
	MemoryContextSwitchTo(old);
}

/* parents: of int64 * */
static void
delete_outputs(const List *parents)
{
	static SqlStatement statement = {
		"DELETE FROM sfn.branch_output WHERE branch" SQL_EQ "ANY ($1)", 1, {INT8ARRAYOID}
	};
	SqlValues	values = {0};
	SqlCaller	caller;
	Datum	   *elements;

	if (parents == NIL)
		return;
	elements = palloc(list_length(parents) * sizeof(Datum));
	for (int i = 0; i < list_length(parents); i++)
		elements[i] = Int64GetDatum(*(int64 *) list_nth(parents, i));
	sfn_values_add_pointer(&values, construct_array(elements, list_length(parents), INT8OID,
													sizeof(int64), FLOAT8PASSBYVAL, TYPALIGN_DOUBLE));
	sfn_sql_begin(&caller);
	(void) sfn_sql_run(&statement, &values, false, 0);
	sfn_sql_end(&caller);
}

/*
 * The execution has ended while some of its branches were not in memory.
 */
static void
remove_all_rows(Flush *flush)
{
	static SqlStatement removal = {
		"WITH gone AS ("
		"  DELETE FROM sfn.branch WHERE id" SQL_EQ "ANY (ARRAY("
		"   SELECT id FROM sfn.branch WHERE execution" SQL_EQ "$1 FOR UPDATE SKIP LOCKED))"
		"  RETURNING id, task, timer_due, timer_id, join_outputs),"
		" tasks AS ("
		"  DELETE FROM sfn.task WHERE id" SQL_EQ "ANY (ARRAY("
		"   SELECT task FROM gone WHERE task IS NOT NULL))),"
		" outputs AS ("
		"  DELETE FROM sfn.branch_output WHERE branch" SQL_EQ "ANY (ARRAY("
		"   SELECT id FROM gone WHERE join_outputs" SQL_GT "0))),"
		" free AS ("
		"  SELECT w.due, w.id FROM gone, LATERAL ("
		"   SELECT due, id FROM sfn.wakeup"
		"   WHERE due" SQL_EQ "gone.timer_due AND id" SQL_EQ "gone.timer_id FOR UPDATE SKIP LOCKED) w)"
		" DELETE FROM sfn.wakeup w USING free WHERE w.due" SQL_EQ "free.due AND w.id" SQL_EQ "free.id",
		1, {UUIDOID}
	};
	static SqlStatement leftover = {
		"SELECT id FROM sfn.branch WHERE execution" SQL_EQ "$1", 1, {UUIDOID}
	};
	SqlValues	values = {0};
	SqlCaller	caller;
	uint64		count;

	sfn_values_add(&values, UUIDPGetDatum(&flush->execution->id));
	sfn_sql_begin(&caller);
	(void) sfn_sql_run(&removal, &values, false, 0);
	count = sfn_sql_run(&leftover, &values, false, 0);
	for (uint64 row = 0; row < count; row++)
		note_leftover(flush, sfn_sql_int64(row, 1));
	sfn_sql_end(&caller);
}

static void
insert_rows(const Flush *flush)
{
	const Execution *execution = flush->execution;

	if (flush->new_branches != NIL)
		sfn_branch_rows_insert(execution, flush->new_branches);
	if (flush->new_tasks != NIL)
		sfn_task_rows_insert(execution, flush->new_tasks);
	if (flush->joins != NIL)
		sfn_output_rows_insert(flush->joins);
	if (flush->new_wakeups != NIL)
		sfn_wakeup_rows_insert(execution->identity->machine_id, flush->new_wakeups);
	if (flush->next_chunk != NULL)
		insert_chunk(execution, flush->next_chunk_id, flush->next_chunk);
}

static void
insert_chunk(const Execution *execution, int64 first_id, const bytea *chunk)
{
	SqlValues	row = {0};

	sfn_values_add(&row, UUIDPGetDatum(&execution->id));
	sfn_values_add(&row, Int64GetDatum(first_id));
	sfn_values_add_pointer(&row, chunk);
	sfn_row_insert("history_chunk", &row);
}

/* From here on memory and rows agree. */
static void
note_flushed(Flush *flush)
{
	Execution  *execution = flush->execution;
	ListCell   *cell;

	foreach(cell, flush->new_branches)
	{
		sfn_record_branch(execution, lfirst(cell));
		((Branch *) lfirst(cell))->dirty = false;
	}
	foreach(cell, flush->changed_branches)
	{
		sfn_record_branch(execution, lfirst(cell));
		((Branch *) lfirst(cell))->dirty = false;
	}
	foreach(cell, flush->new_tasks)
		((Branch *) lfirst(cell))->pending->dirty = false;
	foreach(cell, flush->changed_tasks)
		((Branch *) lfirst(cell))->pending->dirty = false;
	foreach(cell, flush->joins)
		sfn_join_forget_outputs(lfirst(cell));
	flush->record->first_chunk = NULL;
	list_free_deep(execution->removed);
	execution->removed = NIL;
	execution->stored = true;
	if (!execution->is_unsettled)
		execution->stored_events = execution->last_event;
}
