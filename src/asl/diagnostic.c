/*-------------------------------------------------------------------------
 *
 * diagnostic.c
 *	  Collect what is wrong with a definition, and refuse it.
 *
 * Problems are collected, not thrown, so that one look at a definition shows
 * all of them.  Creating a state machine throws them together in the one
 * message that the service gives; validating returns them as rows.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "asl/diagnostic.h"
#include "base/error_codes.h"
#include "lib/stringinfo.h"

/*
 * More problems than this are only counted: nobody reads them, and a
 * definition made to have many would fill the memory.
 */
#define MOST_DIAGNOSTICS 1000

static int	hint_for(const Diagnostics *diagnostics);

/* Add a problem; everything is copied into the current memory context. */
void
sfn_diagnostics_add(Diagnostics *diagnostics, DiagnosticSeverity severity, const char *code,
					const char *location, const char *format,...)
{
	va_list		args;

	va_start(args, format);
	sfn_diagnostics_add_va(diagnostics, severity, code, location, format, args);
	va_end(args);
}

void
sfn_diagnostics_add_va(Diagnostics *diagnostics, DiagnosticSeverity severity, const char *code,
					   const char *location, const char *format, va_list args)
{
	Diagnostic *diagnostic;
	StringInfoData message;

	if (severity == DIAGNOSTIC_ERROR)
		diagnostics->errors++;
	if (list_length(diagnostics->list) >= MOST_DIAGNOSTICS)
		return;

	initStringInfo(&message);
	for (;;)
	{
		va_list		again;
		int			needed;

		va_copy(again, args);
		needed = appendStringInfoVA(&message, format, again);
		va_end(again);
		if (needed == 0)
			break;
		enlargeStringInfo(&message, needed);
	}

	diagnostic = palloc(sizeof(Diagnostic));
	diagnostic->severity = severity;
	diagnostic->code = pstrdup(code);
	diagnostic->location = location == NULL ? NULL : pstrdup(location);
	diagnostic->message = message.data;

	diagnostics->list = lappend(diagnostics->list, diagnostic);
}

/*
 * sfn_diagnostics_refuse
 *		Raise InvalidDefinition when there is an error among the diagnostics.
 *
 * The service joins all errors, each as "CODE: message at location", and says
 * "null" where there is no location.
 */
void
sfn_diagnostics_refuse(const Diagnostics *diagnostics)
{
	StringInfoData problems;
	ListCell   *cell;

	if (diagnostics->errors == 0)
		return;

	initStringInfo(&problems);
	foreach(cell, diagnostics->list)
	{
		const Diagnostic *diagnostic = lfirst(cell);

		if (diagnostic->severity != DIAGNOSTIC_ERROR)
			continue;
		if (problems.len > 0)
			appendStringInfoString(&problems, ", ");
		appendStringInfo(&problems, "%s: %s at %s", diagnostic->code, diagnostic->message,
						 diagnostic->location == NULL ? "null" : diagnostic->location);
	}

	ereport(ERROR,
			(errcode(ERRCODE_SFN_INVALID_DEFINITION),
			 errmsg_internal("Invalid State Machine Definition: '%s'", problems.data),
			 hint_for(diagnostics)));
}

/* Our own words, where the service's alone do not tell what to do */
static int
hint_for(const Diagnostics *diagnostics)
{
	ListCell   *cell;

	foreach(cell, diagnostics->list)
	{
		const Diagnostic *diagnostic = lfirst(cell);
		const char *field = diagnostic->location == NULL ? NULL : strrchr(diagnostic->location, '/');

		if (diagnostic->severity == DIAGNOSTIC_ERROR && field != NULL && strcmp(field, "/Resource") == 0)
			return errhint("A Resource is pg:function:<name>, pg:query, pg:notify, pg:activity:<name> or an ARN of the service's.");
	}
	return diagnostics->errors > 1 ? errhint("sfn_validate shows them one by one.") : 0;
}
