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
#include "miscadmin.h"
#include "store/branch_row.h"
#include "store/execution_record.h"
#include "store/execution_store.h"
#include "store/sql.h"
#include "utils/array.h"
#include "utils/timestamp.h"

/* What read_execution reads, locked */
#define EXECUTION_QUERY \
	"SELECT start_date, stop_date, clock, last_event, timer_due, timer_id, timer_kind," \
	" parent_execution, redrive_date, redrive_count, version, status, async," \
	" name, alias, trace_header, error, cause, input, output, notifies" \
	" FROM sfn.execution WHERE id" SQL_EQ "$1 FOR NO KEY UPDATE"

/* What read_branch reads, by position */
#define BRANCH_RESULT \
	"b.id, b.parent, b.timer_due, b.timer_id, b.last_event, b.before_event, b.entered_event," \
	" b.entered_time, b.index, b.state, b.retry_count, b.phase, b.timer_kind, b.attempts," \
	" b.input, b.variables," \
	" b.join_started_event, b.join_last_event, b.join_count, b.join_next, b.join_live," \
	" b.join_max_concurrency, b.join_outputs, b.join_input, b.join_items," \
	" t.id, t.scheduled, t.timeout_at, t.heartbeat_at, t.timeout_seconds, t.heartbeat_seconds," \
	" t.child, t.taken, t.token_hash, t.activity, t.worker_name, t.input," \
	" t.answer, t.error, t.cause, t.output"
#define BRANCH_SOURCE \
	" FROM sfn.branch b LEFT JOIN sfn.task t ON t.id" SQL_EQ "b.task"

enum BranchResult
{
	RESULT_ID = 1, RESULT_PARENT, RESULT_TIMER_DUE, RESULT_TIMER_ID, RESULT_LAST_EVENT, RESULT_BEFORE_EVENT,
	RESULT_ENTERED_EVENT, RESULT_ENTERED_TIME, RESULT_INDEX, RESULT_STATE, RESULT_RETRY_COUNT, RESULT_PHASE,
	RESULT_TIMER_KIND, RESULT_ATTEMPTS, RESULT_INPUT, RESULT_VARIABLES,
	RESULT_JOIN_STARTED_EVENT, RESULT_JOIN_LAST_EVENT, RESULT_JOIN_COUNT, RESULT_JOIN_NEXT, RESULT_JOIN_LIVE,
	RESULT_JOIN_MAX_CONCURRENCY, RESULT_JOIN_OUTPUTS, RESULT_JOIN_INPUT, RESULT_JOIN_ITEMS,
	RESULT_TASK_ID, RESULT_TASK_SCHEDULED, RESULT_TASK_TIMEOUT_AT, RESULT_TASK_HEARTBEAT_AT,
	RESULT_TASK_TIMEOUT_SECONDS, RESULT_TASK_HEARTBEAT_SECONDS, RESULT_TASK_CHILD, RESULT_TASK_TAKEN,
	RESULT_TASK_TOKEN_HASH, RESULT_TASK_ACTIVITY, RESULT_TASK_WORKER_NAME, RESULT_TASK_INPUT,
	RESULT_TASK_ANSWER, RESULT_TASK_ERROR, RESULT_TASK_CAUSE, RESULT_TASK_OUTPUT
};

static void read_execution(Execution *execution);
static void read_timer(Timer *timer, uint64 row, int due, int id, int kind);
static Document *read_document(Execution *execution, uint64 row, int column);
static Branch *load_line(Execution *execution, int64 branch_id);
static void load_children_of(Execution *execution, Branch *branch);
static void read_input(Execution *execution, Branch *branch);
static bool may_complete(const BranchJoin *join);
static Branch *read_branch(Execution *execution, Branch *parent, uint64 row);
static const State *read_state(const Execution *execution, uint64 row);
static int *read_attempts(Execution *execution, const State *state, uint64 row);
static BranchJoin *read_join(Execution *execution, uint64 row);
static PendingTask *read_task(Execution *execution, uint64 row);
static TimestampTz read_time(uint64 row, int column, TimestampTz none);

bool
sfn_execution_load(Execution *execution, const pg_uuid_t *id, bool may_wait)
{
	static SqlStatement waiting = {EXECUTION_QUERY, 1, {UUIDOID}};
	static SqlStatement not_waiting = {EXECUTION_QUERY " NOWAIT", 1, {UUIDOID}};
	SqlValues	values = {0};
	SqlCaller	caller;
	bool		found;

	sfn_sql_begin(&caller);
	sfn_values_add(&values, UUIDPGetDatum(id));
	found = sfn_sql_run(may_wait ? &waiting : &not_waiting, &values, false, 0) > 0;
	if (found)
	{
		execution->id = *id;
		read_execution(execution);
	}
	sfn_sql_end(&caller);
	return found;
}

bool
sfn_execution_try_lock(const pg_uuid_t *id)
{
	static SqlStatement lock = {
		"SELECT 1 FROM sfn.execution WHERE id" SQL_EQ "$1 FOR NO KEY UPDATE SKIP LOCKED", 1, {UUIDOID}
	};
	SqlValues	values = {0};
	SqlCaller	caller;
	bool		locked;
	ExecutionHead head;

	sfn_sql_begin(&caller);
	sfn_values_add(&values, UUIDPGetDatum(id));
	locked = sfn_sql_run(&lock, &values, false, 0) > 0;
	sfn_sql_end(&caller);
	return locked || !sfn_execution_head(id, &head);
}

static void
read_execution(Execution *execution)
{
	MemoryContext context = execution->context;
	const MachineIdentity *identity = execution->identity;
	MemoryContext old;

	execution->start_date = DatumGetTimestampTz(sfn_sql_datum(0, 1));
	execution->stop_date = read_time(0, 2, 0);
	execution->clock = DatumGetTimestampTz(sfn_sql_datum(0, 3));
	execution->last_event = execution->stored_events = sfn_sql_int64(0, 4);
	read_timer(&execution->timer, 0, 5, 6, 7);
	execution->has_parent = sfn_sql_uuid(0, 8, &execution->parent_execution);
	execution->redrive_date = read_time(0, 9, 0);
	execution->redrive_count = sfn_sql_int32(0, 10);
	execution->version = sfn_sql_int32(0, 11);
	execution->status = (ExecutionStatus) sfn_sql_int16(0, 12);
	execution->async = sfn_sql_bool(0, 13);
	execution->name = sfn_sql_text(context, 0, 14);
	execution->alias = sfn_sql_text(context, 0, 15);
	execution->trace_header = sfn_sql_text(context, 0, 16);
	execution->error.error = sfn_sql_text(context, 0, 17);
	execution->error.cause = sfn_sql_text(context, 0, 18);
	execution->input = read_document(execution, 0, 19);
	execution->output = read_document(execution, 0, 20);
	execution->notifies = sfn_sql_bool(0, 21);
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
read_timer(Timer *timer, uint64 row, int due, int id, int kind)
{
	timer->kind = (WakeupKind) sfn_sql_int16(row, kind);
	timer->due = timer->stored_due = read_time(row, due, DT_NOEND);
	timer->stored_id = sfn_sql_int64(row, id);
}

static Document *
read_document(Execution *execution, uint64 row, int column)
{
	if (sfn_sql_is_null(row, column))
		return NULL;
	return sfn_document_from_jsonb(execution->context, DatumGetJsonbP(sfn_sql_datum(row, column)));
}

Branch *
sfn_store_load_branch(Execution *execution, int64 branch_id)
{
	SqlCaller	caller;
	Branch	   *branch;

	Assert(execution->root == NULL);
	sfn_sql_begin(&caller);
	branch = load_line(execution, branch_id);
	sfn_sql_end(&caller);
	return branch;
}

/* The branch, after those around it. */
static Branch *
load_line(Execution *execution, int64 branch_id)
{
	static SqlStatement statement = {
		"SELECT " BRANCH_RESULT BRANCH_SOURCE
		" WHERE b.id" SQL_EQ "$1 AND b.execution" SQL_EQ "$2",
		2, {INT8OID, UUIDOID}
	};
	struct SPITupleTable *found;
	SqlValues	values = {0};
	Branch	   *parent = NULL;

	check_stack_depth();
	sfn_values_add(&values, Int64GetDatum(branch_id));
	sfn_values_add(&values, UUIDPGetDatum(&execution->id));
	if (sfn_sql_run(&statement, &values, false, 0) == 0)
		return NULL;
	if (!sfn_sql_is_null(0, RESULT_PARENT))
	{
		found = sfn_sql_keep_result();
		parent = load_line(execution, sfn_sql_int64(0, RESULT_PARENT));
		sfn_sql_restore_result(found);
		if (parent == NULL)
			elog(ERROR, "branch " INT64_FORMAT " has lost the branch around it", branch_id);
	}
	return read_branch(execution, parent, 0);
}

Branch *
sfn_store_load_root(Execution *execution)
{
	static SqlStatement statement = {
		"SELECT " BRANCH_RESULT BRANCH_SOURCE
		" WHERE b.execution" SQL_EQ "$1 AND b.parent IS NULL",
		1, {UUIDOID}
	};
	SqlValues	values = {0};
	SqlCaller	caller;
	Branch	   *root = NULL;

	sfn_sql_begin(&caller);
	sfn_values_add(&values, UUIDPGetDatum(&execution->id));
	if (sfn_sql_run(&statement, &values, false, 0) > 0)
		root = read_branch(execution, NULL, 0);
	sfn_sql_end(&caller);
	return root;
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

/* Between sfn_sql_begin and end: the input that read_branch left where it was. */
static void
read_input(Execution *execution, Branch *branch)
{
	static SqlStatement statement = {
		"SELECT input FROM sfn.branch WHERE id" SQL_EQ "$1",
		1, {INT8OID}
	};
	StoredBranch *stored = sfn_record_find_branch(execution, branch->id);
	SqlValues	values = {0};

	if (stored == NULL || stored->input != INPUT_NOT_READ || branch->input != NULL)
		return;
	sfn_values_add(&values, Int64GetDatum(branch->id));
	if (sfn_sql_run(&statement, &values, false, 0) != 1)
		elog(ERROR, "row of branch " INT64_FORMAT " is gone", branch->id);
	branch->input = read_document(execution, 0, 1);
	stored->input = branch->input == NULL ? 0 : branch->input->serial;
}

static void
load_children_of(Execution *execution, Branch *branch)
{
	static SqlStatement statement = {
		"SELECT " BRANCH_RESULT BRANCH_SOURCE
		" WHERE b.execution" SQL_EQ "$1 AND b.parent" SQL_EQ "$2 ORDER BY b.index",
		2, {UUIDOID, INT8OID}
	};
	SqlValues	values = {0};
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
		if (sfn_record_find_branch(execution, sfn_sql_int64(row, RESULT_ID)) == NULL)
			(void) read_branch(execution, branch, row);
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
			join->outputs[index] = read_document(execution, row, 2);
	}
	sfn_sql_end(&caller);
	if (stored != NULL)
		stored->read_outputs = true;
}

static Branch *
read_branch(Execution *execution, Branch *parent, uint64 row)
{
	const State *state = read_state(execution, row);
	Branch	   *branch = sfn_branch_create(execution, parent, state->scope, sfn_sql_int32(row, RESULT_INDEX));
	StoredBranch *stored;

	branch->id = sfn_sql_int64(row, RESULT_ID);
	branch->state = state;
	branch->phase = (BranchPhase) sfn_sql_int16(row, RESULT_PHASE);
	branch->variables.values = read_document(execution, row, RESULT_VARIABLES);
	branch->last_event = sfn_sql_int64(row, RESULT_LAST_EVENT);
	branch->before_event = sfn_sql_int64(row, RESULT_BEFORE_EVENT);
	branch->entered_event = sfn_sql_int64(row, RESULT_ENTERED_EVENT);
	branch->entered_time = DatumGetTimestampTz(sfn_sql_datum(row, RESULT_ENTERED_TIME));
	branch->retry_count = sfn_sql_int32(row, RESULT_RETRY_COUNT);
	branch->attempts = read_attempts(execution, state, row);
	read_timer(&branch->timer, row, RESULT_TIMER_DUE, RESULT_TIMER_ID, RESULT_TIMER_KIND);
	if (!sfn_sql_is_null(row, RESULT_TASK_ID))
		branch->pending = read_task(execution, row);
	if (!sfn_sql_is_null(row, RESULT_JOIN_COUNT))
	{
		branch->join = read_join(execution, row);
		sfn_record_get(execution)->partly_loaded = true;
	}
	if (branch->join == NULL || may_complete(branch->join))
		branch->input = read_document(execution, row, RESULT_INPUT);
	stored = sfn_record_branch(execution, branch);
	if (branch->input == NULL && !sfn_sql_is_null(row, RESULT_INPUT))
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
read_state(const Execution *execution, uint64 row)
{
	const StateMachine *machine = execution->identity->machine;
	int			number = sfn_sql_int32(row, RESULT_STATE);

	if (number < 0 || number >= machine->state_count)
		ereport(ERROR,
				(errcode(ERRCODE_DATA_CORRUPTED),
				 errmsg("branch " INT64_FORMAT " is in a state that its definition does not have",
						sfn_sql_int64(row, RESULT_ID))));
	return machine->states[number];
}

static int *
read_attempts(Execution *execution, const State *state, uint64 row)
{
	ArrayType  *array;
	int		   *attempts;
	int			count;

	if (sfn_sql_is_null(row, RESULT_ATTEMPTS) || state->retrier_count == 0)
		return NULL;
	array = DatumGetArrayTypeP(sfn_sql_datum(row, RESULT_ATTEMPTS));
	count = ArrayGetNItems(ARR_NDIM(array), ARR_DIMS(array));
	attempts = MemoryContextAllocZero(execution->context, state->retrier_count * sizeof(int));
	memcpy(attempts, ARR_DATA_PTR(array), Min(count, state->retrier_count) * sizeof(int));
	return attempts;
}

static BranchJoin *
read_join(Execution *execution, uint64 row)
{
	BranchJoin *join = MemoryContextAllocZero(execution->context, sizeof(BranchJoin));

	join->count = sfn_sql_int32(row, RESULT_JOIN_COUNT);
	join->next = sfn_sql_int32(row, RESULT_JOIN_NEXT);
	join->live = sfn_sql_int32(row, RESULT_JOIN_LIVE);
	join->max_concurrency = sfn_sql_int32(row, RESULT_JOIN_MAX_CONCURRENCY);
	join->stored_outputs = sfn_sql_int32(row, RESULT_JOIN_OUTPUTS);
	join->started_event = sfn_sql_int64(row, RESULT_JOIN_STARTED_EVENT);
	join->last_event = sfn_sql_int64(row, RESULT_JOIN_LAST_EVENT);
	join->input = read_document(execution, row, RESULT_JOIN_INPUT);
	join->items = read_document(execution, row, RESULT_JOIN_ITEMS);
	join->outputs = MemoryContextAllocExtended(execution->context, Max(join->count, 1) * sizeof(Document *),
											   MCXT_ALLOC_HUGE | MCXT_ALLOC_ZERO);
	return join;
}

static PendingTask *
read_task(Execution *execution, uint64 row)
{
	MemoryContext context = execution->context;
	PendingTask *pending = MemoryContextAllocZero(context, sizeof(PendingTask));

	pending->id = sfn_sql_int64(row, RESULT_TASK_ID);
	pending->scheduled = DatumGetTimestampTz(sfn_sql_datum(row, RESULT_TASK_SCHEDULED));
	pending->timeout_at = read_time(row, RESULT_TASK_TIMEOUT_AT, DT_NOEND);
	pending->heartbeat_at = read_time(row, RESULT_TASK_HEARTBEAT_AT, DT_NOEND);
	pending->timeout_seconds = sfn_sql_int64(row, RESULT_TASK_TIMEOUT_SECONDS);
	pending->heartbeat_seconds = sfn_sql_int64(row, RESULT_TASK_HEARTBEAT_SECONDS);
	pending->has_child = sfn_sql_uuid(row, RESULT_TASK_CHILD, &pending->child);
	pending->taken = sfn_sql_bool(row, RESULT_TASK_TAKEN);
	if (!sfn_sql_is_null(row, RESULT_TASK_TOKEN_HASH))
	{
		bytea	   *hash = DatumGetByteaPP(sfn_sql_datum(row, RESULT_TASK_TOKEN_HASH));

		pending->has_token = VARSIZE_ANY_EXHDR(hash) == TASK_TOKEN_HASH_BYTES;
		if (pending->has_token)
			memcpy(pending->token_hash, VARDATA_ANY(hash), TASK_TOKEN_HASH_BYTES);
	}
	pending->activity = sfn_sql_text(context, row, RESULT_TASK_ACTIVITY);
	pending->worker_name = sfn_sql_text(context, row, RESULT_TASK_WORKER_NAME);
	pending->input = read_document(execution, row, RESULT_TASK_INPUT);
	pending->is_answered = !sfn_sql_is_null(row, RESULT_TASK_ANSWER);
	pending->has_succeeded = sfn_sql_int16(row, RESULT_TASK_ANSWER) == ANSWER_SUCCESS;
	pending->error = sfn_sql_text(context, row, RESULT_TASK_ERROR);
	pending->cause = sfn_sql_text(context, row, RESULT_TASK_CAUSE);
	pending->output = read_document(execution, row, RESULT_TASK_OUTPUT);
	return pending;
}

static TimestampTz
read_time(uint64 row, int column, TimestampTz none)
{
	return sfn_sql_is_null(row, column) ? none : DatumGetTimestampTz(sfn_sql_datum(row, column));
}
