/*-------------------------------------------------------------------------
 *
 * definition_list.h
 *	  Lists of state machines and activities.
 *
 * In the order in which they were made, so that a page once seen does not
 * change when others are added.
 *
 *-------------------------------------------------------------------------
 */
#ifndef SFN_DEFINITION_LIST_H
#define SFN_DEFINITION_LIST_H

#include "postgres.h"

#include "store/definition_store.h"

/*
 * Those that are not deleted, with an id above after (0: from the first); of
 * MachineRow *.
 */
extern List *sfn_machine_list(int64 after, int limit);
/* The same, ids only, as many as there is room for; returns how many. */
extern int	sfn_machine_ids(int64 after, int64 *ids, int room);
/* All that have or had this name, newest first; of MachineRow *. */
extern List *sfn_machine_list_named(const char *name, const char *region, const char *account);
/* With an id above after; of ActivityRow *. */
extern List *sfn_activity_list(int64 after, int limit);

#endif							/* SFN_DEFINITION_LIST_H */
