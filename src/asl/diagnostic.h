/*-------------------------------------------------------------------------
 *
 * diagnostic.h
 *	  What is wrong with a definition, as the service reports it.
 *
 *-------------------------------------------------------------------------
 */
#ifndef SFN_DIAGNOSTIC_H
#define SFN_DIAGNOSTIC_H

#include "postgres.h"

#include "asl/resource.h"
#include "nodes/pg_list.h"

typedef enum DiagnosticSeverity
{
	DIAGNOSTIC_ERROR,
	DIAGNOSTIC_WARNING
} DiagnosticSeverity;

#define CODE_SCHEMA_VALIDATION_FAILED "SCHEMA_VALIDATION_FAILED"
#define CODE_INVALID_JSON_DESCRIPTION "INVALID_JSON_DESCRIPTION"
#define CODE_MISSING_TRANSITION_TARGET "MISSING_TRANSITION_TARGET"
#define CODE_MISSING_END_STATE "MISSING_END_STATE"
#define CODE_DUPLICATE_STATE_NAME "DUPLICATE_STATE_NAME"
#define CODE_INVALID_STATE_NAME "INVALID_STATE_NAME"
#define CODE_DUPLICATE_LABEL_NAME "DUPLICATE_LABEL_NAME"
#define CODE_INVALID_LABEL_NAME "INVALID_LABEL_NAME"
#define CODE_INVALID_VARIABLE_NAME "INVALID_VARIABLE_NAME"
#define CODE_RESERVED_VARIABLE_NAME "RESERVED_VARIABLE_NAME"
#define CODE_TOO_DEEPLY_NESTED "TOO_DEEPLY_NESTED"
#define CODE_INVALID_JSONATA_EXPRESSION "INVALID_JSONATA_EXPRESSION"
#define CODE_UNSUPPORTED_JSONATA_EXPRESSION "UNSUPPORTED_JSONATA_EXPRESSION"
/* warnings */
#define CODE_NO_DOLLAR "NO_DOLLAR"
#define CODE_NO_PATH "NO_PATH"
#define CODE_POSSIBLY_UNDEFINED_VARIABLE "POSSIBLY_UNDEFINED_VARIABLE"
#define CODE_PASS_RESULT_IS_STATIC "PASS_RESULT_IS_STATIC"
/* warnings of sfn's own: what a task would not find */
#define CODE_FUNCTION_NOT_FOUND "FUNCTION_NOT_FOUND"
#define CODE_PERMISSION_MISSING "PERMISSION_MISSING"
#define CODE_INTEGRATION_NOT_REGISTERED "INTEGRATION_NOT_REGISTERED"
#define CODE_ACTIVITY_NOT_FOUND "ACTIVITY_NOT_FOUND"

typedef struct Diagnostic
{
	DiagnosticSeverity severity;
	const char *code;
	const char *location;		/* "/States/Bake/Retry[0]"; NULL: none */
	const char *message;
} Diagnostic;

/*
 * What a Task calls, for those who know what there is to be called: whether a
 * function exists or a resource is registered is no matter of the definition.
 */
typedef struct TaskUse
{
	const Resource *resource;
	const char *function;		/* lambda:invoke: FunctionName where it is a constant, or NULL */
	const char *location;		/* of the Resource */
} TaskUse;

typedef struct Diagnostics
{
	List	   *list;			/* of Diagnostic *, in order of discovery */
	int			errors;			/* all, also those that the list has no room for */
	List	   *tasks;			/* of TaskUse *, in the order of the definition */
} Diagnostics;

extern void sfn_diagnostics_add(Diagnostics *diagnostics, DiagnosticSeverity severity, const char *code,
								const char *location, const char *format,...) pg_attribute_printf(5, 6);
extern void sfn_diagnostics_add_va(Diagnostics *diagnostics, DiagnosticSeverity severity, const char *code,
								   const char *location, const char *format, va_list args)
			pg_attribute_printf(5, 0);
/*
 * ereport InvalidDefinition with the service's message if there is any error
 */
extern void sfn_diagnostics_refuse(const Diagnostics *diagnostics);

#endif							/* SFN_DIAGNOSTIC_H */
