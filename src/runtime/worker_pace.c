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
/* The part of the average that the newest time makes up */
#define NEWEST_SHARE 0.25
/* Then what was learned is forgotten; it is soon learned again. */
#define MOST_MACHINES 10000

typedef struct MachinePace
{
	int64		machine;		/* key */
	double		average_us;
} MachinePace;

struct WorkerPace
{
	MemoryContext context;
	HTAB	   *machines;
};

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
	MachinePace *entry;
	bool		found;

	if (hash_get_num_entries(pace->machines) >= MOST_MACHINES)
	{
		hash_destroy(pace->machines);
		pace->machines = make_table(pace->context);
	}
	entry = hash_search(pace->machines, &machine, HASH_ENTER, &found);
	if (!found)
		entry->average_us = microseconds;
	entry->average_us += (microseconds - entry->average_us) * NEWEST_SHARE;
}

bool
sfn_pace_is_slow(const WorkerPace *pace, int64 machine)
{
	const MachinePace *entry = hash_search(pace->machines, &machine, HASH_FIND, NULL);

	return entry != NULL && entry->average_us > SLOW_US;
}

static HTAB *
make_table(MemoryContext context)
{
	HASHCTL		control = {.keysize = sizeof(int64), .entrysize = sizeof(MachinePace), .hcxt = context};

	return hash_create("sfn pace of machines", 64, &control, HASH_ELEM | HASH_BLOBS | HASH_CONTEXT);
}
