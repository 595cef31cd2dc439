/*-------------------------------------------------------------------------
 *
 * row_view.h
 *	  The values of a row, by column (table_columns.h).
 *
 *-------------------------------------------------------------------------
 */
#ifndef SFN_ROW_VIEW_H
#define SFN_ROW_VIEW_H

#include "postgres.h"

#include "utils/builtins.h"
#include "utils/memutils.h"
#include "utils/timestamp.h"
#include "utils/uuid.h"

typedef struct RowView
{
	Datum	   *values;
	bool	   *nulls;
} RowView;

static inline bool
sfn_view_is_null(const RowView *row, int column)
{
	return row->nulls[column];
}

/* 0 for NULL, as all that follow */
static inline Datum
sfn_view_datum(const RowView *row, int column)
{
	return row->nulls[column] ? (Datum) 0 : row->values[column];
}

static inline int64
sfn_view_int64(const RowView *row, int column)
{
	return DatumGetInt64(sfn_view_datum(row, column));
}

static inline int32
sfn_view_int32(const RowView *row, int column)
{
	return DatumGetInt32(sfn_view_datum(row, column));
}

static inline int16
sfn_view_int16(const RowView *row, int column)
{
	return DatumGetInt16(sfn_view_datum(row, column));
}

static inline bool
sfn_view_bool(const RowView *row, int column)
{
	return DatumGetBool(sfn_view_datum(row, column));
}

static inline TimestampTz
sfn_view_time(const RowView *row, int column, TimestampTz none)
{
	return row->nulls[column] ? none : DatumGetTimestampTz(row->values[column]);
}

/* false for NULL */
static inline bool
sfn_view_uuid(const RowView *row, int column, pg_uuid_t *id)
{
	if (row->nulls[column])
		return false;
	*id = *DatumGetUUIDP(row->values[column]);
	return true;
}

/* A copy in the given context; NULL for NULL */
static inline char *
sfn_view_text(MemoryContext context, const RowView *row, int column)
{
	MemoryContext old;
	char	   *value;

	if (row->nulls[column])
		return NULL;
	old = MemoryContextSwitchTo(context);
	value = TextDatumGetCString(row->values[column]);
	MemoryContextSwitchTo(old);
	return value;
}

static inline void
sfn_view_set(RowView *row, int column, Datum value)
{
	row->values[column] = value;
	row->nulls[column] = false;
}

/* NULL unless there is a value */
static inline void
sfn_view_set_if(RowView *row, int column, bool present, Datum value)
{
	row->values[column] = present ? value : (Datum) 0;
	row->nulls[column] = !present;
}

static inline void
sfn_view_set_time(RowView *row, int column, TimestampTz time, TimestampTz none)
{
	sfn_view_set_if(row, column, time != none, TimestampTzGetDatum(time));
}

static inline void
sfn_view_set_pointer(RowView *row, int column, const void *pointer)
{
	sfn_view_set_if(row, column, pointer != NULL, PointerGetDatum(pointer));
}

/* Copied to the current context */
static inline void
sfn_view_set_text(RowView *row, int column, const char *value)
{
	sfn_view_set_if(row, column, value != NULL, value == NULL ? (Datum) 0 : CStringGetTextDatum(value));
}

#endif							/* SFN_ROW_VIEW_H */
