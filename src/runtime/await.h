/*-------------------------------------------------------------------------
 *
 * await.h
 *	  Wait for the end of an execution.
 *
 *-------------------------------------------------------------------------
 */
#ifndef SFN_AWAIT_H
#define SFN_AWAIT_H

#include "postgres.h"

#include "datatype/timestamp.h"
#include "utils/uuid.h"

/*
 * The execution's status (palloc'd) when it has ended, or at the given time.
 * NULL: nothing of it is kept any more.  ereports ExecutionDoesNotExist,
 * 42501, and 55000 for one that only the commit of this transaction would let
 * go on.
 */
extern const char *sfn_execution_await(const pg_uuid_t *id, TimestampTz until);

#endif							/* SFN_AWAIT_H */
