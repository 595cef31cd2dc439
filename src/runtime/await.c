/*-------------------------------------------------------------------------
 *
 * await.c
 *	  Wait for the end of an execution.
 *
 * What counts is what is committed at the moment, whatever the caller's snapshot
 * shows; on a standby too, where no commit wakes and the wait looks once a second.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "base/error_codes.h"
#include "miscadmin.h"
#include "runtime/access.h"
#include "runtime/active.h"
#include "runtime/await.h"
#include "runtime/wake.h"
#include "store/execution_store.h"

typedef struct Await
{
	const pg_uuid_t *id;
	ExecutionPeek peek;
	bool		is_gone;
} Await;

static bool has_ended(void *arg);

const char *
sfn_execution_await(const pg_uuid_t *id, TimestampTz until)
{
	Await		await = {.id = id};
	bool		is_active = sfn_active_find(id) != NULL;

	if (!is_active)
	{
		MachineRow *machine = sfn_execution_peek(id, &await.peek) ? sfn_machine_fetch(await.peek.machine) : NULL;

		if (machine == NULL)
			ereport(ERROR,
					(errcode(ERRCODE_SFN_EXECUTION_DOES_NOT_EXIST),
					 errmsg("Execution Does Not Exist: '%s'", sfn_uuid_text(id))));
		sfn_access_check(TARGET_MACHINE, machine->id, machine->name, ACCESS_READ);
		if (await.peek.status != EXECUTION_RUNNING)
			return sfn_execution_status_name(await.peek.status);
	}
	if (is_active || await.peek.is_own)
		ereport(ERROR,
				(errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
				 errmsg("cannot await an execution in the transaction that has started or changed it"),
				 errdetail("Execution %s can go on only after this transaction.", sfn_uuid_text(id)),
				 errhint("Commit, and await it then.")));
	(void) sfn_wake_wait(WAKE_EXECUTION_ENDED, sfn_wake_execution_key(id), has_ended, &await, until);
	return await.is_gone ? NULL : sfn_execution_status_name(await.peek.status);
}

/* One that is gone has ended: of an EXPRESS execution nothing may be kept. */
static bool
has_ended(void *arg)
{
	Await	   *await = arg;

	await->is_gone = !sfn_execution_peek(await->id, &await->peek);
	return await->is_gone || await->peek.status != EXECUTION_RUNNING;
}
