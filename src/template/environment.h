/*-------------------------------------------------------------------------
 *
 * environment.h
 *	  What an expression can see: input, context object, variables.
 *
 *-------------------------------------------------------------------------
 */
#ifndef SFN_ENVIRONMENT_H
#define SFN_ENVIRONMENT_H

#include "postgres.h"

#include "base/document.h"
#include "base/error_codes.h"
#include "base/json_value.h"

/*
 * Variables of one scope (a States object being run) and the scopes around it.
 * values is an object: name -> value; NULL when nothing is assigned yet.
 */
typedef struct VariableScope
{
	Document   *values;
	const struct VariableScope *outer;
} VariableScope;

typedef struct Environment
{
	const JsonbValue *input;	/* "$": what paths and templates apply to */

	/*
	 * "$$", built when first asked for: context() is called with this
	 * environment and must return the same value until the environment goes.
	 */
	const JsonbValue *(*context) (struct Environment *environment);
	void	   *context_arg;
	const VariableScope *variables;

	/* JSONata's $states; NULL where the States Language does not offer it */
	const JsonbValue *states_input;
	const JsonbValue *states_result;
	const JsonbValue *states_error_output;

	/* What JSONata's $now() tells; NULL: the clock */
	int64		(*now_ms) (struct Environment *environment);
} Environment;

/* The innermost scope that has name wins. false: not assigned. */
extern bool sfn_variable_get(const VariableScope *scope, const char *name, int len, JsonbValue *value);
/* Bytes of the identifier that text begins with; 0: it begins with none. */
extern int	sfn_variable_name_span(const char *text, int len);

#endif							/* SFN_ENVIRONMENT_H */
