/*-------------------------------------------------------------------------
 *
 * execution_log.h
 *	  What a state machine's logging asks for.
 *
 * STANDARD executions have their whole history anyway; their log is that
 * history seen through the machine's level (view sfn.execution_log).  Of an
 * EXPRESS execution nothing is stored unless an event passes the level; then it
 * becomes a row like any other, and is only ever shown through the level.
 *
 *-------------------------------------------------------------------------
 */
#ifndef SFN_EXECUTION_LOG_H
#define SFN_EXECUTION_LOG_H

#include "postgres.h"

#include "engine/execution.h"
#include "utils/jsonb.h"

/* The settings in a revision's logging configuration (NULL: none) */
extern void sfn_log_settings_read(const Jsonb *configuration, LogSettings *settings);

/* ExecutionHost.emit of logged EXPRESS executions */
extern void sfn_log_record(Execution *execution, const Event *event);
/* With sfn.log_to_server on: what passes the level also goes to the server's log. */
extern void sfn_log_to_server(const Execution *execution, const Event *event);
/*
 * Whether an ended EXPRESS execution is to be stored; what may not be stored
 * is taken out of it.
 */
extern bool sfn_log_wants_stored(Execution *execution);

/*
 * An event as the service logs it: {"id", "type", "details",
 * "previous_event_id", ...}; palloc'd
 */
extern void sfn_log_entry(const Event *event, const EventSurroundings *surroundings, const char *execution_arn,
						  int redrive_count, bool include_data, JsonbValue *entry);

#endif							/* SFN_EXECUTION_LOG_H */
