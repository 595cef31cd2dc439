/*-------------------------------------------------------------------------
 *
 * notify.h
 *	  Tell who listens: tasks that wait for someone outside, changes of status.
 *
 *-------------------------------------------------------------------------
 */
#ifndef SFN_NOTIFY_H
#define SFN_NOTIFY_H

#include "postgres.h"

#include "engine/execution.h"
#include "nodes/pg_list.h"

/* Before the flush: the branches whose tasks have just begun to wait. */
extern List *sfn_notify_collect(Execution *execution);
/* After it, when tasks have their ids: send. */
extern void sfn_notify_tasks(const Execution *execution, const List *waiting);
/* The execution's status has changed: send, if it was started with that asked for. */
extern void sfn_notify_status(const Execution *execution);

#endif							/* SFN_NOTIFY_H */
