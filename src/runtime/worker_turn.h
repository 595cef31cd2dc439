/*-------------------------------------------------------------------------
 *
 * worker_turn.h
 *	  What a worker does in one transaction.
 *
 *-------------------------------------------------------------------------
 */
#ifndef SFN_WORKER_TURN_H
#define SFN_WORKER_TURN_H

#include "postgres.h"

#include "datatype/timestamp.h"
#include "store/extension_row.h"

/* What a worker knows from one turn to the next */
typedef struct WorkerTurns WorkerTurns;

typedef struct TurnResult
{
	bool		more;			/* something was done, and there may be more */
	bool		full;			/* there is more than was wanted in one transaction */
	TimestampTz next_due;		/* !more: when to look again at the latest */
	bool		overdue;		/* !more: some are due, but others hold them, or the extension */
} TurnResult;

/*
 * To be ended also on the way out of an error (PG_FINALLY).  The extension is the
 * worker's own; it is asked for at each turn.
 */
extern WorkerTurns *sfn_turns_begin(MemoryContext context, const ExtensionRow *extension);
extern void sfn_turns_end(WorkerTurns *turns);

/*
 * Handle what is due, as much as one transaction should, and commit.  The caller
 * is connected to SPI as non-atomic.  Publishes that this worker means to sleep
 * (wake.h) before it looks; after a turn that did nothing it may.
 */
extern void sfn_turn_run(WorkerTurns *turns, TurnResult *result);

/* The same in a transaction that is not to be committed here: all that is due, once. */
extern void sfn_turn_run_uncommitted(WorkerTurns *turns);

#endif							/* SFN_WORKER_TURN_H */
