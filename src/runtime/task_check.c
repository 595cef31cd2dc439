/*-------------------------------------------------------------------------
 *
 * task_check.c
 *	  What the tasks of a definition would not find if they ran now.
 *
 * A definition may come before the functions it calls, as a view may not: they
 * are looked up when a task is reached, so what is missing is a warning and no
 * error.  The lookup is that of a task, for the role and with the search_path that
 * go with the definition.  Credentials are left out, since they are made of the
 * task's input.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "base/arn.h"
#include "miscadmin.h"
#include "runtime/activity.h"
#include "runtime/task_check.h"
#include "store/integration_store.h"
#include "task/task_function.h"
#include "utils/acl.h"

typedef struct TaskChecker
{
	Diagnostics *diagnostics;
	const char *role;
	Oid			role_oid;
	const char *search_path;
} TaskChecker;

static void check_task(const TaskChecker *checker, const TaskUse *task);
static void check_function(const TaskChecker *checker, const TaskUse *task, const char *name, bool literal);
static void check_integration(const TaskChecker *checker, const TaskUse *task);
static void check_activity(const TaskChecker *checker, const TaskUse *task);

void
sfn_tasks_check(Diagnostics *diagnostics, const char *role, const char *search_path)
{
	TaskChecker checker = {diagnostics, role, get_role_oid(role, true), search_path};
	ListCell   *cell;

	if (!OidIsValid(checker.role_oid))
		return;
	foreach(cell, diagnostics->tasks)
	{
		CHECK_FOR_INTERRUPTS();
		check_task(&checker, lfirst(cell));
	}
}

void
sfn_warnings_show(const Diagnostics *diagnostics)
{
	ListCell   *cell;

	foreach(cell, diagnostics->list)
	{
		const Diagnostic *diagnostic = lfirst(cell);

		if (diagnostic->severity == DIAGNOSTIC_WARNING)
			ereport(NOTICE,
					(errcode(ERRCODE_WARNING),
					 errmsg("definition has a warning at %s: %s",
							diagnostic->location == NULL ? "null" : diagnostic->location, diagnostic->code),
					 errdetail_internal("%s", diagnostic->message)));
	}
}

static void
check_task(const TaskChecker *checker, const TaskUse *task)
{
	switch (task->resource->kind)
	{
		case RESOURCE_PG_FUNCTION:
			check_function(checker, task, task->resource->name, false);
			break;
		case RESOURCE_LAMBDA:
			check_function(checker, task, task->resource->name, true);
			break;
		case RESOURCE_LAMBDA_INVOKE:
			if (task->function != NULL)
			{
				char	   *qualifier;

				check_function(checker, task, sfn_task_lambda_name(task->function, &qualifier), true);
			}
			break;
		case RESOURCE_INTEGRATION:
			check_integration(checker, task);
			break;
		case RESOURCE_ACTIVITY:
			check_activity(checker, task);
			break;
		case RESOURCE_PG_QUERY:
		case RESOURCE_PG_NOTIFY:
		case RESOURCE_START_EXECUTION:
			break;
	}
}

static void
check_function(const TaskChecker *checker, const TaskUse *task, const char *name, bool literal)
{
	FunctionReference reference = {
		.text = name,
		.literal = literal,
		.search_path = checker->search_path,
		.role = checker->role_oid
	};
	char	   *missing_grant;

	if (OidIsValid(sfn_function_lookup(&reference, &missing_grant)))
		return;
	if (missing_grant != NULL)
		sfn_diagnostics_add(checker->diagnostics, DIAGNOSTIC_WARNING, CODE_PERMISSION_MISSING, task->location,
							"Role %s may not call the function %s. Missing is: %s",
							checker->role, name, missing_grant);
	else
		sfn_diagnostics_add(checker->diagnostics, DIAGNOSTIC_WARNING, CODE_FUNCTION_NOT_FOUND, task->location,
							"Function not found: %s. It must take one jsonb and return jsonb; the search_path is %s.",
							name, checker->search_path);
}

static void
check_integration(const TaskChecker *checker, const TaskUse *task)
{
	const char *registration = task->resource->registration;
	char	   *function = sfn_integration_find(registration, checker->role);

	if (function != NULL)
		check_function(checker, task, function, false);
	else
		sfn_diagnostics_add(checker->diagnostics, DIAGNOSTIC_WARNING, CODE_INTEGRATION_NOT_REGISTERED,
							task->location,
							"No integration is registered for '%s'. Register one with sfn_register_integration.",
							registration);
}

static void
check_activity(const TaskChecker *checker, const TaskUse *task)
{
	const char *text = task->resource->text;
	Arn			arn;

	if (strncmp(text, "arn:", strlen("arn:")) == 0)
	{
		if (sfn_arn_parse(text, &arn) && arn.kind == ARN_ACTIVITY && sfn_activity_resolve(text) != NULL)
			return;
	}
	else if (sfn_activity_resolve(task->resource->name) != NULL)
		return;
	sfn_diagnostics_add(checker->diagnostics, DIAGNOSTIC_WARNING, CODE_ACTIVITY_NOT_FOUND, task->location,
						"Activity Does Not Exist: '%s'. Create it with sfn_create_activity.", text);
}
