/*-------------------------------------------------------------------------
 *
 * error_codes.c
 *	  The service's error codes as SQLSTATEs, and errors of executions.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "base/error_codes.h"
#include "lib/stringinfo.h"

const char *
sfn_service_error_name(int sqlstate)
{
	switch (sqlstate)
	{
#define SERVICE_ERROR(cname, code, a, b, c) \
		case ERRCODE_SFN_##cname: \
			return code;
			SFN_SERVICE_ERRORS(SERVICE_ERROR)
#undef SERVICE_ERROR
		default:
			return NULL;
	}
}

/*
 * sfn_execution_error_set
 *		An error with a Cause, palloc'd; a NULL format leaves the Cause out.
 *
 * The name is pointed to: it is one of the constants, or lives as long as the
 * error does.
 */
void
sfn_execution_error_set(ExecutionError *error, const char *name,
						const char *cause_format,...)
{
	StringInfoData cause;

	error->error = name;
	error->cause = NULL;
	error->heartbeat = false;
	error->evaluation = false;
	error->in_work = false;
	error->location = NULL;
	if (cause_format == NULL)
		return;

	initStringInfo(&cause);
	for (;;)
	{
		va_list		args;
		int			needed;

		va_start(args, cause_format);
		needed = appendStringInfoVA(&cause, cause_format, args);
		va_end(args);
		if (needed == 0)
			break;
		enlargeStringInfo(&cause, needed);
	}
	error->cause = cause.data;
}

void
sfn_require_argument(bool is_null, const char *name)
{
	if (is_null)
		ereport(ERROR,
				(errcode(ERRCODE_NULL_VALUE_NOT_ALLOWED),
				 errmsg("parameter \"%s\" must not be null", name)));
}
