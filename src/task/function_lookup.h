/*-------------------------------------------------------------------------
 *
 * function_lookup.h
 *	  Find the SQL function that a resource names.
 *
 *-------------------------------------------------------------------------
 */
#ifndef SFN_FUNCTION_LOOKUP_H
#define SFN_FUNCTION_LOOKUP_H

#include "postgres.h"

typedef struct FunctionReference
{
	const char *text;
	bool		literal;		/* the bare name as it is; else as SQL reads it */
	const char *search_path;
	Oid			role;			/* who looks, and wants to call */
} FunctionReference;

/*
 * The function name(jsonb) returns jsonb.  InvalidOid: there is none that the
 * role can see, unless *missing_grant is set: the statement (palloc'd) that
 * would let the role use it.
 */
extern Oid	sfn_function_lookup(const FunctionReference *reference, char **missing_grant);
/* "schema.name", quoted where SQL needs it; palloc'd */
extern char *sfn_function_qualified_name(Oid function);

#endif							/* SFN_FUNCTION_LOOKUP_H */
