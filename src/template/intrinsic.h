/*-------------------------------------------------------------------------
 *
 * intrinsic.h
 *	  The 18 intrinsic functions of the States Language.
 *
 *-------------------------------------------------------------------------
 */
#ifndef SFN_INTRINSIC_H
#define SFN_INTRINSIC_H

#include "postgres.h"

#include "base/error_codes.h"
#include "base/json_value.h"

typedef struct IntrinsicFunction
{
	const char *name;			/* "States.Array" */
	int			min_arguments;
	int			max_arguments;	/* -1: any number */
	bool		in_fail_state;	/* allowed in ErrorPath and CausePath */
	bool		(*call) (const JsonbValue *arguments, int count, JsonbValue *result, ExecutionError *error);
} IntrinsicFunction;

/* NULL: there is none of that name. */
extern const IntrinsicFunction *sfn_intrinsic_find(const char *name, int len);

#endif							/* SFN_INTRINSIC_H */
