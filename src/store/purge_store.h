/*-------------------------------------------------------------------------
 *
 * purge_store.h
 *	  Remove the rows of executions that ended long ago.
 *
 *-------------------------------------------------------------------------
 */
#ifndef SFN_PURGE_STORE_H
#define SFN_PURGE_STORE_H

#include "postgres.h"

#include "datatype/timestamp.h"

/*
 * Remove up to limit executions, the first started first, that ended before a
 * time and whose machine may_purge allows, with their histories; returns how
 * many there were.  Those that somebody else has locked stay.
 */
extern int64 sfn_store_purge(TimestampTz ended_before, int64 limit, bool (*may_purge) (int64 machine));

/* Remove deleted machines that have no execution left, with their revisions. */
extern void sfn_store_purge_machines(void);

#endif							/* SFN_PURGE_STORE_H */
