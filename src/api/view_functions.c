/*-------------------------------------------------------------------------
 *
 * view_functions.c
 *	  What the views ask for each row.
 *
 * They run as whoever queries the view, though the view's tables are read as its
 * owner.  Anyone may call them, so each decides for itself.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "fmgr.h"
#include "miscadmin.h"
#include "runtime/access.h"
#include "runtime/machine_cache.h"
#include "utils/builtins.h"

static bool can_read(int64 machine);

PG_FUNCTION_INFO_V1(sfn_sql_machine_readable);
PG_FUNCTION_INFO_V1(sfn_sql_state_name);
PG_FUNCTION_INFO_V1(sfn_sql_state_resource);

Datum
sfn_sql_machine_readable(PG_FUNCTION_ARGS)
{
	PG_RETURN_BOOL(can_read(PG_GETARG_INT64(0)));
}

Datum
sfn_sql_state_name(PG_FUNCTION_ARGS)
{
	CachedRevision *revision = sfn_revision_acquire(PG_GETARG_INT64(0));
	const StateMachine *machine = revision->identity.machine;
	int			number = PG_GETARG_INT32(1);
	text	   *name = NULL;

	if (can_read(revision->machine.id) && number >= 0 && number < machine->state_count)
		name = cstring_to_text(machine->states[number]->name);
	sfn_revision_release(revision);
	if (name == NULL)
		PG_RETURN_NULL();
	PG_RETURN_TEXT_P(name);
}

Datum
sfn_sql_state_resource(PG_FUNCTION_ARGS)
{
	CachedRevision *revision = sfn_revision_acquire(PG_GETARG_INT64(0));
	const StateMachine *machine = revision->identity.machine;
	int			number = PG_GETARG_INT32(1);
	text	   *resource = NULL;

	if (can_read(revision->machine.id) && number >= 0 && number < machine->state_count &&
		machine->states[number]->type == STATE_TASK)
		resource = cstring_to_text(machine->states[number]->u.task.resource->text);
	sfn_revision_release(revision);
	if (resource == NULL)
		PG_RETURN_NULL();
	PG_RETURN_TEXT_P(resource);
}

static bool
can_read(int64 machine)
{
	return sfn_access_allowed(GetUserId(), TARGET_MACHINE, machine, ACCESS_READ);
}
