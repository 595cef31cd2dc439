/*-------------------------------------------------------------------------
 *
 * redrive.c
 *	  Put an ended execution back to where it failed.
 *
 * An ended execution keeps no branches, but its history tells where they
 * stood: which state each had entered and not left, with what input, and what was
 * assigned on the way.  So the history is read once from the start, and
 * each event moves a line (a branch as it was) in a tree of lines.  An event
 * belongs to the line of the event it follows, or to one around that: what
 * closes a Parallel or Map follows an event inside it.
 *
 * At the end the lines that are left become branches.  A state that was entered
 * and not left is tried again without a second Entered event, with its
 * attempts counted from zero.  In a Parallel or Map the children that had
 * succeeded keep their outputs; the others go on from where they failed.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "engine/branch.h"
#include "engine/history.h"
#include "engine/join.h"
#include "engine/redrive.h"
#include "miscadmin.h"

/* A branch as the history shows it */
typedef struct Line
{
	struct Line *parent;		/* NULL: the main line */
	List	   *children;		/* of Line *: of the Parallel or Map that it is in */
	int			index;
	const StateScope *scope;
	const State *state;			/* the state it is in, or has left last */
	bool		is_open;		/* entered and not left */
	bool		ended;			/* left a state that ends it */
	Document   *input;			/* of the state it is in; having left it, its output */
	Document   *variables;
	int64		last_event;
	int64		entered_event;
	int64		before_event;
	TimestampTz entered_time;
	int64		started_event;	/* Parallel, Map: its Started event; 0: not yet */
	int64		items;			/* Map: how many there were then */
} Line;

struct Redrive
{
	Execution  *execution;
	Line	   *root;
	Line	  **lines;			/* by event id: whose event it was */
	int64		size;
	bool		too_large;		/* it ended with States.DataLimitExceeded: joins begin anew */
};

static Line *line_of(const Redrive *redrive, const Event *event);
static Line *child_in(Line *line, const State *state);
static Line *enter(Redrive *redrive, const Event *event);
static Line *add_line(Redrive *redrive, Line *parent, const StateScope *scope, int index);
static void leave(Redrive *redrive, Line *line, const Event *event);
static void assign(Redrive *redrive, Line *line, const Document *assigned);
static Document *copy(const Redrive *redrive, const Document *document);
static Branch *make_branch(Redrive *redrive, const Line *line, Branch *parent);
static void resume(Redrive *redrive, Branch *branch, const Line *line);
static void resume_children(Redrive *redrive, Branch *branch, const Line *line);

Redrive *
sfn_redrive_begin(Execution *execution)
{
	Redrive    *redrive = palloc0(sizeof(Redrive));

	redrive->execution = execution;
	redrive->size = execution->last_event + 1;
	redrive->lines = MemoryContextAllocExtended(CurrentMemoryContext, redrive->size * sizeof(Line *),
												MCXT_ALLOC_HUGE | MCXT_ALLOC_ZERO);
	redrive->root = add_line(redrive, NULL, execution->identity->machine->scope, 0);
	return redrive;
}

void
sfn_redrive_event(Redrive *redrive, const Event *event)
{
	Line	   *line = line_of(redrive, event);

	CHECK_FOR_INTERRUPTS();
	switch (sfn_event_type_info(event->type)->shape)
	{
		case SHAPE_STATE_ENTERED:
			line = enter(redrive, event);
			break;
		case SHAPE_STATE_EXITED:
			leave(redrive, line, event);
			break;
		default:
			break;
	}
	switch (event->type)
	{
		case EVENT_MAP_STATE_STARTED:
		case EVENT_PARALLEL_STATE_STARTED:
			/* also a retry, which begins all over */
			line->started_event = event->id;
			line->items = event->number;
			line->children = NIL;
			break;
		case EVENT_MAP_ITERATION_STARTED:
			line = add_line(redrive, line, event->state->u.map.processor, (int) event->number);
			break;
		case EVENT_EXECUTION_FAILED:
			redrive->too_large = event->error != NULL && strcmp(event->error, STATES_DATA_LIMIT_EXCEEDED) == 0;
			return;
		case EVENT_EXECUTION_ABORTED:
		case EVENT_EXECUTION_TIMED_OUT:
		case EVENT_EXECUTION_REDRIVEN:
			return;
		default:
			break;
	}
	if (line != NULL && event->id < redrive->size)
	{
		redrive->lines[event->id] = line;
		line->last_event = event->id;
	}
}

void
sfn_redrive_finish(Redrive *redrive)
{
	Execution  *execution = redrive->execution;
	Branch	   *root;

	execution->status = EXECUTION_RUNNING;
	execution->stop_date = 0;
	memset(&execution->error, 0, sizeof(execution->error));
	execution->redrive_count++;
	execution->redrive_date = sfn_execution_now(execution);
	sfn_history_execution_redriven(execution);
	root = make_branch(redrive, redrive->root, NULL);
	resume(redrive, root, redrive->root);
}

/*
 * The line that an event belongs to: that of the event it follows, or one
 * around it that is in the state.
 */
static Line *
line_of(const Redrive *redrive, const Event *event)
{
	Line	   *line = NULL;

	if (event->previous > 0 && event->previous < redrive->size)
		line = redrive->lines[event->previous];
	/* EvaluationFailed of a branch's first state follows what the branch follows */
	else if (event->type == EVENT_EVALUATION_FAILED)
		line = redrive->root;
	if (line != NULL && event->type == EVENT_EVALUATION_FAILED && line->state != event->state)
		line = child_in(line, event->state);
	while (line != NULL && event->state != NULL && line->state != event->state)
	{
		if (line->parent == NULL)
			break;
		line = line->parent;
	}
	return line;
}

/* The child that is in the state; if there is none, the line itself */
static Line *
child_in(Line *line, const State *state)
{
	ListCell   *cell;

	foreach(cell, line->children)
	{
		Line	   *child = lfirst(cell);

		if (child->state == state)
			return child;
	}
	return line;
}

static Line *
enter(Redrive *redrive, const Event *event)
{
	const State *state = event->state;
	Line	   *line = event->previous > 0 && event->previous < redrive->size ?
		redrive->lines[event->previous] : redrive->root;

	if (line == NULL)
		line = redrive->root;
	/* the first state of a Parallel's branch follows the Parallel's Started event */
	if (line->scope != state->scope && state->scope->owner == line->state &&
		line->state->type == STATE_PARALLEL)
		line = add_line(redrive, line, state->scope, state->scope->index);
	else
	{
		/* what follows a Parallel or Map follows an event inside it */
		while (line->scope != state->scope && line->parent != NULL)
			line = line->parent;
	}
	line->state = state;
	line->is_open = true;
	line->started_event = 0;
	line->children = NIL;
	line->input = copy(redrive, event->data);
	line->entered_event = event->id;
	line->before_event = event->previous;
	line->entered_time = event->time;
	return line;
}

static Line *
add_line(Redrive *redrive, Line *parent, const StateScope *scope, int index)
{
	Line	   *line = palloc0(sizeof(Line));

	line->parent = parent;
	line->scope = scope;
	line->index = index;
	line->state = scope->start;
	if (parent != NULL)
		parent->children = lappend(parent->children, line);
	return line;
}

static void
leave(Redrive *redrive, Line *line, const Event *event)
{
	if (line == NULL || line->state != event->state)
		return;
	line->is_open = false;
	line->ended = event->state->end || event->state->type == STATE_SUCCEED;
	line->started_event = 0;
	line->children = NIL;
	line->input = copy(redrive, event->data);
	if (event->assigned != NULL)
		assign(redrive, line, event->assigned);
}

static void
assign(Redrive *redrive, Line *line, const Document *assigned)
{
	JsonBuilder builder = {0};
	JsonbValue	merged;

	sfn_json_begin_object(&builder);
	if (line->variables != NULL)
		sfn_json_push_members(&builder, &line->variables->value);
	sfn_json_push_members(&builder, &assigned->value);
	sfn_json_end_object(&builder);
	sfn_json_built(&builder, &merged);
	line->variables = sfn_document_new(redrive->execution->context, &merged);
}

/* An event's documents go with the event. */
static Document *
copy(const Redrive *redrive, const Document *document)
{
	return sfn_document_new(redrive->execution->context, &document->value);
}

static Branch *
make_branch(Redrive *redrive, const Line *line, Branch *parent)
{
	Branch	   *branch = sfn_branch_create(redrive->execution, parent, line->scope, line->index);

	branch->state = line->state;
	branch->last_event = line->last_event;
	branch->entered_event = line->entered_event;
	branch->before_event = line->before_event;
	branch->entered_time = line->entered_time;
	branch->variables.values = line->variables;
	if (line->input != NULL)
		branch->input = line->input;
	else
		branch->input = parent == NULL ? sfn_document_share(sfn_execution_input(redrive->execution)) :
			sfn_join_restore_input(parent, line->index);
	return branch;
}

/* Let a branch go on from where its line stands. */
static void
resume(Redrive *redrive, Branch *branch, const Line *line)
{
	if (!line->is_open)
	{
		/* between two states; the end of a line that ended is up to its parent */
		if (line->entered_event != 0 && line->state->next != NULL)
			branch->state = line->state->next;
		branch->phase = BRANCH_ENTER;
	}
	else if (line->state->type == STATE_FAIL)
		branch->phase = BRANCH_ENTER;
	else
		branch->phase = BRANCH_ATTEMPT;

	if (line->is_open && line->started_event != 0 && line->children != NIL && !redrive->too_large &&
		sfn_join_restore(branch, line->started_event, line->items))
		resume_children(redrive, branch, line);
	sfn_branch_make_runnable(branch);
}

/* Those of a Parallel or Map with some of its children done */
static void
resume_children(Redrive *redrive, Branch *branch, const Line *line)
{
	ListCell   *cell;

	foreach(cell, line->children)
	{
		const Line *child = lfirst(cell);

		if (child->ended && !child->is_open)
			sfn_join_restore_output(branch, child->index, child->input);
		else
		{
			Branch	   *again = make_branch(redrive, child, branch);

			sfn_join_restore_child(again);
			resume(redrive, again, child);
		}
	}
}
