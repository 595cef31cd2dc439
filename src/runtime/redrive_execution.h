/*-------------------------------------------------------------------------
 *
 * redrive_execution.h
 *	  Redrive: whether an execution may be, and doing it.
 *
 *-------------------------------------------------------------------------
 */
#ifndef SFN_REDRIVE_EXECUTION_H
#define SFN_REDRIVE_EXECUTION_H

#include "postgres.h"

#include "engine/execution.h"

/* What decides whether an execution can be redriven */
typedef struct RedriveFacts
{
	ExecutionStatus status;
	bool		machine_deleted;
	int64		last_event;
	TimestampTz start_date;
	TimestampTz stop_date;
} RedriveFacts;

/* The service's reason why it cannot; NULL: it can. */
extern const char *sfn_redrive_obstacle(const RedriveFacts *facts);

/*
 * Let a failed, aborted or timed-out execution go on from where it failed;
 * returns when that was. ereports ExecutionDoesNotExist and
 * ExecutionNotRedrivable.
 */
extern TimestampTz sfn_drive_redrive(const pg_uuid_t *id);
/*
 * The same, once per token: a request with one of the last tokens is answered
 * as it was before.
 */
extern TimestampTz sfn_drive_redrive_once(const pg_uuid_t *id, const char *token);

#endif							/* SFN_REDRIVE_EXECUTION_H */
