/*-------------------------------------------------------------------------
 *
 * json_argument.h
 *	  Arguments of SQL functions, above all those that are JSON in one form
 *	  or another.
 *
 * Many parameters exist for text, json and jsonb, and each such overload has a
 * door of its own: one for text and json, which are the same in memory, and
 * one for jsonb.
 *
 *-------------------------------------------------------------------------
 */
#ifndef SFN_JSON_ARGUMENT_H
#define SFN_JSON_ARGUMENT_H

#include "postgres.h"

#include "base/json_value.h"
#include "datatype/timestamp.h"
#include "fmgr.h"

typedef enum JsonForm
{
	JSON_FORM_TEXT,				/* text or json */
	JSON_FORM_JSONB
} JsonForm;

/* NULL for NULL */
extern char *sfn_argument_text(FunctionCallInfo fcinfo, int number);
extern Jsonb *sfn_argument_jsonb(FunctionCallInfo fcinfo, int number);
/* The same of a required parameter: NULL is error 22004. */
extern char *sfn_argument_required_text(FunctionCallInfo fcinfo, int number, const char *name);
/*
 * When an interval from now is over; NULL: after absent microseconds, DT_NOEND for
 * absent -1
 */
extern TimestampTz sfn_argument_deadline(FunctionCallInfo fcinfo, int number, int64 absent);
/* The text of a definition, as given; NULL for NULL */
extern char *sfn_argument_definition(FunctionCallInfo fcinfo, int number, JsonForm form);
/* An execution's input; NULL is {}. */
extern void sfn_argument_input(FunctionCallInfo fcinfo, int number, JsonForm form, JsonbValue *input);

/*
 * An execution's input from text; ereports InvalidExecutionInput in the
 * service's words.
 */
extern void sfn_input_parse(const char *text, int len, JsonbValue *input);
extern void sfn_input_empty(JsonbValue *input);
/* A task's output, which is required */
extern void sfn_argument_output(FunctionCallInfo fcinfo, int number, JsonForm form, JsonbValue *output);
/* The same from text; ereports InvalidOutput in the service's words. */
extern void sfn_output_parse(const char *text, int len, JsonbValue *output);

#endif							/* SFN_JSON_ARGUMENT_H */
