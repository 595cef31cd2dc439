/*-------------------------------------------------------------------------
 *
 * state_io.h
 *	  What goes into a state's work and what comes out of it.
 *
 * Functions that return false have filled in *error and changed nothing; the
 * state has failed then (failure.h).
 *
 *-------------------------------------------------------------------------
 */
#ifndef SFN_STATE_IO_H
#define SFN_STATE_IO_H

#include "postgres.h"

#include "engine/context_object.h"
#include "engine/execution.h"

/*
 * What JSONPath names InputPath, Parameters and so on is absent from JSONata
 * states, and Arguments and Output from JSONPath states.
 */

/* Show a stage of the data flow to the host, if it looks. */
extern void sfn_state_observe(Branch *branch, DataFlowStage stage, const JsonbValue *value);

/* InputPath applied to the raw input. */
extern bool sfn_state_filtered_input(Branch *branch, JsonbValue *filtered, ExecutionError *error);
/*
 * InputPath, then Parameters; or Arguments.  task_token: for $$.Task.Token, or
 * NULL.
 */
extern bool sfn_state_effective_input(Branch *branch, const char *task_token, JsonbValue *effective,
									  ExecutionError *error);

/* A number field: false and *value untouched are an error; is_set false means absent. */
typedef struct NumberRule
{
	const char *field;			/* "TimeoutSecondsPath" */
	int64		minimum;
	int64		maximum;		/* of what JSONata gives */
} NumberRule;

extern bool sfn_state_integer(Branch *branch, const NumberField *field, const NumberRule *rule,
							  const JsonbValue *input, int64 *value, ExecutionError *error);

/* A JSONata expression that must give a value of the type (sfn_json_type_name) */
extern bool sfn_state_jsonata(Branch *branch, const Expression *expression, const char *type,
							  JsonbValue *value, ExecutionError *error);

/*
 * A value as a counted document of the execution.  Shares branch->input if value is
 * that very document.
 */
extern Document *sfn_branch_document(Branch *branch, const JsonbValue *value);
/* Another candidate for sharing besides the input; NULL: none. */
extern Document *sfn_branch_document_like(Branch *branch, const JsonbValue *value, Document *other);

/* What a state's Output and Assign are made from */
typedef struct StateResult
{
	const JsonbValue *result;	/* of the state's work */
	Document   *document;		/* the same as a document, if there is one */
	bool		apply_result;	/* ResultSelector and ResultPath apply */
	const JsonbValue *assign_input; /* "$" inside Assign */
	const PayloadTemplate *output;	/* JSONata's Output; NULL: result is it */
	const PayloadTemplate *assign;	/* NULL: none */
	const State *next;			/* NULL: the branch ends */
	int64		exited_after;	/* what the Exited event follows, where not the branch's last; or 0 */
} StateResult;

/*
 * Leave the state: compute output and assignments, write its Exited event, go
 * on to next or end the branch.  Returns whether the branch has a step to do
 * (advance.h).
 */
extern bool sfn_state_exit(Branch *branch, const StateResult *result);

/* A catcher took the error: its output, assignments, Exited event; on to its Next. */
extern bool sfn_state_exit_caught(Branch *branch, const Catcher *catcher, const ExecutionError *error);

/* Put "An error occurred while executing the state ..." in front of the cause. */
extern void sfn_state_explain(const Branch *branch, ExecutionError *error);
extern void sfn_state_error(const Branch *branch, ExecutionError *error, const char *name,
							const char *format,...) pg_attribute_printf(4, 5);
/*
 * States.QueryEvaluationError of a field whose value the state cannot use;
 * location: the field, or NULL
 */
extern void sfn_state_evaluation_error(const Branch *branch, ExecutionError *error, const char *location,
									   const char *format,...) pg_attribute_printf(4, 5);
/* States.DataLimitExceeded of a result of the named state, service or function */
extern void sfn_state_too_large(ExecutionError *error, const char *name);
extern bool sfn_state_exceeds_limit(const JsonbValue *value);
/* The same of a value that may be the branch's input, which is known to be within it. */
extern bool sfn_branch_exceeds_limit(const Branch *branch, const JsonbValue *value);

#endif							/* SFN_STATE_IO_H */
