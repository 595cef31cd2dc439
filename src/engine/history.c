/*-------------------------------------------------------------------------
 *
 * history.c
 *	  The single builder of history events.
 *
 * Ids run through the whole execution, branches included; links run along each
 * branch.  The main line starts with no last event, so the first state's
 * Entered event follows 0 and not ExecutionStarted, as the service has it.
 *
 * Numbers are given out even where nobody listens (EXPRESS without logging),
 * because Causes name the id of the event with which a state was entered.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "engine/history.h"
#include "engine/settle.h"
#include "utils/timestamp.h"

static void emit(Execution *execution, Event *event);
static void emit_on(Branch *branch, Event *event);
static void emit_task(Branch *branch, EventType task, EventType lambda, EventType activity, Event *event);
static ResourceEvents family(const Branch *branch);

TimestampTz
sfn_execution_now(Execution *execution)
{
	TimestampTz real = GetCurrentTimestamp();

	if (real > execution->clock)
		execution->clock = real;
	return execution->clock;
}

bool
sfn_history_wanted(const Execution *execution)
{
	return execution->host->emit != NULL;
}

void
sfn_history_execution_started(Execution *execution)
{
	Event		event = {.type = EVENT_EXECUTION_STARTED, .time = execution->start_date,
	.data = sfn_execution_input(execution)};

	emit(execution, &event);
}

void
sfn_history_execution_ended(Execution *execution, EventType type, int64 previous)
{
	Event		event = {.type = type, .previous = previous};

	if (type == EVENT_EXECUTION_SUCCEEDED)
		event.data = execution->output;
	else if (type == EVENT_EXECUTION_TIMED_OUT)
		event.error = STATES_TIMEOUT;	/* which the execution itself does not have */
	else
	{
		event.error = execution->error.error;
		event.cause = execution->error.cause;
	}
	emit(execution, &event);
}

void
sfn_history_execution_redriven(Execution *execution)
{
	Event		event = {.type = EVENT_EXECUTION_REDRIVEN, .previous = execution->last_event,
	.number = execution->redrive_count};

	emit(execution, &event);
}

void
sfn_history_state_entered(Branch *branch)
{
	Event		event = {.type = sfn_event_state_entered(branch->state->type),
	.state = branch->state, .data = branch->input};

	branch->before_event = branch->last_event;
	emit_on(branch, &event);
	branch->entered_event = event.id;
	branch->entered_time = branch->execution->clock;
}

void
sfn_history_state_exited(Branch *branch, const Document *output, const Document *assigned)
{
	Event		event = {.type = sfn_event_state_exited(branch->state->type),
	.state = branch->state, .data = output, .assigned = assigned};

	emit_on(branch, &event);
}

void
sfn_history_task_scheduled(Branch *branch, const Document *parameters, int64 timeout, int64 heartbeat,
						   const char *credentials)
{
	Event		event = {.data = parameters, .number = timeout, .heartbeat = heartbeat, .text = credentials};

	emit_task(branch, EVENT_TASK_SCHEDULED, EVENT_LAMBDA_SCHEDULED, EVENT_ACTIVITY_SCHEDULED, &event);
}

void
sfn_history_task_started(Branch *branch, const char *worker_name)
{
	Event		event = {.text = worker_name};

	emit_task(branch, EVENT_TASK_STARTED, EVENT_LAMBDA_STARTED, EVENT_ACTIVITY_STARTED, &event);
}

void
sfn_history_task_submitted(Branch *branch, const Document *output)
{
	Event		event = {.type = EVENT_TASK_SUBMITTED, .state = branch->state, .data = output};

	emit_on(branch, &event);
}

void
sfn_history_task_succeeded(Branch *branch, const Document *output)
{
	Event		event = {.data = output};

	emit_task(branch, EVENT_TASK_SUCCEEDED, EVENT_LAMBDA_SUCCEEDED, EVENT_ACTIVITY_SUCCEEDED, &event);
}

void
sfn_history_task_failed(Branch *branch, const ExecutionError *error)
{
	Event		event = {.error = error->error, .cause = error->cause};

	emit_task(branch, EVENT_TASK_FAILED, EVENT_LAMBDA_FAILED, EVENT_ACTIVITY_FAILED, &event);
}

void
sfn_history_task_timed_out(Branch *branch, const ExecutionError *error)
{
	Event		event = {.error = error->error, .cause = error->cause};

	emit_task(branch, EVENT_TASK_TIMED_OUT, EVENT_LAMBDA_TIMED_OUT, EVENT_ACTIVITY_TIMED_OUT, &event);
}

/*
 * The service has it follow what the Entered event follows, as if it stood in
 * its place, unless the state's work came upon the error.
 */
void
sfn_history_evaluation_failed(Branch *branch, const ExecutionError *error)
{
	Event		event = {.type = EVENT_EVALUATION_FAILED, .state = branch->state,
	.error = error->error, .cause = error->cause, .text = error->location};

	branch->last_event = error->in_work ? branch->entered_event : branch->before_event;
	emit_on(branch, &event);
}

void
sfn_history_join_started(Branch *branch, int length)
{
	Event		event = {.state = branch->state, .number = length};

	event.type = branch->state->type == STATE_MAP ? EVENT_MAP_STATE_STARTED : EVENT_PARALLEL_STATE_STARTED;
	emit_on(branch, &event);
}

void
sfn_history_iteration_started(Branch *child, int64 previous)
{
	Event		event = {.type = EVENT_MAP_ITERATION_STARTED, .state = child->parent->state,
	.number = child->index};

	child->last_event = previous;
	emit_on(child, &event);
}

int64
sfn_history_iteration_ended(Branch *child, EventType type, int64 previous)
{
	Event		event = {.type = type, .previous = previous, .state = child->parent->state,
	.number = child->index};

	emit(child->execution, &event);
	return event.id;
}

int64
sfn_history_leaf(Branch *branch, EventType type, int64 previous)
{
	Event		event = {.type = type, .previous = previous, .state = branch->state};

	emit(branch->execution, &event);
	return event.id;
}

/* Number, stamp (unless it is stamped) and pass on. */
static void
emit(Execution *execution, Event *event)
{
	event->id = ++execution->last_event;
	if (execution->host->emit == NULL)
		return;
	if (event->time == 0)
		event->time = sfn_execution_now(execution);
	event->previous = sfn_event_settled(execution, event->previous);
	if (execution->is_unsettled)
		sfn_execution_hold_event(execution, event);
	else
		execution->host->emit(execution, event);
}

/* The same on a branch's line. */
static void
emit_on(Branch *branch, Event *event)
{
	event->previous = branch->last_event;
	emit(branch->execution, event);
	branch->last_event = event->id;
	branch->dirty = true;
}

static void
emit_task(Branch *branch, EventType task, EventType lambda, EventType activity, Event *event)
{
	EventType	types[] = {[EVENTS_TASK] = task, [EVENTS_LAMBDA] = lambda, [EVENTS_ACTIVITY] = activity};

	event->type = types[family(branch)];
	event->state = branch->state;
	emit_on(branch, event);
}

static ResourceEvents
family(const Branch *branch)
{
	return branch->state->u.task.resource->events;
}
