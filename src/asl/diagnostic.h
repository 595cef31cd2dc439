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

#include "nodes/pg_list.h"

typedef enum DiagnosticSeverity
{
	DIAGNOSTIC_ERROR,
	DIAGNOSTIC_WARNING
} DiagnosticSeverity;

#define CODE_SCHEMA_VALIDATION_FAILED "SCHEMA_VALIDATION_FAILED"
#define CODE_INVALID_JSON_DESCRIPTION "INVALID_JSON_DESCRIPTION"
#define CODE_MISSING_TRANSITION_TARGET "MISSING_TRANSITION_TARGET"

typedef struct Diagnostic
{
	DiagnosticSeverity severity;
	const char *code;
	const char *location;		/* "/States/Bake/Retry[0]"; NULL: none */
	const char *message;
} Diagnostic;

typedef struct Diagnostics
{
	List	   *list;			/* of Diagnostic *, in order of discovery */
	int			errors;
} Diagnostics;

extern void sfn_diagnostics_add(Diagnostics *diagnostics, DiagnosticSeverity severity, const char *code,
								const char *location, const char *format,...) pg_attribute_printf(5, 6);
/* ereport InvalidDefinition with the service's message if there is any error */
extern void sfn_diagnostics_refuse(const Diagnostics *diagnostics);

#endif							/* SFN_DIAGNOSTIC_H */
