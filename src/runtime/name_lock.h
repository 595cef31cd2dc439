/*-------------------------------------------------------------------------
 *
 * name_lock.h
 *	  Names that are being given: one transaction at a time.
 *
 *-------------------------------------------------------------------------
 */
#ifndef SFN_NAME_LOCK_H
#define SFN_NAME_LOCK_H

#include "postgres.h"

/*
 * Wait for others who are giving this name to an execution of the machine (0:
 * the name, an ARN, to a machine), until the transaction ends.
 */
extern void sfn_name_lock(int64 machine, const char *name);

#endif							/* SFN_NAME_LOCK_H */
