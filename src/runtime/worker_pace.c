/*-------------------------------------------------------------------------
 *
 * worker_pace.c
 *	  How long executions of which machine keep a worker busy.
 *
 * A worker commits many quick executions together, and slow ones each by itself:
 * what is done should not wait for what takes long.  It learns which is which
 * by doing; recent times count more than older ones.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "runtime/worker_pace.h"
#include "utils/hsearch.h"

#define SLOW_US 20000
/* A commit takes about as long. */
#define SLOW_TASK_US 1000
/* The part of the average that the newest time makes up */
#define NEWEST_SHARE 0.25
/* Then what was learned is forgotten; it is soon learned again. */
#define MOST_MACHINES 10000

typedef struct MachinePace
{
	int64		machine;		/* key */
	double		average_us;		/* of an execution's turn */
	double		task_us;		/* of a task; -1: not known */
} MachinePace;

struct WorkerPace
{
	MemoryContext context;
	HTAB	   *machines;
};

static MachinePace *find_or_make(WorkerPace *pace, int64 machine);
static void note(double *average, double newest);
static HTAB *make_table(MemoryContext context);

WorkerPace *
sfn_pace_create(MemoryContext context)
{
	WorkerPace *pace = MemoryContextAlloc(context, sizeof(WorkerPace));

	pace->context = context;
	pace->machines = make_table(context);
	return pace;
}

void
sfn_pace_note(WorkerPace *pace, int64 machine, int64 microseconds)
{
	note(&find_or_make(pace, machine)->average_us, microseconds);
}

void
sfn_pace_note_tasks(WorkerPace *pace, int64 machine, int64 count, int64 microseconds)
{
	if (count > 0)
		note(&find_or_make(pace, machine)->task_us, (double) microseconds / count);
}

static MachinePace *
find_or_make(WorkerPace *pace, int64 machine)
{
	MachinePace *entry;
	bool		found;

	if (hash_get_num_entries(pace->machines) >= MOST_MACHINES)
	{
		hash_destroy(pace->machines);
		pace->machines = make_table(pace->context);
	}
	entry = hash_search(pace->machines, &machine, HASH_ENTER, &found);
	if (!found)
		entry->average_us = entry->task_us = -1;
	return entry;
}

static void
note(double *average, double newest)
{
	if (*average < 0)
		*average = newest;
	*average += (newest - *average) * NEWEST_SHARE;
}

bool
sfn_pace_is_slow(const WorkerPace *pace, int64 machine)
{
	const MachinePace *entry = hash_search(pace->machines, &machine, HASH_FIND, NULL);

	return entry != NULL && entry->average_us > SLOW_US;
}

TaskPace
sfn_pace_of_tasks(const WorkerPace *pace, int64 machine)
{
	const MachinePace *entry = hash_search(pace->machines, &machine, HASH_FIND, NULL);

	if (entry == NULL || entry->task_us < 0)
		return PACE_UNKNOWN;
	return entry->task_us > SLOW_TASK_US ? PACE_SLOW : PACE_QUICK;
}

static HTAB *
make_table(MemoryContext context)
{
	HASHCTL		control = {.keysize = sizeof(int64), .entrysize = sizeof(MachinePace), .hcxt = context};

	return hash_create("sfn pace of machines", 64, &control, HASH_ELEM | HASH_BLOBS | HASH_CONTEXT);
}
