/*-------------------------------------------------------------------------
 *
 * worker_queue.c
 *	  Where in the queue a worker looks for what is due.
 *
 * The queue is an index on due times, and what was taken stays in it until the table is
 * vacuumed, which an old snapshot anywhere in the cluster prevents.  Whoever looked for
 * the first row that is still there would wade through all that ever was, each time.
 * So a worker remembers its place: everything before it is gone, but for a few
 * rows that others held when the worker came past.  Those it remembers one by
 * one, and looks at them again when it has nothing else to do.
 *
 * What comes into the queue before that place is told by its commit (wake.h), and the
 * place moves back.  That is read before the look, so a commit is either seen by the
 * look or told to the next one.  A prepared transaction tells nobody; for its sake the
 * whole queue is looked through now and then, the less often the longer that takes.
 *
 * Strictly by due time, a machine with a million executions in the queue would keep the
 * others waiting until all are done.  So where there is more to do than one
 * transaction holds, every other wakeup is one of whatever machine is next in turn.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "portability/instr_time.h"
#include "runtime/wake.h"
#include "runtime/worker_queue.h"
#include "store/definition_list.h"
#include "utils/timestamp.h"

#define MOST_HELD 256
/* How often a worker that has other things to do looks at what others hold */
#define HELD_US (100 * INT64CONST(1000))
/* Looking through the whole queue takes a thousandth of the time at most. */
#define WHOLE_EVERY_US USECS_PER_SEC
#define WHOLE_SHARE 1000
/* How many machines are asked in turn before the next wakeup by due time is taken */
#define MOST_PROBES 2
#define MACHINES_AT_ONCE 64

typedef enum TakenFrom
{
	TAKEN_IN_ORDER,
	TAKEN_HELD,
	TAKEN_IN_TURN
} TakenFrom;

struct WorkerQueue
{
	WakeupPlace place;			/* everything up to here is gone, or in held */
	WakeupPlace held[MOST_HELD];
	int			held_count;
	int			next_held;		/* to be looked at in this transaction */
	bool		is_too_much;	/* there are more; the place then stays before them */
	WakeupPlace before_too_much;
	TimestampTz held_at;		/* when those held were looked at last */
	TimestampTz whole_at;		/* when the whole queue was looked through last */
	int64		whole_us;		/* how long that took */
	bool		is_idle;		/* the last look found nothing */
	bool		is_full;
	bool		is_in_turn;		/* whose machine's turn it is comes next */
	TakenFrom	taken_from;
	TimestampTz next_due;
	int64		machines[MACHINES_AT_ONCE]; /* whose turns were and are to come */
	int			machine_count;
	int			next_machine;
};

static void move_back(WorkerQueue *queue, TimestampTz due);
static bool take_held(WorkerQueue *queue, WakeupRow *wakeup);
static bool take_in_turn(WorkerQueue *queue, TimestampTz as_of, WakeupRow *wakeup);
static bool take_in_order(WorkerQueue *queue, TimestampTz as_of, WakeupRow *wakeup);
static void note_held(const WakeupPlace *place, void *arg);
static bool next_machine(WorkerQueue *queue, int64 *machine);

WorkerQueue *
sfn_queue_create(MemoryContext context)
{
	WorkerQueue *queue = MemoryContextAllocZero(context, sizeof(WorkerQueue));

	sfn_queue_reset(queue);
	return queue;
}

void
sfn_queue_reset(WorkerQueue *queue)
{
	queue->place.due = DT_NOBEGIN;
	queue->place.id = 0;
	queue->held_count = queue->next_held = 0;
	queue->is_too_much = false;
}

void
sfn_queue_begin(WorkerQueue *queue, TimestampTz left_alone, bool full)
{
	TimestampTz now = GetCurrentTimestamp();
	TimestampTz lowest = sfn_wake_worker_lowest_due();

	sfn_wakeup_look_anew();
	/* The clock may have been set back. */
	if (now >= queue->whole_at + Max(queue->whole_us * WHOLE_SHARE, WHOLE_EVERY_US) || now < queue->whole_at)
		sfn_queue_reset(queue);
	if (lowest <= queue->place.due)
		move_back(queue, lowest);
	if (left_alone >= queue->place.due)
	{
		queue->place.due = left_alone;
		queue->place.id = PG_INT64_MAX;
	}
	queue->is_full = full;
	queue->is_too_much = false;
	queue->next_held = queue->held_count;
	if (queue->is_idle || now >= queue->held_at + HELD_US || now < queue->held_at)
	{
		queue->next_held = 0;
		queue->held_at = now;
	}
	queue->is_idle = false;
}

/* What is held from there on is found again. */
static void
move_back(WorkerQueue *queue, TimestampTz due)
{
	int			count = 0;

	for (int i = 0; i < queue->held_count; i++)
	{
		if (queue->held[i].due < due)
			queue->held[count++] = queue->held[i];
	}
	queue->held_count = count;
	queue->place.due = due;
	queue->place.id = 0;
}

void
sfn_queue_end(WorkerQueue *queue)
{
	if (queue->is_too_much && queue->before_too_much.due <= queue->place.due)
		queue->place = queue->before_too_much;
}

bool
sfn_queue_take(WorkerQueue *queue, TimestampTz as_of, WakeupRow *wakeup)
{
	if (take_held(queue, wakeup))
	{
		queue->taken_from = TAKEN_HELD;
		return true;
	}
	if (queue->is_full)
		queue->is_in_turn = !queue->is_in_turn;
	if (queue->is_full && queue->is_in_turn && take_in_turn(queue, as_of, wakeup))
	{
		queue->taken_from = TAKEN_IN_TURN;
		return true;
	}
	queue->taken_from = TAKEN_IN_ORDER;
	if (take_in_order(queue, as_of, wakeup))
		return true;
	queue->is_idle = true;
	return false;
}

static bool
take_held(WorkerQueue *queue, WakeupRow *wakeup)
{
	while (queue->next_held < queue->held_count)
	{
		WakeupPlace *place = &queue->held[queue->next_held];
		bool		is_there;
		bool		taken = sfn_wakeup_take_at(place, wakeup, &is_there);

		if (is_there && !taken)
		{
			queue->next_held++;
			continue;
		}
		*place = queue->held[--queue->held_count];
		if (taken)
			return true;
	}
	return false;
}

static bool
take_in_turn(WorkerQueue *queue, TimestampTz as_of, WakeupRow *wakeup)
{
	int64		machine;

	for (int i = 0; i < MOST_PROBES && next_machine(queue, &machine); i++)
	{
		if (sfn_wakeup_take_of(machine, queue->place.due, as_of, wakeup))
			return true;
	}
	return false;
}

static bool
take_in_order(WorkerQueue *queue, TimestampTz as_of, WakeupRow *wakeup)
{
	WakeupSearch search = {.after = queue->place, .as_of = as_of,
	.until = as_of + USECS_PER_SEC, .held = note_held, .arg = queue};
	bool		is_whole = queue->place.due == DT_NOBEGIN;
	instr_time	start;
	instr_time	end;
	bool		found;

	INSTR_TIME_SET_CURRENT(start);
	found = sfn_wakeup_take_next(&search, wakeup);
	if (is_whole)
	{
		INSTR_TIME_SET_CURRENT(end);
		INSTR_TIME_SUBTRACT(end, start);
		queue->whole_us = INSTR_TIME_GET_MICROSEC(end);
		queue->whole_at = as_of;
	}
	queue->place = search.after;
	queue->next_due = search.next_due;
	return found;
}

/* Somebody holds what lies there, or did when the look began. */
static void
note_held(const WakeupPlace *place, void *arg)
{
	WorkerQueue *queue = arg;

	if (queue->held_count < MOST_HELD)
	{
		/* Not in this transaction any more */
		Assert(queue->next_held == queue->held_count);
		queue->held[queue->held_count++] = *place;
		queue->next_held = queue->held_count;
	}
	else if (!queue->is_too_much)
	{
		queue->is_too_much = true;
		queue->before_too_much.due = place->due;
		queue->before_too_much.id = place->id - 1;
	}
}

void
sfn_queue_give_back(WorkerQueue *queue, const WakeupRow *wakeup, bool soon)
{
	WakeupPlace place = {wakeup->due, wakeup->id};

	/* Its machine's turn comes again. */
	if (!soon && queue->taken_from == TAKEN_IN_TURN)
		return;
	queue->next_held = queue->held_count;
	note_held(&place, queue);
	if (!soon || queue->is_too_much)
		return;
	queue->held[queue->held_count - 1] = queue->held[0];
	queue->held[0] = place;
	/* As if those held had not been looked at for long. */
	queue->held_at = DT_NOBEGIN;
}

bool
sfn_queue_is_held(const WorkerQueue *queue)
{
	return queue->held_count > 0 || queue->is_too_much;
}

TimestampTz
sfn_queue_next_due(const WorkerQueue *queue)
{
	return queue->next_due;
}

/* false: there is no machine. */
static bool
next_machine(WorkerQueue *queue, int64 *machine)
{
	if (queue->next_machine >= queue->machine_count)
	{
		int64		after = queue->machine_count == MACHINES_AT_ONCE ? queue->machines[MACHINES_AT_ONCE - 1] : 0;

		queue->machine_count = sfn_machine_ids(after, queue->machines, MACHINES_AT_ONCE);
		if (queue->machine_count == 0 && after != 0)
			queue->machine_count = sfn_machine_ids(0, queue->machines, MACHINES_AT_ONCE);
		queue->next_machine = 0;
	}
	if (queue->machine_count == 0)
		return false;
	*machine = queue->machines[queue->next_machine++];
	return true;
}
