/*-------------------------------------------------------------------------
 *
 * cron_store.h
 *	  Jobs of pg_cron, which is in this database.
 *
 * Everything happens as the current user: jobs belong to roles, and who may do
 * what with them is pg_cron's to decide.
 *
 *-------------------------------------------------------------------------
 */
#ifndef SFN_CRON_STORE_H
#define SFN_CRON_STORE_H

#include "postgres.h"

#include "nodes/pg_list.h"

typedef struct CronJob
{
	int64		id;
	char	   *name;
	char	   *schedule;
	char	   *command;
	bool		is_active;
} CronJob;

/*
 * Those that the current user may see, whose names begin like that, in order
 * of name; of CronJob *.
 */
extern List *sfn_cron_list(const char *prefix);
/* A job of the current user's; one of that name is replaced. */
extern void sfn_cron_schedule(const char *name, const char *schedule, const char *command);
extern void sfn_cron_unschedule(int64 id);
/*
 * What pg_cron has written down of the current user's runs of a command that
 * ended more than a day ago, goes.
 */
extern void sfn_cron_forget_runs(const char *command);

#endif							/* SFN_CRON_STORE_H */
