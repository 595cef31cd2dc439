/*-------------------------------------------------------------------------
 *
 * machine_hold.h
 *	  Keep a state machine from being deleted meanwhile.
 *
 *-------------------------------------------------------------------------
 */
#ifndef SFN_MACHINE_HOLD_H
#define SFN_MACHINE_HOLD_H

#include "postgres.h"

/*
 * Nobody deletes the machine before this transaction ends.  generation: of the
 * machine cache (sfn_machine_cache_generation), from before the machine was
 * looked at, or MACHINE_NOT_SEEN.  false: it has been deleted since.
 */
#define MACHINE_NOT_SEEN PG_UINT64_MAX
extern bool sfn_machine_hold(int64 machine, uint64 generation);

/*
 * Wait for all who hold it; nobody will until this transaction ends.  Before
 * the machine's row is locked.
 */
extern void sfn_machine_hold_off(int64 machine);

#endif							/* SFN_MACHINE_HOLD_H */
