/*-------------------------------------------------------------------------
 *
 * schedule.h
 *	  Workers that pg_cron starts and starts again.
 *
 *-------------------------------------------------------------------------
 */
#ifndef SFN_SCHEDULE_H
#define SFN_SCHEDULE_H

#include "postgres.h"

#include "datatype/timestamp.h"

/* As many as wake.h has slots for */
#define MOST_SCHEDULED_WORKERS 64

/*
 * So many workers of this database, no more and no fewer; schema: where sfn's
 * functions are.  Returns their number.  ereports what is missing, and what to
 * do about it.
 */
extern int	sfn_workers_schedule(int count, const char *schema);
/* Returns how many there were; running ones end when this is committed. */
extern int	sfn_workers_unschedule(void);

/* How long the worker that pg_cron has just started should work. */
extern TimestampTz sfn_scheduled_worker_end(void);
/* pg_cron's notes about earlier workers of that number go, now and then. */
extern void sfn_scheduled_worker_tidy(int number, const char *schema);

#endif							/* SFN_SCHEDULE_H */
