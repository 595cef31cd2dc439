/*-------------------------------------------------------------------------
 *
 * finish.h
 *	  The ends an execution can come to.
 *
 *-------------------------------------------------------------------------
 */
#ifndef SFN_FINISH_H
#define SFN_FINISH_H

#include "postgres.h"

#include "engine/execution.h"

/* The main line has ended with root->output. */
extern void sfn_execution_succeeded(Execution *execution);
/* The main line has failed; ExecutionFailed follows the given event. */
extern void sfn_execution_failed(Execution *execution, const ExecutionError *error, int64 previous);

#endif							/* SFN_FINISH_H */
