/*-------------------------------------------------------------------------
 *
 * execution_view.c
 *	  Look at an execution, wherever it is.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "base/error_codes.h"
#include "base/random_id.h"
#include "miscadmin.h"
#include "runtime/active.h"
#include "runtime/execution_view.h"
#include "runtime/machine_cache.h"
#include "store/definition_list.h"
#include "store/history_read.h"

/* A visitor of a history, and what it is given besides the event */
typedef struct HistoryVisit
{
	bool		(*visit) (const Event *event, const EventSurroundings *surroundings, void *arg);
	void	   *arg;
	LogLevel	level;			/* only events that this covers */
	EventSurroundings surroundings;
} HistoryVisit;

static void refuse_missing(const char *asked_for) pg_attribute_noreturn();
static void view_active(Execution *execution, ExecutionView *view);
static void name_arns(ExecutionView *view, int version, const char *alias);
static bool find_by_name(const MachineRow *machine, const char *name, pg_uuid_t *id);
static void view_events(const ExecutionView *view, bool as_logged,
						bool (*visit) (const Event *event, const EventSurroundings *surroundings, void *arg),
						void *arg);
static bool visit_event(const Event *event, void *arg);

void
sfn_execution_view(const pg_uuid_t *id, const char *asked_for, AccessRight right, ExecutionView *view)
{
	Execution  *active = sfn_active_find(id);
	ExecutionRow *row = active == NULL ? sfn_execution_fetch(id) : NULL;
	MachineRow *machine = row == NULL ? NULL : sfn_machine_fetch(row->machine);

	if (active != NULL)
		view_active(active, view);
	else if (machine != NULL)
		sfn_execution_view_row(row, machine, view);
	else
		refuse_missing(asked_for != NULL ? asked_for : sfn_uuid_text(id));
	sfn_access_check(TARGET_MACHINE, view->machine->id, view->machine->name, right);
}

void
sfn_execution_view_row(const ExecutionRow *row, MachineRow *machine, ExecutionView *view)
{
	memset(view, 0, sizeof(*view));
	view->id = row->id;
	view->machine = machine;
	view->revision = row->revision;
	view->name = row->name != NULL ? row->name : sfn_uuid_text(&row->id);
	view->status = row->status;
	if (row->input != NULL)
		sfn_json_from_jsonb(row->input, &view->input);
	view->has_output = row->output != NULL;
	if (view->has_output)
		sfn_json_from_jsonb(row->output, &view->output);
	view->error = row->error;
	view->cause = row->cause;
	view->start_date = row->start_date;
	view->stop_date = row->stop_date;
	view->redrive_count = row->redrive_count;
	view->redrive_date = row->redrive_date;
	view->trace_header = row->trace_header;
	view->last_event = row->last_event;
	name_arns(view, row->version, row->alias);
}

MachineRow *
sfn_execution_list_machine(const char *reference, ExecutionFilter *filter)
{
	MachineReference found;
	MachineRow *machine = palloc(sizeof(MachineRow));

	sfn_machine_resolve(reference, &found);
	sfn_access_check(TARGET_MACHINE, found.machine.id, found.machine.name, ACCESS_READ);
	if (found.machine.type == MACHINE_EXPRESS)
		ereport(ERROR,
				(errcode(ERRCODE_SFN_STATE_MACHINE_TYPE_NOT_SUPPORTED),
				 errmsg("This operation is not supported by this type of state machine"),
				 errdetail("State machine \"%s\" is of type EXPRESS.", found.machine.name),
				 errhint("Its executions, as far as its logging keeps them, are in the view sfn.executions.")));
	*machine = found.machine;
	filter->machine = machine->id;
	filter->status = -1;
	filter->version = found.alias == NULL ? found.version : 0;
	filter->alias = found.alias;
	return machine;
}

bool
sfn_execution_find_arn(const Arn *arn, pg_uuid_t *id)
{
	MachineRow *machine;
	ListCell   *cell;

	if (arn->label != NULL)
		return false;
	if (arn->kind == ARN_EXPRESS)
	{
		ExecutionHead head;

		return sfn_uuid_parse(arn->suffix, id) &&
			(sfn_active_find(id) != NULL || sfn_execution_head(id, &head));
	}
	machine = sfn_machine_find(arn->name, arn->region, arn->account);
	if (machine != NULL && find_by_name(machine, arn->qualifier, id))
		return true;

	/*
	 * Executions outlive their machine, and its name may have been given
	 * again.
	 */
	foreach(cell, sfn_machine_list_named(arn->name, arn->region, arn->account))
	{
		machine = lfirst(cell);
		if (machine != NULL && machine->deleted && find_by_name(machine, arn->qualifier, id))
			return true;
	}
	return false;
}

void
sfn_execution_resolve(const char *text, const Arn *arn, pg_uuid_t *id)
{
	if (!sfn_execution_find_arn(arn, id))
		refuse_missing(text);
}

void
sfn_execution_view_log(const ExecutionView *view,
					   bool (*visit) (const Event *event, const EventSurroundings *surroundings, void *arg),
					   void *arg)
{
	view_events(view, true, visit, arg);
}

void
sfn_execution_view_history(const ExecutionView *view,
						   bool (*visit) (const Event *event, const EventSurroundings *surroundings, void *arg),
						   void *arg)
{
	view_events(view, false, visit, arg);
}

/* Of EXPRESS executions never more is shown than their machine logs. */
static void
view_events(const ExecutionView *view, bool as_logged,
			bool (*visit) (const Event *event, const EventSurroundings *surroundings, void *arg), void *arg)
{
	CachedRevision *revision = sfn_revision_acquire(view->revision);
	HistoryVisit walk = {
		.visit = visit,
		.arg = arg,
		.level = LOG_LEVEL_ALL,
		.surroundings = {
			.role_arn = revision->identity.role_arn,
			.region = revision->identity.surroundings.region,
			.version_arn = view->version_arn,
			.alias_arn = view->alias_arn
		}
	};

	if (as_logged || revision->identity.type == MACHINE_EXPRESS)
	{
		walk.level = revision->identity.logging.level;
		walk.surroundings.hide_data = !revision->identity.logging.include_data;
	}
	if (view->active != NULL)
		sfn_history_read_active(view->active, visit_event, &walk);
	else
		sfn_history_read(&view->id, revision->identity.machine, visit_event, &walk);
	sfn_revision_release(revision);
}

static void
refuse_missing(const char *asked_for)
{
	ereport(ERROR,
			(errcode(ERRCODE_SFN_EXECUTION_DOES_NOT_EXIST),
			 errmsg("Execution Does Not Exist: '%s'", asked_for)));
}

static void
view_active(Execution *execution, ExecutionView *view)
{
	memset(view, 0, sizeof(*view));
	view->active = execution;
	view->id = execution->id;
	view->machine = sfn_machine_fetch(execution->identity->machine_id);
	view->revision = execution->identity->revision_id;
	view->name = execution->name;
	view->status = execution->status;
	view->input = execution->input->value;
	view->has_output = execution->output != NULL;
	if (view->has_output)
		view->output = execution->output->value;
	view->error = execution->error.error;
	view->cause = execution->error.cause;
	view->start_date = execution->start_date;
	view->stop_date = execution->stop_date;
	view->redrive_count = execution->redrive_count;
	view->redrive_date = execution->redrive_date;
	view->trace_header = execution->trace_header;
	/* What is not settled is not to be seen yet. */
	view->last_event = execution->is_unsettled ? execution->stored_events : execution->last_event;
	name_arns(view, execution->version, execution->alias);
}

static void
name_arns(ExecutionView *view, int version, const char *alias)
{
	const MachineRow *machine = view->machine;

	view->machine_arn = sfn_arn_state_machine(machine->region, machine->account, machine->name);
	view->arn = machine->type == MACHINE_EXPRESS ?
		sfn_arn_express(machine->region, machine->account, machine->name, view->name, &view->id) :
		sfn_arn_execution(machine->region, machine->account, machine->name, view->name);
	if (version != 0)
		view->version_arn = psprintf("%s:%d", view->machine_arn, version);
	if (alias != NULL)
		view->alias_arn = psprintf("%s:%s", view->machine_arn, alias);
}

static bool
find_by_name(const MachineRow *machine, const char *name, pg_uuid_t *id)
{
	Execution  *active = sfn_active_find_by_name(machine->id, name);

	if (active == NULL)
		return sfn_execution_find_by_name(machine->id, name, id);
	*id = active->id;
	return true;
}

static bool
visit_event(const Event *event, void *arg)
{
	HistoryVisit *walk = arg;

	CHECK_FOR_INTERRUPTS();
	if (!sfn_log_level_covers(walk->level, event->type))
		return true;
	return walk->visit(event, &walk->surroundings, walk->arg);
}
