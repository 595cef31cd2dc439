/*-------------------------------------------------------------------------
 *
 * keyed_row.h
 *	  Single rows of sfn's tables, by key: read, locked, changed and removed without SQL.
 *
 *-------------------------------------------------------------------------
 */
#ifndef SFN_KEYED_ROW_H
#define SFN_KEYED_ROW_H

#include "postgres.h"

#include "access/skey.h"
#include "executor/tuptable.h"
#include "store/row_view.h"
#include "utils/rel.h"

/* A table and a unique index of it on one column */
typedef struct RowKey
{
	const char *table;
	int			columns;		/* that the table has */
	const char *index;
	RegProcedure equal;
	bool		is_id;			/* the column is the first one, a bigint or a uuid */
} RowKey;

extern const RowKey sfn_execution_key;	/* id */
extern const RowKey sfn_branch_key; /* id */
extern const RowKey sfn_task_key;	/* id */
extern const RowKey sfn_task_token_key; /* token_hash */
extern const RowKey sfn_task_child_key; /* child */

/* A row that was found; to be released */
typedef struct KeyedRow
{
	const RowKey *key;
	Relation	relation;
	TupleTableSlot *slot;
	RowView		view;
} KeyedRow;

typedef enum RowLock
{
	ROW_READ,					/* none: what a query sees */
	ROW_LOCK,					/* FOR NO KEY UPDATE, the latest version */
	ROW_LOCK_NOWAIT,			/* the same; error 55P03 if somebody holds it */
	ROW_LOCK_SKIP				/* the same; not found if somebody holds it */
} RowLock;

/* false: there is none.  row is to be released if there is. */
extern bool sfn_keyed_row_find(KeyedRow *row, const RowKey *key, Datum value, RowLock lock);
/*
 * Write the row with what the caller has put into row->view.  What is left as it was
 * found is not written anew if it lies outside of the row.
 */
extern void sfn_keyed_row_update(KeyedRow *row);
extern void sfn_keyed_row_delete(KeyedRow *row);
extern void sfn_keyed_row_release(KeyedRow *row);
/* Find and delete; false: there is none, or another transaction holds it. */
extern bool sfn_keyed_row_remove(const RowKey *key, Datum value);

#define ROWS_AHEAD 64

/*
 * Where those rows lie that follow the one which was taken last.  To be forgotten
 * (count = 0) when a row may have come before them, or when the search begins elsewhere.
 */
typedef struct RowsAhead
{
	Oid			file;
	int			count;
	int			next;
	ItemPointerData places[ROWS_AHEAD];
} RowsAhead;

/* What a search is for */
typedef struct RowWish
{
	ScanKey		scan_keys;
	int			count;
	/* NULL: all are wanted; with ahead it says whether the scan keys hold, too. */
	bool		(*wanted) (const RowView *view, void *arg);
	void	   *arg;
	RowsAhead  *ahead;			/* NULL: just one is wanted */
	const bool *is_over;		/* wanted may set it: nothing that follows is wanted either; or NULL */
} RowWish;

/*
 * Remove the first row, in the order of an index, that is wanted and that nobody else
 * holds; its values as they were.  false: there is none.  row is to be released if there
 * is.
 */
extern bool sfn_keyed_row_take(KeyedRow *row, const RowKey *key, const RowWish *wish);

#endif							/* SFN_KEYED_ROW_H */
