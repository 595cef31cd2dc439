/*-------------------------------------------------------------------------
 *
 * variable_references.c
 *	  Which variables each state refers to.
 *
 * A Map's or Parallel's own fields count as its own, what the states inside it
 * refer to as theirs.  Assigning a variable is no reference to it.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "asl/compiler.h"
#include "miscadmin.h"

/* A variable and the state that refers to it */
typedef struct Reference
{
	State	   *state;
	const char *name;
} Reference;

static State *referring_state(const VariableUse *use);
static int	compare_references(const void *a, const void *b);

/*
 * sfn_note_variable_references
 *		Fill in the variables of all states from the uses that were found.
 */
void
sfn_note_variable_references(Compiler *compiler)
{
	Reference  *references = MemoryContextAlloc(compiler->scratch,
												sizeof(Reference) * Max(list_length(compiler->references), 1));
	int			count = 0;
	ListCell   *cell;

	foreach(cell, compiler->references)
	{
		const VariableUse *use = lfirst(cell);
		State	   *state = referring_state(use);

		CHECK_FOR_INTERRUPTS();
		if (state != NULL && (use->is_assigned || !use->is_function))
			references[count++] = (Reference) {.state = state, .name = use->name};
	}
	qsort(references, count, sizeof(Reference), compare_references);

	for (int i = 0; i < count; i++)
	{
		State	   *state = references[i].state;

		if (i > 0 && compare_references(&references[i - 1], &references[i]) == 0)
			continue;
		state->variables = state->variable_count == 0 ? palloc(sizeof(char *)) :
			repalloc(state->variables, sizeof(char *) * (state->variable_count + 1));
		state->variables[state->variable_count++] = pstrdup(references[i].name);
	}
}

/*
 * The state of the use's scope whose place is on the way to the use; NULL: it is in
 * something that has no place there.
 */
static State *
referring_state(const VariableUse *use)
{
	for (const Place *place = use->place; place != NULL && place->outer != NULL; place = place->outer)
	{
		const Place *states = place->outer;

		if (states->outer == use->scope->place && states->key != NULL && strcmp(states->key, "States") == 0)
		{
			StateSource *source = sfn_scope_find_state(use->scope, place->key);

			return source == NULL ? NULL : source->state;
		}
	}
	return NULL;
}

static int
compare_references(const void *a, const void *b)
{
	const Reference *left = a;
	const Reference *right = b;

	if (left->state->number != right->state->number)
		return left->state->number < right->state->number ? -1 : 1;
	return strcmp(left->name, right->name);
}
