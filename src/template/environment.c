/*-------------------------------------------------------------------------
 *
 * environment.c
 *	  What expressions can refer to: variables and their names.
 *
 * Scopes form a chain from the innermost outward; an inner scope can read what
 * an outer one has assigned.  The definition check keeps a name from being
 * assigned in both, so the order of the search settles nothing but speed.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "mb/pg_wchar.h"
#include "template/environment.h"

bool
sfn_variable_get(const VariableScope *scope, const char *name, int len, JsonbValue *value)
{
	for (; scope != NULL; scope = scope->outer)
	{
		if (scope->values != NULL &&
			sfn_json_member(&scope->values->value, name, len, value))
			return true;
	}

	return false;
}

/*
 * sfn_variable_name_span
 *		How much of text is an identifier.
 *
 * The rule is Unicode's: ID_Start, then ID_Continue.  The server has no
 * tables of those classes, so every character outside of ASCII counts as both.
 */
int
sfn_variable_name_span(const char *text, int len)
{
	int			span;

	for (span = 0; span < len; span++)
	{
		unsigned char c = (unsigned char) text[span];
		bool		starts = IS_HIGHBIT_SET(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');

		if (!starts && (span == 0 || !((c >= '0' && c <= '9') || c == '_')))
			break;
	}

	return span;
}
