/*-------------------------------------------------------------------------
 *
 * execution_trace.c
 *	  What became of each state of an execution, read off its history.
 *
 * A state is open from its Entered event on.  Its Exited event tells that it
 * is done; whether a catcher had to help is seen from whether its work
 * succeeded before.  What does not exit is told by the event with which
 * something around it ends: of the states that are open then, the one whose
 * event that event follows has failed, and the others were given up.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "api/execution_trace.h"

/*
 * What is known of a state so far; of one entered often, about the last time
 */
typedef struct StateTrace
{
	GraphStatus status;
	bool		succeeded;		/* its work, not yet itself */
	int64		last_event;
} StateTrace;

typedef struct ExecutionTrace
{
	const StateMachine *machine;
	StateTrace *states;			/* by number */
} ExecutionTrace;

static bool follow(const Event *event, const EventSurroundings *surroundings, void *arg);
static void follow_state(ExecutionTrace *trace, const Event *event);
static void end_inside(ExecutionTrace *trace, const State *outer, int64 failing_event);
static bool is_open_inside(const ExecutionTrace *trace, int number, const State *outer);
static bool is_inside(const State *state, const State *outer);
static bool has_work(const State *state);

GraphStatus *
sfn_execution_trace(const ExecutionView *view, const StateMachine *machine)
{
	ExecutionTrace trace = {.machine = machine};
	GraphStatus *statuses = palloc(machine->state_count * sizeof(GraphStatus));

	trace.states = palloc0(machine->state_count * sizeof(StateTrace));
	sfn_execution_view_history(view, follow, &trace);
	for (int i = 0; i < machine->state_count; i++)
		statuses[i] = trace.states[i].status;
	pfree(trace.states);
	return statuses;
}

static bool
follow(const Event *event, const EventSurroundings *surroundings, void *arg)
{
	ExecutionTrace *trace = arg;

	switch (event->type)
	{
		case EVENT_EXECUTION_FAILED:
		case EVENT_EXECUTION_ABORTED:
		case EVENT_EXECUTION_TIMED_OUT:
			end_inside(trace, NULL, event->previous);
			break;

			/* A new attempt begins where the one before it has failed. */
		case EVENT_MAP_STATE_STARTED:
		case EVENT_PARALLEL_STATE_STARTED:
		case EVENT_MAP_STATE_FAILED:
		case EVENT_PARALLEL_STATE_FAILED:
			end_inside(trace, event->state, event->previous);
			break;
		default:
			break;
	}
	if (event->state != NULL)
		follow_state(trace, event);
	return true;
}

static void
follow_state(ExecutionTrace *trace, const Event *event)
{
	const State *state = event->state;
	StateTrace *seen = &trace->states[state->number];

	if (event->type == sfn_event_state_entered(state->type))
	{
		seen->status = GRAPH_RUNNING;
		seen->succeeded = false;
	}
	else if (event->type == sfn_event_state_exited(state->type))
		seen->status = has_work(state) && !seen->succeeded ? GRAPH_CAUGHT : GRAPH_SUCCEEDED;
	else
	{
		switch (event->type)
		{
			case EVENT_TASK_SUCCEEDED:
			case EVENT_LAMBDA_SUCCEEDED:
			case EVENT_ACTIVITY_SUCCEEDED:
			case EVENT_MAP_STATE_SUCCEEDED:
			case EVENT_PARALLEL_STATE_SUCCEEDED:
				seen->succeeded = true;
				break;
			case EVENT_MAP_STATE_FAILED:
			case EVENT_PARALLEL_STATE_FAILED:
				seen->succeeded = false;
				break;
			case EVENT_TASK_STATE_ABORTED:
			case EVENT_WAIT_STATE_ABORTED:
			case EVENT_MAP_STATE_ABORTED:
			case EVENT_PARALLEL_STATE_ABORTED:
				/* follows the event that ended it, which may be its own */
				seen->status = seen->last_event == event->previous ? GRAPH_FAILED : GRAPH_ABORTED;
				break;
			default:
				break;
		}
	}
	seen->last_event = event->id;
}

/*
 * The states inside outer (NULL: all) that are open end, one of them with
 * failing_event, and those around that fail with it.
 */
static void
end_inside(ExecutionTrace *trace, const State *outer, int64 failing_event)
{
	const State *failing = NULL;

	for (int i = 0; i < trace->machine->state_count && failing == NULL; i++)
	{
		if (is_open_inside(trace, i, outer) && trace->states[i].last_event == failing_event)
			failing = trace->machine->states[i];
	}
	for (int i = 0; i < trace->machine->state_count; i++)
	{
		const State *state = trace->machine->states[i];

		if (!is_open_inside(trace, i, outer))
			continue;
		trace->states[i].status = failing != NULL && (state == failing || is_inside(failing, state)) ?
			GRAPH_FAILED : GRAPH_ABORTED;
	}
}

static bool
is_open_inside(const ExecutionTrace *trace, int number, const State *outer)
{
	return trace->states[number].status == GRAPH_RUNNING && is_inside(trace->machine->states[number], outer);
}

static bool
is_inside(const State *state, const State *outer)
{
	if (outer == NULL)
		return true;
	for (const State *owner = state->scope->owner; owner != NULL; owner = owner->scope->owner)
	{
		if (owner == outer)
			return true;
	}
	return false;
}

/* Whether there is something in the state that may fail and be caught */
static bool
has_work(const State *state)
{
	return state->type == STATE_TASK || state->type == STATE_MAP || state->type == STATE_PARALLEL;
}
