/*-------------------------------------------------------------------------
 *
 * sql_error.h
 *	  What an SQL error means for the task in which it happened.
 *
 *-------------------------------------------------------------------------
 */
#ifndef SFN_SQL_ERROR_H
#define SFN_SQL_ERROR_H

#include "postgres.h"

#include "base/error_codes.h"

/* Limits of the service, in characters */
#define ERROR_NAME_MAX_CHARACTERS 256
#define CAUSE_MAX_CHARACTERS 32768

/* false: the error is none of the task's and must go up untouched. */
extern bool sfn_sql_error_is_of_task(const ErrorData *edata);

/*
 * As an error of the state machine, palloc'd.  switched_role: the role the
 * call was switched to, NULL if it ran as the current user.
 */
extern void sfn_sql_error_to_execution(const ErrorData *edata, const char *switched_role, ExecutionError *error);

/* At most so many characters of text, palloc'd */
extern char *sfn_text_clip(const char *text, int characters);

#endif							/* SFN_SQL_ERROR_H */
