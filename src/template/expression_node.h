/*-------------------------------------------------------------------------
 *
 * expression_node.h
 *	  A parsed expression from inside; for the files of this room only.
 *
 *-------------------------------------------------------------------------
 */
#ifndef SFN_EXPRESSION_NODE_H
#define SFN_EXPRESSION_NODE_H

#include "postgres.h"

#include "template/expression.h"
#include "template/intrinsic.h"

struct Expression
{
	ExpressionKind kind;
	const char *text;			/* as given, NUL-terminated */

	/* EXPRESSION_PATH, _CONTEXT_PATH; _VARIABLE: from the value on, NULL for all of it */
	SfnPath    *path;

	/* EXPRESSION_VARIABLE: the name, without its dollar sign */
	const char *variable;
	int			variable_len;

	/* EXPRESSION_INTRINSIC */
	const IntrinsicFunction *function;
	Expression **arguments;
	int			argument_count;

	/* EXPRESSION_CONSTANT: a literal argument */
	JsonbValue	constant;

	/* EXPRESSION_JSONATA */
	Jsonata    *jsonata;
	const char *field;			/* "Output/total" */
	bool		tells_time;		/* it may ask for the time */
};

/* text begins with "$": a path of any kind.  NULL: malformed, *problem says how. */
extern Expression *sfn_expression_parse_path(const char *text, int len, char **problem);
/* A whole intrinsic call.  NULL: malformed, *problem says how. */
extern Expression *sfn_intrinsic_parse(const char *text, int len, char **problem);

/* jsonata_expression.c: the value of an EXPRESSION_JSONATA */
extern bool sfn_jsonata_expression_eval(const Expression *expression, Environment *environment,
										JsonbValue *result, ExecutionError *error);
extern void sfn_jsonata_expression_walk_variables(const Expression *expression,
												  void (*visit) (const char *name, void *arg), void *arg);

#endif							/* SFN_EXPRESSION_NODE_H */
