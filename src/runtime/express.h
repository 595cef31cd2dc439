/*-------------------------------------------------------------------------
 *
 * express.h
 *	  EXPRESS executions: run to the end in memory.
 *
 *-------------------------------------------------------------------------
 */
#ifndef SFN_EXPRESS_H
#define SFN_EXPRESS_H

#include "postgres.h"

#include "engine/execution.h"

/* The service ends an Express execution after five minutes. */
#define EXPRESS_MAX_SECONDS 300

/* Its host: one that keeps events only if the machine logs. */
extern const ExecutionHost *sfn_express_host(const MachineIdentity *identity);

/* Run to the end; waits sleep, or move the clock with sfn.virtual_clock. */
extern void sfn_express_run(Execution *execution);

/* Sleep until then, interruptibly, or move the clock with sfn.virtual_clock. */
extern void sfn_express_sleep(Execution *execution, TimestampTz due);

#endif							/* SFN_EXPRESS_H */
