/*-------------------------------------------------------------------------
 *
 * scope.c
 *	  Variables: scopes within scopes, and what paths bind on their way.
 *
 * Scopes have few variables and symbols are numbers, so a scope is a row that
 * is looked through.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "jsonata/evaluator.h"

Scope *
sfn_scope_new(Evaluator *ev, Scope *outer, int capacity)
{
	Scope	   *scope = ALLOC(ev, sizeof(Scope) + capacity * sizeof(Binding));

	scope->outer = outer;
	scope->count = 0;
	scope->capacity = capacity;
	scope->bindings = (Binding *) (scope + 1);
	return scope;
}

Scope *
sfn_scope_of_tuple(Evaluator *ev, Scope *outer, const Tuple *tuple)
{
	Scope	   *scope = ALLOC(ev, sizeof(Scope));

	scope->outer = outer;
	scope->count = tuple->count;
	scope->capacity = 0;
	scope->bindings = unconstify(Tuple *, tuple)->bindings;
	return scope;
}

void
sfn_scope_bind(Evaluator *ev, Scope *scope, int symbol, Value value)
{
	int			i;

	if (scope->count >= scope->capacity)
	{
		Binding    *before = scope->bindings;

		scope->capacity = Max(scope->count * 2, 4);
		scope->bindings = ALLOC(ev, scope->capacity * sizeof(Binding));
		if (scope->count > 0)
			memcpy(scope->bindings, before, scope->count * sizeof(Binding));
	}

	for (i = 0; i < scope->count; i++)
	{
		if (scope->bindings[i].symbol == symbol)
		{
			scope->bindings[i].value = value;
			return;
		}
	}
	scope->bindings[scope->count].symbol = symbol;
	scope->bindings[scope->count].value = value;
	scope->count++;
}

bool
sfn_scope_lookup(const Scope *scope, int symbol, Value *value)
{
	int			i;

	for (; scope != NULL; scope = scope->outer)
	{
		for (i = 0; i < scope->count; i++)
		{
			if (scope->bindings[i].symbol == symbol)
			{
				*value = scope->bindings[i].value;
				return true;
			}
		}
	}
	return false;
}

/*
 * A copy with room for more bindings.
 */
Tuple *
sfn_tuple_copy(Evaluator *ev, const Tuple *tuple, int more)
{
	Tuple	   *copy = ALLOC(ev, offsetof(Tuple, bindings) +
							 (tuple->count + more) * sizeof(Binding));

	memcpy(copy, tuple, offsetof(Tuple, bindings) + tuple->count * sizeof(Binding));
	return copy;
}

void
sfn_tuple_bind(Tuple *tuple, int symbol, Value value)
{
	int			i;

	for (i = 0; i < tuple->count; i++)
	{
		if (tuple->bindings[i].symbol == symbol)
			break;
	}
	if (i == tuple->count)
		tuple->bindings[tuple->count++].symbol = symbol;
	tuple->bindings[i].value = value;
}
