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
 * Whoever holds a token may answer.  InvalidToken, TaskDoesNotExist and TaskTimedOut are
 * ereported.  An inline execution goes on at once; an async one is queued.
 */
extern void sfn_answer_success(const char *token, const JsonbValue *output);
extern void sfn_answer_failure(const char *token, const char *error, const char *cause);
extern void sfn_answer_heartbeat(const char *token);

/* What tasks answered about branches that were not in memory while they ran. */
extern void sfn_answer_late(List *requests);

/*
 * Take the oldest task of an activity: token and input are palloc'd. false:
 * there is none.
 */
extern bool sfn_answer_take(const char *activity_arn, const char *worker_name, char **token, JsonbValue *input);

#endif							/* SFN_ANSWER_H */
