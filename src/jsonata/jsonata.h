/*-------------------------------------------------------------------------
 *
 * jsonata.h
 *	  The JSONata language: parse an expression once, evaluate it often.
 *
 * An expression is read-only once parsed and lives in the memory context of
 * the parse.  Errors of the expression, its parsing and its evaluation, are values
 * with the codes, messages and positions of the reference implementation.
 *
 * Evaluation is bounded by sfn.jsonata_max_depth, _max_steps and _max_memory,
 * and takes no SQL: it can run wherever a scalar function can.
 *
 *-------------------------------------------------------------------------
 */
#ifndef SFN_JSONATA_H
#define SFN_JSONATA_H

#include "postgres.h"

#include "base/json_value.h"

typedef struct Jsonata Jsonata;

/* What an expression may hold; or-ed */
#define JSONATA_SERVICE		0x01	/* the service's version: without ?: and ?? */
#define JSONATA_IMMUTABLE	0x02	/* refuses the clock and chance: $now, $random ... */

/* What is wrong with an expression or its evaluation */
typedef struct JsonataProblem
{
	char		code[8];		/* "T2001" */
	int			position;		/* in the expression, in UTF-16 units as the reference counts; -1: none */
	const char *message;		/* palloc'd, without the code */
	const char *limit;			/* a bound was met: which, as a sentence; else NULL */
} JsonataProblem;

typedef struct JsonataEnvironment
{
	const JsonbValue *input;	/* $ and $$ of the expression; NULL: undefined */

	/*
	 * The value of variable $name; false: there is none.  member is not NULL
	 * where only that member is asked for: $states.input asks for "input" of
	 * "states", which must answer as the member of the whole would.  NULL: no
	 * variables.
	 */
	bool		(*variable) (void *arg, const char *name, const char *member, JsonbValue *value);
	void	   *arg;

	int64		now_ms;			/* what $now() and $millis() tell; 0: the clock */
} JsonataEnvironment;

typedef enum JsonataOutcome
{
	JSONATA_VALUE,
	JSONATA_UNDEFINED,			/* the expression yields nothing */
	JSONATA_FUNCTION,			/* it yields a function, which is no JSON */
	JSONATA_FAILED
} JsonataOutcome;

/* NULL: *problem says why. */
extern Jsonata *sfn_jsonata_parse(const char *text, int len, int flags, JsonataProblem *problem);
/*
 * Once for each variable that the expression takes from its environment: not
 * $, $$, its own, nor functions.
 */
extern void sfn_jsonata_walk_variables(const Jsonata *expression,
									   void (*visit) (const char *name, void *arg), void *arg);

/* What an expression takes from around it */
typedef enum JsonataReference
{
	JSONATA_REFERENCE_NAME,		/* a member of the document */
	JSONATA_REFERENCE_CONTEXT,	/* the document, as $ */
	JSONATA_REFERENCE_DOCUMENT, /* the document, as $$ */
	JSONATA_REFERENCE_MEMBER,	/* $states.name */
	JSONATA_REFERENCE_VARIABLE, /* $name; not where it is only called */
	JSONATA_REFERENCE_FUNCTION, /* one of the language */
	JSONATA_REFERENCE_BINDING	/* a variable that the expression itself binds */
} JsonataReference;

typedef void (*JsonataReferenceVisitor) (JsonataReference kind, const char *name, void *arg);

/* Once for each place */
extern void sfn_jsonata_walk_references(const Jsonata *expression, JsonataReferenceVisitor visit, void *arg);
/*
 * The result points into the environment's documents or is palloc'd in the
 * current context.  A failure leaves *problem filled, nothing is thrown but
 * for interrupts and out of memory.
 */
extern JsonataOutcome sfn_jsonata_evaluate(const Jsonata *expression, const JsonataEnvironment *environment,
										   JsonbValue *result, JsonataProblem *problem);

#endif							/* SFN_JSONATA_H */
