/*-------------------------------------------------------------------------
 *
 * worker_pace.h
 *	  How long executions of which machine keep a worker busy.
 *
 *-------------------------------------------------------------------------
 */
#ifndef SFN_WORKER_PACE_H
#define SFN_WORKER_PACE_H

#include "postgres.h"

typedef struct WorkerPace WorkerPace;

extern WorkerPace *sfn_pace_create(MemoryContext context);
/* A wakeup of the machine was handled in so many microseconds. */
extern void sfn_pace_note(WorkerPace *pace, int64 machine, int64 microseconds);
/*
 * Whether the next one is likely to take so long that others should not wait
 * for its commit.
 */
extern bool sfn_pace_is_slow(const WorkerPace *pace, int64 machine);

/* How long tasks of a machine take, compared to a commit */
typedef enum TaskPace
{
	PACE_UNKNOWN,
	PACE_QUICK,
	PACE_SLOW
} TaskPace;

/* So many tasks of the machine took so long, all together. */
extern void sfn_pace_note_tasks(WorkerPace *pace, int64 machine, int64 count, int64 microseconds);
extern TaskPace sfn_pace_of_tasks(const WorkerPace *pace, int64 machine);

#endif							/* SFN_WORKER_PACE_H */
