/*-------------------------------------------------------------------------
 *
 * redrive.h
 *	  Put an ended execution back to where it failed.
 *
 *-------------------------------------------------------------------------
 */
#ifndef SFN_REDRIVE_H
#define SFN_REDRIVE_H

#include "postgres.h"

#include "engine/execution.h"

typedef struct Redrive Redrive;

/* execution: loaded, ended, without branches. */
extern Redrive *sfn_redrive_begin(Execution *execution);
/* Every event of its history, in order. */
extern void sfn_redrive_event(Redrive *redrive, const Event *event);
/*
 * The execution runs again: ExecutionRedriven is written, and the branches
 * that had not succeeded are runnable; advance goes on from there.
 */
extern void sfn_redrive_finish(Redrive *redrive);

#endif							/* SFN_REDRIVE_H */
