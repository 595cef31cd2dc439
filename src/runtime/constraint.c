/*-------------------------------------------------------------------------
 *
 * constraint.c
 *	  Refuse a value as the service does.
 *
 * Whatever the value and the rule, the service words it the same way, so the
 * words are here and the rules with those who have them.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "base/error_codes.h"
#include "mb/pg_wchar.h"
#include "runtime/constraint.h"

char *
sfn_constraint_violation(const char *value, const char *member, const char *constraint)
{
	const char *quote = value == NULL ? "" : "'";

	return psprintf("Value %s%s%s at '%s' failed to satisfy constraint: Member must %s",
					quote, value == NULL ? "null" : value, quote, member, constraint);
}

void
sfn_constraint_refuse(const char *value, const char *member, const char *constraint)
{
	ereport(ERROR,
			(errcode(ERRCODE_SFN_VALIDATION),
			 errmsg_internal("1 validation error detected: %s",
							 sfn_constraint_violation(value, member, constraint))));
}

void
sfn_constraint_check_length(const char *text, const char *member, int most)
{
	if (text != NULL && pg_mbstrlen(text) > most)
		sfn_constraint_refuse(text, member, psprintf("have length less than or equal to %d", most));
}
