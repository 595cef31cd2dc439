/*-------------------------------------------------------------------------
 *
 * execution_record.c
 *	  What the store remembers of an execution in memory (Execution.history).
 *
 * The engine says that a branch changed, not what of it.  Counters change with
 * every child of a Map that ends, its documents do not, and writing those again would
 * rewrite megabytes.  So the store keeps, for each branch that has a row, the
 * serials of the documents that the row holds.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "common/hashfn.h"
#include "store/execution_record.h"

#define SH_PREFIX stored_branches
#define SH_ELEMENT_TYPE StoredBranch
#define SH_KEY_TYPE int64
#define SH_KEY id
#define SH_HASH_KEY(table, key) murmurhash32((uint32) (key) ^ (uint32) ((key) >> 32))
#define SH_EQUAL(table, a, b) ((a) == (b))
#define SH_SCOPE static inline
#define SH_DECLARE
#define SH_DEFINE
#include "lib/simplehash.h"

static uint64
serial_of(const Document *document)
{
	return document == NULL ? 0 : document->serial;
}

ExecutionRecord *
sfn_record_get(Execution *execution)
{
	if (execution->history == NULL)
		execution->history = MemoryContextAllocZero(execution->context, sizeof(ExecutionRecord));
	return execution->history;
}

StoredBranch *
sfn_record_branch(Execution *execution, const Branch *branch)
{
	ExecutionRecord *record = sfn_record_get(execution);
	const BranchJoin *join = branch->join;
	StoredBranch *stored;
	bool		found;

	if (record->branches == NULL)
		record->branches = stored_branches_create(execution->context, 8, NULL);
	stored = stored_branches_insert(record->branches, branch->id, &found);
	if (!found || sfn_record_input_changed(stored, branch))
		stored->input = serial_of(branch->input);
	stored->variables = serial_of(branch->variables.values);
	stored->timer_kind = branch->timer.kind;
	stored->join_event = join == NULL ? 0 : join->started_event;
	stored->has_items = join != NULL && join->next < join->count;
	stored->has_outputs = join != NULL && join->stored_outputs > 0;
	stored->read_outputs = false;
	return stored;
}

bool
sfn_record_input_changed(const StoredBranch *stored, const Branch *branch)
{
	if (branch->input == NULL && stored->input == INPUT_NOT_READ)
		return false;
	return serial_of(branch->input) != stored->input;
}

StoredBranch *
sfn_record_find_branch(Execution *execution, int64 id)
{
	ExecutionRecord *record = sfn_record_get(execution);

	return record->branches == NULL ? NULL : stored_branches_lookup(record->branches, id);
}
