/*-------------------------------------------------------------------------
 *
 * notify.c
 *	  Tell who listens: tasks that wait for someone outside, changes of status.
 *
 * NOTIFY takes a lock of the whole cluster until the commit is flushed, so
 * nothing is sent that nobody outside waits for.  No token is ever in a
 * notification: LISTEN has no access control.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "commands/async.h"
#include "lib/stringinfo.h"
#include "miscadmin.h"
#include "runtime/notify.h"

#define TASK_CHANNEL "sfn_task"
#define EXECUTION_CHANNEL "sfn_execution"

/* A notification has less than 8,000 bytes; escaped, each of these may become six. */
#define LONGEST_RESOURCE 1000

static void collect(Branch *branch, List **waiting);
static void send_task(const Execution *execution, const Branch *branch);
static void append_member(StringInfo text, const char *name, const char *value);

List *
sfn_notify_collect(Execution *execution)
{
	List	   *waiting = NIL;

	if (execution->root != NULL)
		collect(execution->root, &waiting);
	return waiting;
}

void
sfn_notify_tasks(const Execution *execution, const List *waiting)
{
	ListCell   *cell;

	foreach(cell, waiting)
		send_task(execution, lfirst(cell));
}

void
sfn_notify_status(const Execution *execution)
{
	StringInfoData text;

	if (!execution->notifies)
		return;
	initStringInfo(&text);
	appendStringInfoChar(&text, '{');
	append_member(&text, "execution", sfn_uuid_text(&execution->id));
	append_member(&text, "machine", execution->identity->name);
	append_member(&text, "status", sfn_execution_status_name(execution->status));
	appendStringInfoChar(&text, '}');
	Async_Notify(EXECUTION_CHANNEL, text.data);
}

/* A nested execution that is waited for is nobody's task outside. */
static void
collect(Branch *branch, List **waiting)
{
	dlist_iter	iter;

	check_stack_depth();
	if (branch->pending != NULL && branch->pending->id == 0 && !branch->pending->has_child)
		*waiting = lappend(*waiting, branch);
	dlist_foreach(iter, &branch->children)
		collect(dlist_container(Branch, sibling, iter.cur), waiting);
}

/* A resource of any length must not keep the execution from waiting. */
static void
send_task(const Execution *execution, const Branch *branch)
{
	const char *resource = branch->state->u.task.resource->text;
	StringInfoData text;

	initStringInfo(&text);
	appendStringInfo(&text, "{\"task\":" INT64_FORMAT, branch->pending->id);
	append_member(&text, "resource", strlen(resource) <= LONGEST_RESOURCE ? resource : NULL);
	append_member(&text, "activity", branch->pending->activity);
	append_member(&text, "execution", sfn_uuid_text(&execution->id));
	appendStringInfoChar(&text, '}');
	Async_Notify(TASK_CHANNEL, text.data);
}

static void
append_member(StringInfo text, const char *name, const char *value)
{
	if (text->data[text->len - 1] != '{')
		appendStringInfoChar(text, ',');
	appendStringInfo(text, "\"%s\":", name);
	if (value == NULL)
		appendStringInfoString(text, "null");
	else
		sfn_json_append_quoted(text, value, strlen(value));
}
