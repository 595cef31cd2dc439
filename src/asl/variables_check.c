/*-------------------------------------------------------------------------
 *
 * variables_check.c
 *	  Variables: their names, who may assign them, and whether anyone does.
 *
 * A States object is a scope.  States inside a Parallel or Map see the
 * variables around it but do not assign them, so a name that an outer scope
 * assigns anywhere is refused in an inner one.  A name that is read must be
 * assigned somewhere in sight; in which order is not looked at.  The children
 * of a distributed Map see nothing from outside.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "asl/compiler.h"
#include "mb/pg_wchar.h"
#include "miscadmin.h"
#include "template/environment.h"

/* The service's limit for a variable's name, in characters */
#define LONGEST_VARIABLE_NAME 80

static int	compare_uses(const void *a, const void *b);
static bool is_assigned(VariableUse **uses, int count, const char *name, const ScopeSource *scope);

/* Whether name may be assigned; reports why not. */
bool
sfn_variable_name_check(Compiler *compiler, const char *name, int len, const Place *place)
{
	const char *text = pnstrdup(name, len);

	if (strcmp(text, "states") == 0)
		sfn_compiler_report(compiler, DIAGNOSTIC_ERROR, CODE_RESERVED_VARIABLE_NAME, place,
							"Cannot assign to reserved variable '$states'.");
	else if (len == 0 || sfn_variable_name_span(name, len) != len)
		sfn_compiler_report(compiler, DIAGNOSTIC_ERROR, CODE_INVALID_VARIABLE_NAME, place,
							"Invalid variable name '%s': the variable name contains invalid characters.", text);
	else if (pg_mbstrlen_with_len(name, len) > LONGEST_VARIABLE_NAME)
		sfn_compiler_report(compiler, DIAGNOSTIC_ERROR, CODE_INVALID_VARIABLE_NAME, place,
							"Invalid variable name '%s': the variable name exceeds the %d-character limit.",
							text, LONGEST_VARIABLE_NAME);
	else
		return true;
	return false;
}

/*
 * sfn_check_variables
 *		What is assigned where, and what is read, for the whole machine.
 */
void
sfn_check_variables(Compiler *compiler)
{
	int			count = list_length(compiler->assignments);
	VariableUse **uses = MemoryContextAlloc(compiler->scratch, sizeof(VariableUse *) * Max(count, 1));
	ListCell   *cell;

	compiler->machine->has_variables = count > 0;
	foreach(cell, compiler->assignments)
		uses[foreach_current_index(cell)] = lfirst(cell);
	qsort(uses, count, sizeof(VariableUse *), compare_uses);

	foreach(cell, compiler->assignments)
	{
		VariableUse *use = lfirst(cell);

		CHECK_FOR_INTERRUPTS();
		for (ScopeSource *scope = use->scope; !scope->isolated && scope->outer != NULL; scope = scope->outer)
		{
			if (!is_assigned(uses, count, use->name, scope->outer))
				continue;
			sfn_compiler_complain(compiler, use->place,
								  "Variable '$%s' is assigned in an outer scope and cannot be assigned here",
								  use->name);
			break;
		}
	}

	foreach(cell, compiler->references)
	{
		VariableUse *use = lfirst(cell);
		ScopeSource *scope = use->scope;

		CHECK_FOR_INTERRUPTS();
		while (scope != NULL && !is_assigned(uses, count, use->name, scope))
			scope = scope->isolated ? NULL : scope->outer;
		use->is_assigned = scope != NULL;
		/* a lone state's variables are assigned elsewhere */
		if (use->is_assigned || use->is_function || compiler->lone_state)
			continue;
		if (use->is_tolerated)
			sfn_compiler_report(compiler, DIAGNOSTIC_WARNING, CODE_POSSIBLY_UNDEFINED_VARIABLE, use->place,
								"Variable '%s' is possibly not defined.", use->name);
		else
			sfn_compiler_complain(compiler, use->place, "Variable '$%s' is not assigned by any state in this scope or around it",
								  use->name);
	}
}

static int
compare_uses(const void *a, const void *b)
{
	const VariableUse *left = *(VariableUse *const *) a;
	const VariableUse *right = *(VariableUse *const *) b;
	int			result = strcmp(left->name, right->name);

	if (result != 0)
		return result;
	if (left->scope == right->scope)
		return 0;
	return left->scope < right->scope ? -1 : 1;
}

/* uses is sorted by name and scope. */
static bool
is_assigned(VariableUse **uses, int count, const char *name, const ScopeSource *scope)
{
	VariableUse wanted = {.name = name, .scope = (ScopeSource *) scope};
	VariableUse *key = &wanted;

	return bsearch(&key, uses, count, sizeof(VariableUse *), compare_uses) != NULL;
}
