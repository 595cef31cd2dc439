/*-------------------------------------------------------------------------
 *
 * expression.h
 *	  One expression of a definition: path, context path, variable or intrinsic.
 *
 * Everything above this room evaluates through sfn_expression_eval and does not
 * know which kind, or which query language, it has in hand.
 *
 * Expressions are read-only once parsed, in the memory context of the parse.
 * Results point into the environment's documents or are palloc'd in
 * the current context.  Failures are values (ExecutionError) whose cause is the
 * bare text: the engine puts "An error occurred while executing the state ..."
 * in front.
 *
 * JSONata expressions, of which a state's strings that stand between {% and %}
 * are made, know the field that they are in: their errors name it.
 *
 *-------------------------------------------------------------------------
 */
#ifndef SFN_EXPRESSION_H
#define SFN_EXPRESSION_H

#include "postgres.h"

#include "jsonata/jsonata.h"
#include "jsonpath/json_path.h"
#include "template/environment.h"

typedef enum QueryLanguage
{
	QUERY_JSONPATH,
	QUERY_JSONATA
} QueryLanguage;

typedef enum ExpressionKind
{
	EXPRESSION_PATH,			/* $.a */
	EXPRESSION_CONTEXT_PATH,	/* $$.a */
	EXPRESSION_VARIABLE,		/* $name.a */
	EXPRESSION_INTRINSIC,		/* States.Format(...) */
	EXPRESSION_CONSTANT,
	EXPRESSION_JSONATA			/* {% $states.input.a %} */
} ExpressionKind;

/* How a string stands to the delimiters of JSONata expressions */
typedef enum Delimiters
{
	DELIMITERS_NONE,			/* a literal */
	DELIMITERS_BOTH,			/* an expression */
	DELIMITERS_HALF				/* a mistake */
} Delimiters;

typedef struct Expression Expression;

/* What a field accepts; or-ed */
#define ACCEPT_INPUT_PATH		0x01
#define ACCEPT_CONTEXT_PATH		0x02
#define ACCEPT_VARIABLE			0x04
#define ACCEPT_INTRINSIC		0x08
#define ACCEPT_REFERENCE_ONLY	0x10	/* paths must be reference paths */
#define ACCEPT_FAIL_INTRINSIC	0x20	/* intrinsics of ErrorPath and CausePath only */
#define ACCEPT_PATH		(ACCEPT_INPUT_PATH | ACCEPT_CONTEXT_PATH | ACCEPT_VARIABLE)
#define ACCEPT_ANY		(ACCEPT_PATH | ACCEPT_INTRINSIC)

/* NULL when text is none of the accepted kinds; *problem says why (palloc'd). */
extern Expression *sfn_expression_parse(const char *text, int len, int accept, char **problem);
extern Delimiters sfn_expression_delimiters(const char *text, int len);
/*
 * A JSONata expression, given with its delimiters; field is where it stands in its
 * state: "Output/total".  NULL: *problem says why.
 */
extern Expression *sfn_expression_parse_jsonata(const char *text, int len, const char *field,
												JsonataProblem *problem);
/* The language of a JSONata expression, for those who look into it; NULL: it is none. */
extern const Jsonata *sfn_expression_jsonata(const Expression *expression);
/* The field that a JSONata expression is in */
extern const char *sfn_expression_field(const Expression *expression);
/* As given; of JSONata what is between the delimiters */
extern const char *sfn_expression_text(const Expression *expression);
/* Whether it is exactly "$", which leaves its input as it is. */
extern bool sfn_expression_is_input(const Expression *expression);
/* Names of variables referred to, for static checks: calls back once per use. */
extern void sfn_expression_walk_variables(const Expression *expression,
										  void (*visit) (const char *name, void *arg), void *arg);

/*
 * Evaluate.  false: failed, *error says how (a definite path without a result
 * is States.Runtime "Invalid path '$.x' : No results for path: $['x']"; an
 * intrinsic States.IntrinsicFailure, or States.Runtime for a path in it; JSONata
 * States.QueryEvaluationError).
 */
extern bool sfn_expression_eval(const Expression *expression, Environment *environment,
								JsonbValue *result, ExecutionError *error);
/*
 * The same without an error for a path that finds nothing: then false and
 * error->error is NULL.  (A path inside an intrinsic that finds nothing is an error.)
 */
extern bool sfn_expression_lookup(const Expression *expression, Environment *environment,
								  JsonbValue *result, ExecutionError *error);

/*
 * Whether it is a path that finds nothing only because an array has fewer
 * elements: payload templates take null for it.
 */
extern bool sfn_expression_is_past_end(const Expression *expression, Environment *environment);

/*
 * What payload templates, ErrorPath and CausePath say when
 * sfn_expression_lookup finds nothing: States.Runtime "The JSONPath '$.x' specified
 * for the field 'x.$' could not be found in the input '<input as JSON text>'".
 */
extern void sfn_expression_set_missing(const Expression *expression, const char *field,
									   const Environment *environment, ExecutionError *error);

/*
 * The same for JSONata that must give a value of the type, named as
 * sfn_json_type_name does.
 */
extern bool sfn_expression_eval_as(const Expression *expression, const char *type, Environment *environment,
								   JsonbValue *result, ExecutionError *error);
/*
 * "... returned an unexpected result type. Expected 'array', but was 'null' for
 * value: null"
 */
extern void sfn_expression_set_unexpected(const Expression *expression, const char *expected,
										  const JsonbValue *value, ExecutionError *error);

#endif							/* SFN_EXPRESSION_H */
