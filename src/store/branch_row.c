/*-------------------------------------------------------------------------
 *
 * branch_row.c
 *	  Rows of sfn.branch, sfn.branch_output and sfn.task: written.
 *
 * Documents of a branch that did not change since its row was read or written
 * are assigned from themselves, which keeps those that stand outside of the row
 * (TOAST) where they are: a Map's row changes with every iteration that ends, its
 * items do not.  The input and the items of a join are kept only until its last child has
 * started; nobody looks at them after that.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "catalog/pg_type.h"
#include "miscadmin.h"
#include "store/branch_row.h"
#include "store/execution_record.h"
#include "store/heap_row.h"
#include "store/keyed_row.h"
#include "store/table_columns.h"
#include "utils/array.h"
#include "utils/timestamp.h"

#define OUTPUT_COLUMNS 3

static void set_document(RowView *row, int column, const Document *document);
static void add_position(SqlValues *values, const Branch *branch);
static void add_join(SqlValues *values, const BranchJoin *join);
static void add_attempts(SqlValues *values, const Branch *branch);
static bool needs_items(const BranchJoin *join);
static void add_answer(SqlValues *values, const PendingTask *pending);
static bytea *token_hash(const PendingTask *pending);

void
sfn_branch_rows_insert(const Execution *execution, const List *branches)
{
	RowWriter  *writer = sfn_row_writer_open("branch", BRANCH_COLUMNS);
	ListCell   *cell;

	foreach(cell, branches)
	{
		const Branch *branch = lfirst(cell);
		const BranchJoin *join = needs_items(branch->join) ? branch->join : NULL;
		SqlValues	row = {0};

		CHECK_FOR_INTERRUPTS();
		sfn_values_add(&row, Int64GetDatum(branch->id));
		sfn_values_add(&row, UUIDPGetDatum(&execution->id));
		sfn_values_add_if(&row, branch->parent != NULL, Int64GetDatum(branch->parent ? branch->parent->id : 0));
		add_position(&row, branch);
		sfn_values_add_document(&row, branch->input);
		sfn_values_add_document(&row, branch->variables.values);
		sfn_values_add_document(&row, join == NULL ? NULL : join->input);
		sfn_values_add_document(&row, join == NULL ? NULL : join->items);
		sfn_row_write(writer, &row);
	}
	sfn_row_writer_close(writer);
}

void
sfn_branch_row_update(Execution *execution, const Branch *branch)
{
	const StoredBranch *stored = sfn_record_find_branch(execution, branch->id);
	const Document *variables = branch->variables.values;
	const BranchJoin *join = needs_items(branch->join) ? branch->join : NULL;
	bool		items_changed = join == NULL ? stored->has_items :
		!stored->has_items || stored->join_event != join->started_event;
	SqlValues	position = {0};
	KeyedRow	row;

	if (!sfn_keyed_row_find(&row, &sfn_branch_key, Int64GetDatum(branch->id), ROW_READ))
		elog(ERROR, "row of branch " INT64_FORMAT " is gone", branch->id);
	add_position(&position, branch);
	for (int i = 0; i < position.count; i++)
		sfn_view_set_if(&row.view, COL_BRANCH_TIMER_DUE + i, position.nulls[i] != 'n', position.values[i]);
	if (sfn_record_input_changed(stored, branch))
		set_document(&row.view, COL_BRANCH_INPUT, branch->input);
	if ((variables ? variables->serial : 0) != stored->variables)
		set_document(&row.view, COL_BRANCH_VARIABLES, variables);
	if (items_changed)
	{
		set_document(&row.view, COL_BRANCH_JOIN_INPUT, join == NULL ? NULL : join->input);
		set_document(&row.view, COL_BRANCH_JOIN_ITEMS, join == NULL ? NULL : join->items);
	}
	sfn_keyed_row_update(&row);
	sfn_keyed_row_release(&row);
}

static void
set_document(RowView *row, int column, const Document *document)
{
	sfn_view_set_pointer(row, column, document == NULL ? NULL : document->jsonb);
}

/* The columns between parent and input */
static void
add_position(SqlValues *values, const Branch *branch)
{
	const BranchJoin *join = branch->join;

	sfn_values_add_timer(values, &branch->timer);
	sfn_values_add_if(values, branch->pending != NULL, Int64GetDatum(branch->pending ? branch->pending->id : 0));
	sfn_values_add(values, Int64GetDatum(branch->last_event));
	sfn_values_add(values, Int64GetDatum(branch->before_event));
	sfn_values_add(values, Int64GetDatum(branch->entered_event));
	sfn_values_add(values, TimestampTzGetDatum(branch->entered_time));
	sfn_values_add_if(values, join != NULL, Int64GetDatum(join ? join->started_event : 0));
	sfn_values_add_if(values, join != NULL, Int64GetDatum(join ? join->last_event : 0));
	sfn_values_add(values, Int32GetDatum(branch->index));
	sfn_values_add(values, Int32GetDatum(branch->state->number));
	sfn_values_add(values, Int32GetDatum(branch->retry_count));
	add_join(values, join);
	sfn_values_add(values, Int16GetDatum(branch->phase));
	sfn_values_add_if(values, branch->timer.kind != WAKEUP_NONE, Int16GetDatum(branch->timer.kind));
	add_attempts(values, branch);
}

static void
add_join(SqlValues *values, const BranchJoin *join)
{
	sfn_values_add_if(values, join != NULL, Int32GetDatum(join ? join->count : 0));
	sfn_values_add_if(values, join != NULL, Int32GetDatum(join ? join->next : 0));
	sfn_values_add_if(values, join != NULL, Int32GetDatum(join ? join->live : 0));
	sfn_values_add_if(values, join != NULL, Int32GetDatum(join ? join->max_concurrency : 0));
	sfn_values_add_if(values, join != NULL, Int32GetDatum(join ? join->stored_outputs : 0));
}

static void
add_attempts(SqlValues *values, const Branch *branch)
{
	int			count = branch->attempts == NULL ? 0 : branch->state->retrier_count;
	Datum	   *elements;

	if (count == 0)
	{
		sfn_values_add_pointer(values, NULL);
		return;
	}
	elements = palloc(count * sizeof(Datum));
	for (int i = 0; i < count; i++)
		elements[i] = Int32GetDatum(branch->attempts[i]);
	sfn_values_add_pointer(values, construct_array(elements, count, INT4OID, sizeof(int32), true, TYPALIGN_INT));
}

static bool
needs_items(const BranchJoin *join)
{
	return join != NULL && join->next < join->count;
}

/* One walk over a Map's outputs for the whole flush, since they may be many. */
NewOutputs *
sfn_join_new_outputs(Branch *branch)
{
	BranchJoin *join = branch->join;
	NewOutputs *outputs = NULL;

	for (int i = join->held_from; i < join->held_to; i++)
	{
		if (join->outputs[i] == NULL)
			continue;
		if (outputs == NULL)
		{
			outputs = palloc0(sizeof(NewOutputs));
			outputs->branch = branch;
			outputs->indexes = palloc((join->held_to - i) * sizeof(int));
		}
		outputs->indexes[outputs->count++] = i;
	}
	if (outputs != NULL)
		join->stored_outputs += outputs->count;
	return outputs;
}

void
sfn_output_rows_insert(const List *list)
{
	RowWriter  *writer = sfn_row_writer_open("branch_output", OUTPUT_COLUMNS);
	ListCell   *cell;

	foreach(cell, list)
	{
		const NewOutputs *outputs = lfirst(cell);

		for (int i = 0; i < outputs->count; i++)
		{
			int			index = outputs->indexes[i];
			SqlValues	row = {0};

			CHECK_FOR_INTERRUPTS();
			sfn_values_add(&row, Int64GetDatum(outputs->branch->id));
			sfn_values_add(&row, Int32GetDatum(index));
			sfn_values_add_document(&row, outputs->branch->join->outputs[index]);
			sfn_row_write(writer, &row);
		}
	}
	sfn_row_writer_close(writer);
}

void
sfn_join_forget_outputs(const NewOutputs *outputs)
{
	BranchJoin *join = outputs->branch->join;

	for (int i = 0; i < outputs->count; i++)
	{
		Document  **output = &join->outputs[outputs->indexes[i]];

		sfn_document_release(*output);
		*output = NULL;
	}
	join->held_from = join->held_to = 0;
}

void
sfn_task_rows_insert(const Execution *execution, const List *branches)
{
	RowWriter  *writer = sfn_row_writer_open("task", TASK_COLUMNS);
	ListCell   *cell;

	foreach(cell, branches)
	{
		const Branch *branch = lfirst(cell);
		const PendingTask *pending = branch->pending;
		SqlValues	row = {0};

		CHECK_FOR_INTERRUPTS();
		sfn_values_add(&row, Int64GetDatum(pending->id));
		sfn_values_add(&row, UUIDPGetDatum(&execution->id));
		sfn_values_add(&row, Int64GetDatum(branch->id));
		sfn_values_add(&row, TimestampTzGetDatum(pending->scheduled));
		sfn_values_add_time(&row, pending->timeout_at, DT_NOEND);
		sfn_values_add_time(&row, pending->heartbeat_at, DT_NOEND);
		sfn_values_add_if(&row, pending->timeout_seconds != 0, Int64GetDatum(pending->timeout_seconds));
		sfn_values_add_if(&row, pending->heartbeat_seconds != 0, Int64GetDatum(pending->heartbeat_seconds));
		sfn_values_add_if(&row, pending->has_child, UUIDPGetDatum(&pending->child));
		sfn_values_add(&row, BoolGetDatum(pending->taken));
		sfn_values_add_pointer(&row, token_hash(pending));
		sfn_values_add_text(&row, pending->activity);
		sfn_values_add_text(&row, pending->worker_name);
		sfn_values_add_document(&row, pending->input);
		add_answer(&row, pending);
		sfn_row_write(writer, &row);
	}
	sfn_row_writer_close(writer);
}

void
sfn_task_row_update(const PendingTask *pending)
{
	SqlValues	answer = {0};
	KeyedRow	row;

	if (!sfn_keyed_row_find(&row, &sfn_task_key, Int64GetDatum(pending->id), ROW_READ))
		elog(ERROR, "row of task " INT64_FORMAT " is gone", pending->id);
	sfn_view_set_time(&row.view, COL_TASK_TIMEOUT_AT, pending->timeout_at, DT_NOEND);
	sfn_view_set_time(&row.view, COL_TASK_HEARTBEAT_AT, pending->heartbeat_at, DT_NOEND);
	sfn_view_set_if(&row.view, COL_TASK_CHILD, pending->has_child, UUIDPGetDatum(&pending->child));
	sfn_view_set(&row.view, COL_TASK_TAKEN, BoolGetDatum(pending->taken));
	sfn_view_set_pointer(&row.view, COL_TASK_TOKEN_HASH, token_hash(pending));
	sfn_view_set_text(&row.view, COL_TASK_WORKER_NAME, pending->worker_name);
	add_answer(&answer, pending);
	for (int i = 0; i < answer.count; i++)
		sfn_view_set_if(&row.view, COL_TASK_ANSWER + i, answer.nulls[i] != 'n', answer.values[i]);
	sfn_keyed_row_update(&row);
	sfn_keyed_row_release(&row);
}

static void
add_answer(SqlValues *values, const PendingTask *pending)
{
	sfn_values_add_if(values, pending->is_answered,
					  Int16GetDatum(pending->has_succeeded ? ANSWER_SUCCESS : ANSWER_FAILURE));
	sfn_values_add_text(values, pending->error);
	sfn_values_add_text(values, pending->cause);
	sfn_values_add_document(values, pending->output);
}

static bytea *
token_hash(const PendingTask *pending)
{
	bytea	   *hash;

	if (!pending->has_token)
		return NULL;
	hash = palloc(VARHDRSZ + TASK_TOKEN_HASH_BYTES);
	SET_VARSIZE(hash, VARHDRSZ + TASK_TOKEN_HASH_BYTES);
	memcpy(VARDATA(hash), pending->token_hash, TASK_TOKEN_HASH_BYTES);
	return hash;
}

void
sfn_values_add_timer(SqlValues *values, const Timer *timer)
{
	sfn_values_add_if(values, timer->stored_id != 0, TimestampTzGetDatum(timer->stored_due));
	sfn_values_add_if(values, timer->stored_id != 0, Int64GetDatum(timer->stored_id));
}

void
sfn_values_add_time(SqlValues *values, TimestampTz time, TimestampTz none)
{
	sfn_values_add_if(values, time != none, TimestampTzGetDatum(time));
}

void
sfn_values_add_document(SqlValues *values, const Document *document)
{
	sfn_values_add_pointer(values, document == NULL ? NULL : document->jsonb);
}
