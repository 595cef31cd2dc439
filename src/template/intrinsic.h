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

/* Functions nested in each other, the outermost included */
#define INTRINSIC_MAX_NESTING 10

struct IntrinsicCall;

typedef struct IntrinsicFunction
{
	const char *name;			/* "States.Array" */
	int			min_arguments;
	int			max_arguments;	/* -1: any number */
	const char *types;			/* a letter per argument, the last for all that follow */
	bool		in_fail_state;	/* allowed in ErrorPath and CausePath */
	bool		takes_template; /* the first argument's escapes are its own business */
	bool		(*call) (const struct IntrinsicCall *call, JsonbValue *result);
} IntrinsicFunction;

/* One evaluation: what a function gets.  Results may point into the arguments. */
typedef struct IntrinsicCall
{
	const IntrinsicFunction *function;
	const JsonbValue *arguments;
	int			count;
	ExecutionError *error;		/* filled when the function returns false */
} IntrinsicCall;

/*
 * The type that an argument (counted from 0) must have and value has not, as
 * "number"; NULL: it has it.
 */
extern const char *sfn_intrinsic_mismatch(const IntrinsicFunction *function, int index, const JsonbValue *value);

/* false: the arguments are too large, and the call has failed. */
extern bool sfn_intrinsic_check_size(const IntrinsicCall *call);
/* NULL: there is none of that name. */
extern const IntrinsicFunction *sfn_intrinsic_find(const char *name, int len);

#endif							/* SFN_INTRINSIC_H */
