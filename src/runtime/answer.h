/*-------------------------------------------------------------------------
 *
 * answer.h
 *	  Answers from outside: task tokens and activity workers.
 *
 *-------------------------------------------------------------------------
 */
#ifndef SFN_ANSWER_H
#define SFN_ANSWER_H

#include "postgres.h"

#include "engine/execution.h"

/*
 * Whoever holds a token may answer.  InvalidToken, TaskDoesNotExist and
 * TaskTimedOut are ereported, ValidationException for too large an output.  An
 * inline execution goes on at once; an async one is queued.
 */
extern void sfn_answer_check_token(const char *token);	/* InvalidToken, before anything else is looked at */
extern void sfn_answer_success(const char *token, const JsonbValue *output);
extern void sfn_answer_failure(const char *token, const char *error, const char *cause);
extern void sfn_answer_heartbeat(const char *token);

/*
 * What tasks answered about branches that were not in memory while they ran.  Unless it
 * may wait for who has locked one of those, that is error 55P03.
 */
extern void sfn_answer_late(List *requests, bool may_wait);

/* A task handed to an activity worker */
typedef struct TakenTask
{
	char	   *token;
	JsonbValue	input;
} TakenTask;

/*
 * Take the oldest task of an activity, waiting for one until the given time;
 * palloc'd.  It does not wait inside a task's function or once the transaction
 * has written: the task might be waiting for just that to be committed.
 * false: there is none.
 */
extern bool sfn_answer_take(const char *activity_arn, const char *worker_name, TimestampTz until, TakenTask *task);

/*
 * A fresh token for a task that waits, which the current user must be allowed
 * to manage; the old one dies.  ereports TaskDoesNotExist, 42501, and 55000
 * for one that no worker has taken.
 */
extern char *sfn_answer_new_token(int64 task);

#endif							/* SFN_ANSWER_H */
