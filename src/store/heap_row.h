/*-------------------------------------------------------------------------
 *
 * heap_row.h
 *	  Rows added to and found in sfn's tables without SQL.
 *
 *-------------------------------------------------------------------------
 */
#ifndef SFN_HEAP_ROW_H
#define SFN_HEAP_ROW_H

#include "postgres.h"

#include "access/skey.h"
#include "executor/tuptable.h"
#include "store/row_view.h"
#include "store/sql.h"

typedef struct RowWriter RowWriter;

/*
 * For adding rows to a table, and replacing them, of schema sfn that has that
 * many columns. Everything it needs is in the current context; the table stays
 * locked until the transaction ends.
 */
extern RowWriter *sfn_row_writer_open(const char *table, int columns);
/* One row, values by column position; constraints hold, indexes are filled. */
extern void sfn_row_write(RowWriter *writer, const SqlValues *values);
/* Instead of the version in old, which is locked; where the new one lies */
extern ItemPointerData sfn_row_replace(RowWriter *writer, TupleTableSlot *old, const RowView *row);
extern void sfn_row_writer_close(RowWriter *writer);
/* All three for a single row. */
extern void sfn_row_insert(const char *table, const SqlValues *values);

/*
 * The error for one that was locked, or not wanted by others, and has changed
 * all the same: the snapshot is older than the change.
 */
extern void sfn_row_changed_meanwhile(void) pg_attribute_noreturn();

/* The next value of a sequence of schema sfn. */
extern int64 sfn_sequence_next(const char *sequence);

/*
 * The value in column of the row that an index has under the given keys: of
 * what is committed now or was written by this transaction, whatever its
 * snapshot shows.  Fixed-length types are copied to *result (size bytes).
 * false: no such row.
 */
extern bool sfn_row_find(const char *table, const char *index, ScanKey keys, int key_count,
						 int column, void *result, Size size);

/* Whether there is such a row, those that others have yet to commit included. */
extern bool sfn_row_exists_at_all(const char *table, const char *index, ScanKey keys, int key_count);

#endif							/* SFN_HEAP_ROW_H */
