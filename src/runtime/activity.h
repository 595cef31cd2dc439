/*-------------------------------------------------------------------------
 *
 * activity.h
 *	  Create, find and delete activities.
 *
 *-------------------------------------------------------------------------
 */
#ifndef SFN_ACTIVITY_H
#define SFN_ACTIVITY_H

#include "postgres.h"

#include "runtime/answer.h"
#include "store/definition_store.h"

/*
 * The activity of that name, or NULL; then whoever else wants to make it waits
 * until this transaction ends.
 */
extern ActivityRow *sfn_activity_reserve(const char *name);
/* One of that name that exists already is as good.  ereports InvalidName. */
extern ActivityRow *sfn_activity_create(const char *name);
/* By name or ARN; NULL: there is none.  ereports InvalidArn. */
extern ActivityRow *sfn_activity_resolve(const char *reference);
/* ereport ActivityDoesNotExist */
extern void sfn_activity_refuse_missing(const char *reference) pg_attribute_noreturn();
/* false: there is none. */
extern bool sfn_activity_remove(const char *reference);
/*
 * As sfn_answer_take, of an activity by name or ARN on which the current user
 * has the privilege start; ereports ActivityDoesNotExist.
 */
extern bool sfn_activity_take_task(const char *reference, const char *worker_name, TimestampTz until,
								   TakenTask *task);
extern char *sfn_activity_arn(const ActivityRow *activity);

#endif							/* SFN_ACTIVITY_H */
