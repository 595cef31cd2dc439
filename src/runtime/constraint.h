/*-------------------------------------------------------------------------
 *
 * constraint.h
 *	  Refuse a value as the service does.
 *
 *-------------------------------------------------------------------------
 */
#ifndef SFN_CONSTRAINT_H
#define SFN_CONSTRAINT_H

#include "postgres.h"

/* The service's limits, in characters */
#define LONGEST_ERROR_NAME 256
#define LONGEST_CAUSE 32768
#define LONGEST_TRACE_HEADER 256
#define LONGEST_WORKER_NAME 80

/* How many results a page has: if not said, or 0; and at most */
#define DEFAULT_RESULTS 100
#define MOST_RESULTS 1000

/* In the service's order */
#define EXECUTION_STATUSES "SUCCEEDED, TIMED_OUT, PENDING_REDRIVE, ABORTED, FAILED, RUNNING"

/*
 * "Value 'v' at 'member' failed to satisfy constraint: Member must ..."; value
 * NULL: null without quotes.  constraint: "have length less than or equal to
 * 80".  palloc'd.
 */
extern char *sfn_constraint_violation(const char *value, const char *member, const char *constraint);
/* ereport ValidationException for one violation */
extern void sfn_constraint_refuse(const char *value, const char *member, const char *constraint)
			pg_attribute_noreturn();
/* Unless text is NULL, it has at most so many characters. */
extern void sfn_constraint_check_length(const char *text, const char *member, int most);

#endif							/* SFN_CONSTRAINT_H */
