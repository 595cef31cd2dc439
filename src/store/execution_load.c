/*-------------------------------------------------------------------------
 *
 * execution_load.c
 *	  Rows of a running execution back to an execution in memory.
 *
 * The lock on the execution's row covers its branches and tasks, since nobody
 * changes them without it.  It is taken first; what is read after it is what
 * the last holder committed (READ COMMITTED: each statement has a new snapshot).
 *
 * A branch is loaded with the branches around it, whose variables it sees and
 * which it may end; its siblings stay on disk until somebody has to do something to
 * them, so that answering one of ten thousand tasks costs what answering one costs.
 * For the same reason the input of a Parallel or Map, which may be as large as all of
 * its items, is read only when its last child may have ended or one has failed.
 *
 * The scope of a branch is its state's, so only the state is stored.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "base/arn.h"
#include "catalog/pg_type.h"
#include "engine/join.h"
#include "miscadmin.h"
#include "store/branch_row.h"
#include "store/execution_record.h"
#include "store/execution_store.h"
#include "store/keyed_row.h"
#include "store/sql.h"
#include "store/table_columns.h"
#include "utils/array.h"
#include "utils/timestamp.h"

/* A row of sfn.branch and, if it waits for a task, one of sfn.task, in order */
#define BRANCH_QUERY \
	"SELECT b.id, b.execution, b.parent, b.timer_due, b.timer_id, b.task, b.last_event," \
	" b.before_event, b.entered_event, b.entered_time, b.join_started_event, b.join_last_event," \
	" b.index, b.state, b.retry_count, b.join_count, b.join_next, b.join_live," \
	" b.join_max_concurrency, b.join_outputs, b.phase, b.timer_kind, b.attempts, b.input," \
	" b.variables, b.join_input, b.join_items," \
	" t.id, t.execution, t.branch, t.scheduled, t.timeout_at, t.heartbeat_at, t.timeout_seconds," \
	" t.heartbeat_seconds, t.child, t.taken, t.token_hash, t.activity, t.worker_name, t.input," \
	" t.answer, t.error, t.cause, t.output" \
	" FROM sfn.branch b LEFT JOIN sfn.task t ON t.id" SQL_EQ "b.task"

static void read_execution(Execution *execution, const RowView *row);
static void read_timer(Timer *timer, const RowView *row, int due, int id, int kind);
static Document *read_document(Execution *execution, const RowView *row, int column);
static bool is_child(const Branch *parent, const RowView *row);
static void load_children_of(Execution *execution, Branch *branch);
static void read_input(Execution *execution, Branch *branch);
static bool may_complete(const BranchJoin *join);
static Branch *read_result(Execution *execution, Branch *parent, const RowView *row);
static Branch *read_branch(Execution *execution, Branch *parent, const RowView *row, const RowView *task);
static const State *read_state(const Execution *execution, const RowView *row);
static int *read_attempts(Execution *execution, const State *state, const RowView *row);
static void read_progress(BranchJoin *join, const RowView *row);
static void read_items(Execution *execution, BranchJoin *join, const RowView *row);
static BranchJoin *read_join(Execution *execution, const RowView *row);
static PendingTask *read_task(Execution *execution, const RowView *row);

bool
sfn_execution_load(Execution *execution, const pg_uuid_t *id, bool may_wait)
{
	KeyedRow	row;

	if (!sfn_keyed_row_find(&row, &sfn_execution_key, UUIDPGetDatum(id), may_wait ? ROW_LOCK : ROW_LOCK_NOWAIT))
		return false;
	read_execution(execution, &row.view);
	sfn_keyed_row_release(&row);
	return true;
}

bool
sfn_execution_read(Execution *execution, const pg_uuid_t *id)
{
	KeyedRow	row;

	if (!sfn_keyed_row_find(&row, &sfn_execution_key, UUIDPGetDatum(id), ROW_READ))
		return false;
	read_execution(execution, &row.view);
	sfn_keyed_row_release(&row);
	return true;
}

bool
sfn_execution_lock(const pg_uuid_t *id, bool may_wait)
{
	KeyedRow	row;
	ExecutionHead head;

	if (!sfn_keyed_row_find(&row, &sfn_execution_key, UUIDPGetDatum(id), may_wait ? ROW_LOCK : ROW_LOCK_SKIP))
		return may_wait || !sfn_execution_head(id, &head);
	sfn_keyed_row_release(&row);
	return true;
}

static void
read_execution(Execution *execution, const RowView *row)
{
	MemoryContext context = execution->context;
	const MachineIdentity *identity = execution->identity;
	MemoryContext old;

	(void) sfn_view_uuid(row, COL_EXECUTION_ID, &execution->id);
	execution->start_date = sfn_view_time(row, COL_EXECUTION_START_DATE, 0);
	execution->stop_date = sfn_view_time(row, COL_EXECUTION_STOP_DATE, 0);
	execution->clock = sfn_view_time(row, COL_EXECUTION_CLOCK, 0);
	execution->last_event = execution->stored_events = sfn_view_int64(row, COL_EXECUTION_LAST_EVENT);
	read_timer(&execution->timer, row, COL_EXECUTION_TIMER_DUE, COL_EXECUTION_TIMER_ID, COL_EXECUTION_TIMER_KIND);
	execution->has_parent = sfn_view_uuid(row, COL_EXECUTION_PARENT_EXECUTION, &execution->parent_execution);
	execution->redrive_date = sfn_view_time(row, COL_EXECUTION_REDRIVE_DATE, 0);
	execution->redrive_count = sfn_view_int32(row, COL_EXECUTION_REDRIVE_COUNT);
	execution->version = sfn_view_int32(row, COL_EXECUTION_VERSION);
	execution->status = (ExecutionStatus) sfn_view_int16(row, COL_EXECUTION_STATUS);
	execution->async = sfn_view_bool(row, COL_EXECUTION_ASYNC);
	execution->notifies = sfn_view_bool(row, COL_EXECUTION_NOTIFIES);
	execution->name = sfn_view_text(context, row, COL_EXECUTION_NAME);
	execution->alias = sfn_view_text(context, row, COL_EXECUTION_ALIAS);
	execution->trace_header = sfn_view_text(context, row, COL_EXECUTION_TRACE_HEADER);
	execution->error.error = sfn_view_text(context, row, COL_EXECUTION_ERROR);
	execution->error.cause = sfn_view_text(context, row, COL_EXECUTION_CAUSE);
	/* One that stands outside of the row may be large, and is seldom asked for. */
	if (!VARATT_IS_EXTERNAL(DatumGetPointer(sfn_view_datum(row, COL_EXECUTION_INPUT))))
		execution->input = read_document(execution, row, COL_EXECUTION_INPUT);
	execution->output = read_document(execution, row, COL_EXECUTION_OUTPUT);
	execution->stored = true;

	old = MemoryContextSwitchTo(context);
	execution->name_given = execution->name != NULL;
	if (!execution->name_given)
		execution->name = sfn_uuid_text(&execution->id);
	execution->arn = identity->type == MACHINE_EXPRESS ?
		sfn_arn_express(identity->surroundings.region, identity->surroundings.account,
						identity->name, execution->name, &execution->id) :
		sfn_arn_execution(identity->surroundings.region, identity->surroundings.account,
						  identity->name, execution->name);
	MemoryContextSwitchTo(old);
}

static void
read_timer(Timer *timer, const RowView *row, int due, int id, int kind)
{
	timer->kind = (WakeupKind) sfn_view_int16(row, kind);
	timer->due = timer->stored_due = sfn_view_time(row, due, DT_NOEND);
	timer->stored_id = sfn_view_int64(row, id);
}

static Document *
read_document(Execution *execution, const RowView *row, int column)
{
	if (sfn_view_is_null(row, column))
		return NULL;
	return sfn_document_from_jsonb(execution->context, DatumGetJsonbP(sfn_view_datum(row, column)));
}

void
sfn_store_load_input(Execution *execution)
{
	KeyedRow	row;

	if (!sfn_keyed_row_find(&row, &sfn_execution_key, UUIDPGetDatum(&execution->id), ROW_READ))
		elog(ERROR, "row of execution %s is gone", sfn_uuid_text(&execution->id));
	execution->input = read_document(execution, &row.view, COL_EXECUTION_INPUT);
	sfn_keyed_row_release(&row);
}

/* The branch, after those around it. */
Branch *
sfn_store_load_branch(Execution *execution, int64 branch_id)
{
	Branch	   *parent = NULL;
	Branch	   *branch;
	KeyedRow	row;
	KeyedRow	task;
	pg_uuid_t	owner;
	bool		has_task;

	check_stack_depth();
	Assert(execution->root == NULL);
	if (!sfn_keyed_row_find(&row, &sfn_branch_key, Int64GetDatum(branch_id), ROW_READ))
		return NULL;
	if (!sfn_view_uuid(&row.view, COL_BRANCH_EXECUTION, &owner) ||
		memcmp(&owner, &execution->id, sizeof(owner)) != 0)
	{
		sfn_keyed_row_release(&row);
		return NULL;
	}
	if (!sfn_view_is_null(&row.view, COL_BRANCH_PARENT))
	{
		parent = sfn_store_load_branch(execution, sfn_view_int64(&row.view, COL_BRANCH_PARENT));
		if (parent == NULL || !is_child(parent, &row.view))
		{
			sfn_keyed_row_release(&row);
			return NULL;
		}
	}
	has_task = !sfn_view_is_null(&row.view, COL_BRANCH_TASK) &&
		sfn_keyed_row_find(&task, &sfn_task_key, sfn_view_datum(&row.view, COL_BRANCH_TASK), ROW_READ);
	branch = read_branch(execution, parent, &row.view, has_task ? &task.view : NULL);
	if (has_task)
		sfn_keyed_row_release(&task);
	sfn_keyed_row_release(&row);
	return branch;
}

/*
 * Whether the join that the parent is in has started the child.  One that an
 * earlier join has left behind, which nobody could remove because somebody had
 * locked it, has been told nothing since.
 */
static bool
is_child(const Branch *parent, const RowView *row)
{
	return parent->join != NULL && parent->phase == BRANCH_JOINING &&
		sfn_view_int64(row, COL_BRANCH_LAST_EVENT) >= parent->join->started_event;
}

Branch *
sfn_store_load_root(Execution *execution)
{
	static SqlStatement statement = {
		BRANCH_QUERY
		" WHERE b.execution" SQL_EQ "$1 AND b.parent IS NULL",
		1, {UUIDOID}
	};
	SqlValues	values = {0};
	SqlCaller	caller;
	RowView		row;
	Branch	   *root = NULL;

	sfn_sql_begin(&caller);
	sfn_values_add(&values, UUIDPGetDatum(&execution->id));
	if (sfn_sql_run(&statement, &values, false, 0) > 0)
	{
		sfn_sql_view(0, &row);
		root = read_result(execution, NULL, &row);
	}
	sfn_sql_end(&caller);
	return root;
}

/*
 * Read again what may have changed of a branch around one that is driven while
 * the execution is shared: how far its join is.  false: it is not in that join
 * any more.
 */
bool
sfn_store_reload_join(Execution *execution, Branch *branch)
{
	BranchJoin *join = branch->join;
	KeyedRow	row;
	bool		same;

	if (!sfn_keyed_row_find(&row, &sfn_branch_key, Int64GetDatum(branch->id), ROW_READ))
		return false;
	same = sfn_view_int16(&row.view, COL_BRANCH_PHASE) == BRANCH_JOINING &&
		sfn_view_int64(&row.view, COL_BRANCH_JOIN_STARTED_EVENT) == join->started_event;
	if (same)
	{
		read_progress(join, &row.view);
		read_items(execution, join, &row.view);
		(void) sfn_record_branch(execution, branch);
		if (may_complete(join))
			read_input(execution, branch);
	}
	sfn_keyed_row_release(&row);
	return same;
}

/* Those that were loaded or removed since are left as they are. */
void
sfn_store_load_children(Execution *execution, Branch *branch)
{
	SqlCaller	caller;

	if (branch->id == 0)
		return;
	sfn_sql_begin(&caller);
	read_input(execution, branch);
	load_children_of(execution, branch);
	sfn_sql_end(&caller);
}

/* The input that read_branch left where it was */
static void
read_input(Execution *execution, Branch *branch)
{
	StoredBranch *stored = sfn_record_find_branch(execution, branch->id);
	KeyedRow	row;

	if (stored == NULL || stored->input != INPUT_NOT_READ || branch->input != NULL)
		return;
	if (!sfn_keyed_row_find(&row, &sfn_branch_key, Int64GetDatum(branch->id), ROW_READ))
		elog(ERROR, "row of branch " INT64_FORMAT " is gone", branch->id);
	branch->input = read_document(execution, &row.view, COL_BRANCH_INPUT);
	stored->input = branch->input == NULL ? 0 : branch->input->serial;
	sfn_keyed_row_release(&row);
}

static void
load_children_of(Execution *execution, Branch *branch)
{
	static SqlStatement statement = {
		BRANCH_QUERY
		" WHERE b.execution" SQL_EQ "$1 AND b.parent" SQL_EQ "$2 ORDER BY b.index",
		2, {UUIDOID, INT8OID}
	};
	SqlValues	values = {0};
	RowView		child;
	uint64		count;
	dlist_iter	iter;

	check_stack_depth();
	if (branch->join == NULL || branch->id == 0)
		return;
	sfn_values_add(&values, UUIDPGetDatum(&execution->id));
	sfn_values_add(&values, Int64GetDatum(branch->id));
	count = sfn_sql_run(&statement, &values, false, 0);
	for (uint64 row = 0; row < count; row++)
	{
		CHECK_FOR_INTERRUPTS();
		sfn_sql_view(row, &child);
		if (sfn_record_find_branch(execution, sfn_view_int64(&child, COL_BRANCH_ID)) == NULL &&
			is_child(branch, &child))
			(void) read_result(execution, branch, &child);
	}
	sfn_sql_free_result();
	dlist_foreach(iter, &branch->children)
		load_children_of(execution, dlist_container(Branch, sibling, iter.cur));
}

void
sfn_store_load_outputs(Execution *execution, Branch *branch)
{
	static SqlStatement statement = {
		"SELECT index, output FROM sfn.branch_output WHERE branch" SQL_EQ "$1",
		1, {INT8OID}
	};
	BranchJoin *join = branch->join;
	StoredBranch *stored = sfn_record_find_branch(execution, branch->id);
	SqlValues	values = {0};
	SqlCaller	caller;
	uint64		count;

	sfn_sql_begin(&caller);
	read_input(execution, branch);
	sfn_values_add(&values, Int64GetDatum(branch->id));
	count = sfn_sql_run(&statement, &values, false, 0);
	for (uint64 row = 0; row < count; row++)
	{
		int			index = sfn_sql_int32(row, 1);

		CHECK_FOR_INTERRUPTS();
		if (index < 0 || index >= join->count)
			ereport(ERROR,
					(errcode(ERRCODE_DATA_CORRUPTED),
					 errmsg("output %d of branch " INT64_FORMAT " is none of its %d", index, branch->id, join->count)));
		if (join->outputs[index] == NULL)
			sfn_join_hold_output(join, index, sfn_document_from_jsonb(execution->context,
																	  DatumGetJsonbP(sfn_sql_datum(row, 2))));
	}
	sfn_sql_end(&caller);
	if (stored != NULL)
		stored->read_outputs = true;
}

/* A row that BRANCH_QUERY has found */
static Branch *
read_result(Execution *execution, Branch *parent, const RowView *row)
{
	RowView		task = {.values = row->values + BRANCH_COLUMNS, .nulls = row->nulls + BRANCH_COLUMNS};

	return read_branch(execution, parent, row, sfn_view_is_null(&task, COL_TASK_ID) ? NULL : &task);
}

/* task: NULL if it waits for none */
static Branch *
read_branch(Execution *execution, Branch *parent, const RowView *row, const RowView *task)
{
	const State *state = read_state(execution, row);
	Branch	   *branch = sfn_branch_create(execution, parent, state->scope, sfn_view_int32(row, COL_BRANCH_INDEX));
	StoredBranch *stored;

	branch->id = sfn_view_int64(row, COL_BRANCH_ID);
	branch->state = state;
	branch->phase = (BranchPhase) sfn_view_int16(row, COL_BRANCH_PHASE);
	branch->variables.values = read_document(execution, row, COL_BRANCH_VARIABLES);
	branch->last_event = sfn_view_int64(row, COL_BRANCH_LAST_EVENT);
	branch->before_event = sfn_view_int64(row, COL_BRANCH_BEFORE_EVENT);
	branch->entered_event = sfn_view_int64(row, COL_BRANCH_ENTERED_EVENT);
	branch->entered_time = sfn_view_time(row, COL_BRANCH_ENTERED_TIME, 0);
	branch->retry_count = sfn_view_int32(row, COL_BRANCH_RETRY_COUNT);
	branch->attempts = read_attempts(execution, state, row);
	read_timer(&branch->timer, row, COL_BRANCH_TIMER_DUE, COL_BRANCH_TIMER_ID, COL_BRANCH_TIMER_KIND);
	if (task != NULL)
		branch->pending = read_task(execution, task);
	if (!sfn_view_is_null(row, COL_BRANCH_JOIN_COUNT))
	{
		branch->join = read_join(execution, row);
		sfn_record_get(execution)->partly_loaded = true;
	}
	if (branch->join == NULL || (may_complete(branch->join) && !execution->is_unsettled))
		branch->input = read_document(execution, row, COL_BRANCH_INPUT);
	stored = sfn_record_branch(execution, branch);
	if (branch->input == NULL && !sfn_view_is_null(row, COL_BRANCH_INPUT))
		stored->input = INPUT_NOT_READ;
	return branch;
}

/*
 * Whether the join may complete without anybody asking for outputs or other
 * children, which is when the input is read otherwise.
 */
static bool
may_complete(const BranchJoin *join)
{
	return join->stored_outputs == 0 && join->live <= 1;
}

static const State *
read_state(const Execution *execution, const RowView *row)
{
	const StateMachine *machine = execution->identity->machine;
	int			number = sfn_view_int32(row, COL_BRANCH_STATE);

	if (number < 0 || number >= machine->state_count)
		ereport(ERROR,
				(errcode(ERRCODE_DATA_CORRUPTED),
				 errmsg("branch " INT64_FORMAT " is in a state that its definition does not have",
						sfn_view_int64(row, COL_BRANCH_ID))));
	return machine->states[number];
}

static int *
read_attempts(Execution *execution, const State *state, const RowView *row)
{
	ArrayType  *array;
	int		   *attempts;
	int			count;

	if (sfn_view_is_null(row, COL_BRANCH_ATTEMPTS) || state->retrier_count == 0)
		return NULL;
	array = DatumGetArrayTypeP(sfn_view_datum(row, COL_BRANCH_ATTEMPTS));
	count = ArrayGetNItems(ARR_NDIM(array), ARR_DIMS(array));
	attempts = MemoryContextAllocZero(execution->context, state->retrier_count * sizeof(int));
	memcpy(attempts, ARR_DATA_PTR(array), Min(count, state->retrier_count) * sizeof(int));
	return attempts;
}

static BranchJoin *
read_join(Execution *execution, const RowView *row)
{
	BranchJoin *join = MemoryContextAllocZero(execution->context, sizeof(BranchJoin));

	join->count = sfn_view_int32(row, COL_BRANCH_JOIN_COUNT);
	join->max_concurrency = sfn_view_int32(row, COL_BRANCH_JOIN_MAX_CONCURRENCY);
	join->started_event = sfn_view_int64(row, COL_BRANCH_JOIN_STARTED_EVENT);
	read_progress(join, row);
	if (!execution->is_unsettled)
		read_items(execution, join, row);
	join->outputs = MemoryContextAllocExtended(execution->context, Max(join->count, 1) * sizeof(Document *),
											   MCXT_ALLOC_HUGE | MCXT_ALLOC_ZERO);
	return join;
}

static void
read_progress(BranchJoin *join, const RowView *row)
{
	join->next = sfn_view_int32(row, COL_BRANCH_JOIN_NEXT);
	join->live = sfn_view_int32(row, COL_BRANCH_JOIN_LIVE);
	join->stored_outputs = sfn_view_int32(row, COL_BRANCH_JOIN_OUTPUTS);
	join->last_event = sfn_view_int64(row, COL_BRANCH_JOIN_LAST_EVENT);
}

static void
read_items(Execution *execution, BranchJoin *join, const RowView *row)
{
	join->input = read_document(execution, row, COL_BRANCH_JOIN_INPUT);
	join->items = read_document(execution, row, COL_BRANCH_JOIN_ITEMS);
}

static PendingTask *
read_task(Execution *execution, const RowView *row)
{
	MemoryContext context = execution->context;
	PendingTask *pending = MemoryContextAllocZero(context, sizeof(PendingTask));

	pending->id = sfn_view_int64(row, COL_TASK_ID);
	pending->scheduled = sfn_view_time(row, COL_TASK_SCHEDULED, 0);
	pending->timeout_at = sfn_view_time(row, COL_TASK_TIMEOUT_AT, DT_NOEND);
	pending->heartbeat_at = sfn_view_time(row, COL_TASK_HEARTBEAT_AT, DT_NOEND);
	pending->timeout_seconds = sfn_view_int64(row, COL_TASK_TIMEOUT_SECONDS);
	pending->heartbeat_seconds = sfn_view_int64(row, COL_TASK_HEARTBEAT_SECONDS);
	pending->has_child = sfn_view_uuid(row, COL_TASK_CHILD, &pending->child);
	pending->taken = sfn_view_bool(row, COL_TASK_TAKEN);
	if (!sfn_view_is_null(row, COL_TASK_TOKEN_HASH))
	{
		bytea	   *hash = DatumGetByteaPP(sfn_view_datum(row, COL_TASK_TOKEN_HASH));

		pending->has_token = VARSIZE_ANY_EXHDR(hash) == TASK_TOKEN_HASH_BYTES;
		if (pending->has_token)
			memcpy(pending->token_hash, VARDATA_ANY(hash), TASK_TOKEN_HASH_BYTES);
	}
	pending->activity = sfn_view_text(context, row, COL_TASK_ACTIVITY);
	pending->worker_name = sfn_view_text(context, row, COL_TASK_WORKER_NAME);
	pending->input = read_document(execution, row, COL_TASK_INPUT);
	pending->is_answered = !sfn_view_is_null(row, COL_TASK_ANSWER);
	pending->has_succeeded = sfn_view_int16(row, COL_TASK_ANSWER) == ANSWER_SUCCESS;
	pending->error = sfn_view_text(context, row, COL_TASK_ERROR);
	pending->cause = sfn_view_text(context, row, COL_TASK_CAUSE);
	pending->output = read_document(execution, row, COL_TASK_OUTPUT);
	return pending;
}
