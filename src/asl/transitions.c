/*-------------------------------------------------------------------------
 *
 * transitions.c
 *	  Where a definition leads: names, targets, ends, what can be reached.
 *
 * A transition finds its target only among the states of its own States
 * object, so that nothing leads into or out of a branch.  Names are unique
 * over the whole machine all the same.
 *
 * As in the service, a machine without any terminal state is not searched for
 * unreachable ones, and only the top level needs a terminal state: a branch
 * without one is a warning.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "asl/compiler.h"
#include "mb/pg_wchar.h"
#include "miscadmin.h"

/* The service's limit for a state's name, in characters */
#define LONGEST_STATE_NAME 80

typedef struct NameUse
{
	const StateSource *source;
	int			order;
	bool		duplicate;
} NameUse;

static int	compare_uses(const void *a, const void *b);
static int	compare_orders(const void *a, const void *b);
static void stand_in(const Transition *transition);
static bool has_end(const ScopeSource *scope);
static void check_reachable(Compiler *compiler, ScopeSource *scope);

/*
 * source NULL: the scope's StartAt.  slot gets the target when all states are
 * known.
 */
void
sfn_note_transition(Compiler *compiler, StateSource *source, const JsonNode *target,
					const Place *place, State **slot)
{
	Transition *transition = MemoryContextAllocZero(compiler->scratch, sizeof(Transition));

	transition->target = target->text;
	transition->place = place;
	transition->scope = compiler->scope;
	transition->slot = slot;
	compiler->transitions = sfn_compiler_note(compiler, compiler->transitions, transition);
	if (source != NULL)
		source->transitions = sfn_compiler_note(compiler, source->transitions, transition);
	else
		compiler->scope->start = transition;
}

void
sfn_check_state_names(Compiler *compiler)
{
	int			count = list_length(compiler->names);
	NameUse    *uses = MemoryContextAllocZero(compiler->scratch, sizeof(NameUse) * Max(count, 1));
	ListCell   *cell;

	foreach(cell, compiler->names)
	{
		NameUse    *use = &uses[foreach_current_index(cell)];

		use->source = lfirst(cell);
		use->order = foreach_current_index(cell);
	}

	qsort(uses, count, sizeof(NameUse), compare_uses);
	for (int i = 1; i < count; i++)
		uses[i].duplicate = strcmp(uses[i].source->state->name, uses[i - 1].source->state->name) == 0;
	qsort(uses, count, sizeof(NameUse), compare_orders);

	for (int i = 0; i < count; i++)
	{
		const char *name = uses[i].source->state->name;
		const Place *place = uses[i].source->place;

		if (name[0] == '\0')
			sfn_compiler_report(compiler, DIAGNOSTIC_ERROR, CODE_INVALID_STATE_NAME, place,
								"State name cannot be empty");
		else if (pg_mbstrlen(name) > LONGEST_STATE_NAME)
			sfn_compiler_report(compiler, DIAGNOSTIC_ERROR, CODE_INVALID_STATE_NAME, place,
								"State name '%s' exceeds the %d-character limit allowed by the service",
								name, LONGEST_STATE_NAME);
		if (uses[i].duplicate)
			sfn_compiler_report(compiler, DIAGNOSTIC_ERROR, CODE_DUPLICATE_STATE_NAME, place,
								"Duplicate State name: %s", name);
	}
}

static int
compare_uses(const void *a, const void *b)
{
	const NameUse *left = a;
	const NameUse *right = b;
	int			result = strcmp(left->source->state->name, right->source->state->name);

	return result != 0 ? result : compare_orders(a, b);
}

static int
compare_orders(const void *a, const void *b)
{
	return ((const NameUse *) a)->order - ((const NameUse *) b)->order;
}

/* Give every transition its state, then look at the whole. */
void
sfn_check_transitions(Compiler *compiler)
{
	ListCell   *cell;

	foreach(cell, compiler->transitions)
	{
		Transition *transition = lfirst(cell);

		transition->found = sfn_scope_find_state(transition->scope, transition->target);
		if (transition->found == NULL && compiler->lone_state && transition->scope->outer == NULL)
			stand_in(transition);
		else if (transition->found == NULL)
			sfn_compiler_report(compiler, DIAGNOSTIC_ERROR, CODE_MISSING_TRANSITION_TARGET, transition->place,
								"Missing 'Next' target: %s", transition->target);
		else if (transition->slot != NULL)
			*transition->slot = transition->found->state;
	}

	foreach(cell, compiler->scopes)
	{
		ScopeSource *scope = lfirst(cell);

		CHECK_FOR_INTERRUPTS();
		if (scope->outer == NULL && compiler->lone_state)
			continue;
		if (scope->outer == NULL && !has_end(scope))
		{
			sfn_compiler_report_text(compiler, CODE_MISSING_END_STATE, NULL, "Workflow has no terminal state");
			continue;
		}
		if (!has_end(scope))
			sfn_compiler_report(compiler, DIAGNOSTIC_WARNING, CODE_MISSING_END_STATE, scope->place,
								"Workflow has no terminal state");
		if (scope->start != NULL)
			check_reachable(compiler, scope);
	}
}

/* What a lone state leads to is known by name only. */
static void
stand_in(const Transition *transition)
{
	State	   *state;

	if (transition->slot == NULL)
		return;
	state = palloc0(sizeof(State));
	state->name = pstrdup(transition->target);
	*transition->slot = state;
}

StateSource *
sfn_scope_find_state(const ScopeSource *scope, const char *name)
{
	int			low = 0;
	int			high = scope->scope->count;

	while (low < high)
	{
		int			middle = (low + high) / 2;
		int			order = strcmp(name, scope->by_name[middle]->state->name);

		if (order == 0)
			return scope->by_name[middle];
		if (order < 0)
			high = middle;
		else
			low = middle + 1;
	}
	return NULL;
}

static bool
has_end(const ScopeSource *scope)
{
	for (int i = 0; i < scope->scope->count; i++)
		if (scope->states[i].terminal)
			return true;
	return false;
}

static void
check_reachable(Compiler *compiler, ScopeSource *scope)
{
	int			count = scope->scope->count;
	StateSource **open = MemoryContextAlloc(compiler->scratch, sizeof(StateSource *) * Max(count, 1));
	int			depth = 0;

	if (scope->start->found != NULL)
	{
		scope->start->found->reached = true;
		open[depth++] = scope->start->found;
	}
	while (depth > 0)
	{
		StateSource *source = open[--depth];
		ListCell   *cell;

		foreach(cell, source->transitions)
		{
			StateSource *next = ((Transition *) lfirst(cell))->found;

			if (next != NULL && !next->reached)
			{
				next->reached = true;
				open[depth++] = next;
			}
		}
	}

	for (int i = 0; i < count; i++)
		if (!scope->states[i].reached)
			sfn_compiler_report(compiler, DIAGNOSTIC_ERROR, CODE_MISSING_TRANSITION_TARGET,
								scope->states[i].place, "State \"%s\" is not reachable.",
								scope->states[i].state->name);
}
