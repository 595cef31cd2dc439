/*-------------------------------------------------------------------------
 *
 * context_object.h
 *	  The environment of a branch's expressions: "$", "$$" and variables.
 *
 *-------------------------------------------------------------------------
 */
#ifndef SFN_CONTEXT_OBJECT_H
#define SFN_CONTEXT_OBJECT_H

#include "postgres.h"

#include "engine/execution.h"

/* An Environment and what its context object is made of. */
typedef struct BranchEnvironment
{
	Environment environment;
	Branch	   *branch;
	const char *task_token;		/* NULL: none */
	int			item_index;		/* Map.Item; -1: none */
	const JsonbValue *item_value;
	bool		built;
	JsonbValue	context;
} BranchEnvironment;

/* input is what "$" stands for. */
extern void sfn_environment_init(BranchEnvironment *environment, Branch *branch, const JsonbValue *input);

#endif							/* SFN_CONTEXT_OBJECT_H */
