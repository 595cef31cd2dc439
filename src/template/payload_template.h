/*-------------------------------------------------------------------------
 *
 * payload_template.h
 *	  Parameters, Arguments, Output, ItemSelector, Assign and the like.
 *
 * A JSON value in which members named "x.$" hold expressions, or in JSONata
 * states strings between {% and %}, wherever they are.  Parts without expressions
 * are compiled into ready-made binary JSON.
 *
 *-------------------------------------------------------------------------
 */
#ifndef SFN_PAYLOAD_TEMPLATE_H
#define SFN_PAYLOAD_TEMPLATE_H

#include "postgres.h"

#include "base/json_tree.h"
#include "template/expression.h"

typedef struct PayloadTemplate PayloadTemplate;

/*
 * A problem found while compiling.  pointer tells which object inside the
 * template has the field: "" for the template itself, "/a/list[0]" further in, to
 * be put behind the template's own location.  message is the service's whole text.
 */
typedef void (*TemplateProblem) (const char *pointer, const char *field, const char *message, void *arg);

/* Compile; problems are reported one by one and the result is NULL if there was any. */
extern PayloadTemplate *sfn_template_compile(const JsonNode *node, TemplateProblem report, void *arg);

/*
 * What parses a string that begins or ends with a delimiter of JSONata; pointer
 * tells where it is inside the template: "" for the template itself, "/a/list[0]"
 * further in.  NULL: it has reported what is wrong.
 */
typedef Expression *(*JsonataStringParser) (const char *text, int len, const char *pointer, void *arg);

/* The same for JSONata states. */
extern PayloadTemplate *sfn_template_compile_jsonata(const JsonNode *node, JsonataStringParser parse, void *arg);
/* The expression that the whole template is; NULL: it has parts, or is a constant. */
extern const Expression *sfn_template_expression(const PayloadTemplate *tmpl);

extern void sfn_template_walk_variables(const PayloadTemplate *tmpl,
										void (*visit) (const char *name, void *arg), void *arg);

/*
 * Evaluate.  false: *error is set; a path that finds nothing is States.Runtime
 * "The JSONPath '$.x' specified for the field 'value.$' could not be found in the
 * input '<input as JSON text>'".
 */
extern bool sfn_template_eval(const PayloadTemplate *tmpl, Environment *environment,
							  JsonbValue *result, ExecutionError *error);

#endif							/* SFN_PAYLOAD_TEMPLATE_H */
