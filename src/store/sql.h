/*-------------------------------------------------------------------------
 *
 * sql.h
 *	  How the store runs SQL: as the extension's owner, each text prepared once.
 *
 * Every statement is a file static SqlStatement, written whole, with
 * schema-qualified names and operators (SQL_EQ and so on), so that no
 * search_path can change its meaning.  What looks an operator up by name
 * behind the scenes (IN, BETWEEN, LIKE, IS DISTINCT FROM, NULLIF, USING) is
 * not used.
 *
 *-------------------------------------------------------------------------
 */
#ifndef SFN_SQL_H
#define SFN_SQL_H

#include "postgres.h"

#include "store/row_view.h"
#include "utils/jsonb.h"
#include "utils/uuid.h"

/*
 * Operators by full name: a caller's search_path may put something before
 * pg_catalog.
 */
#define SQL_EQ SQL_OPERATOR("=")
#define SQL_NE SQL_OPERATOR("<>")
#define SQL_LT SQL_OPERATOR("<")
#define SQL_LE SQL_OPERATOR("<=")
#define SQL_GT SQL_OPERATOR(">")
#define SQL_GE SQL_OPERATOR(">=")
#ifndef SFN_WITHOUT_own_names
#define SQL_OPERATOR(name) " OPERATOR(pg_catalog." name ") "
#else
#define SQL_OPERATOR(name) " " name " "
#endif

#define SQL_MAX_ARGUMENTS 32

typedef struct SqlStatement
{
	const char *text;
	int			count;			/* arguments */
	Oid			types[SQL_MAX_ARGUMENTS];
	bool		by_snapshot;	/* what the caller's snapshot shows, even if it is an old one */
	struct _SPI_plan *plan;		/* kept for the backend's life */
} SqlStatement;

/* Arguments of a statement, or a row, in order */
typedef struct SqlValues
{
	int			count;
	Datum		values[SQL_MAX_ARGUMENTS];
	char		nulls[SQL_MAX_ARGUMENTS];	/* as SPI wants them: 'n' or a blank */
} SqlValues;

static inline void
sfn_values_add_if(SqlValues *values, bool present, Datum value)
{
	Assert(values->count < SQL_MAX_ARGUMENTS);
	values->values[values->count] = present ? value : (Datum) 0;
	values->nulls[values->count++] = present ? ' ' : 'n';
}

static inline void
sfn_values_add(SqlValues *values, Datum value)
{
	sfn_values_add_if(values, true, value);
}

/* NULL pointers are nulls; text is copied to the current context. */
extern void sfn_values_add_text(SqlValues *values, const char *text);
extern void sfn_values_add_pointer(SqlValues *values, const void *pointer);

/* The user to go back to */
typedef struct SqlCaller
{
	Oid			user;
	int			security_context;
	int			path_nest;
} SqlCaller;

/*
 * Between begin and end: SPI is connected and the current user is the
 * extension's owner.  On an error the abort of the (sub)transaction undoes
 * both.  Results live in SPI's context until end.
 */
extern void sfn_sql_begin(SqlCaller *caller);
extern void sfn_sql_end(const SqlCaller *caller);
/*
 * Whether a statement looks at what is committed rather than at the
 * transaction's snapshot
 */
extern bool sfn_sql_sees_newest(void);
/*
 * Run; limit 0: all rows.  Returns the number of rows processed; rows are in
 * SPI_tuptable.  At any isolation level a statement sees what is committed, since it
 * acts on it, unless it is by_snapshot.  read_only: sees what the calling query
 * sees, and no more.
 */
extern uint64 sfn_sql_run(SqlStatement *statement, SqlValues *values, bool read_only, long limit);

/*
 * For running a statement while the rows of another are still needed; and
 * giving rows back early.
 */
extern struct SPITupleTable *sfn_sql_keep_result(void);
extern void sfn_sql_restore_result(struct SPITupleTable *result);
extern void sfn_sql_free_result(void);

/*
 * Columns of a row in SPI_tuptable; 0 for NULL.  What varies in length is
 * copied to context.
 */
/* A whole row of the result; the arrays are palloc'd. */
extern void sfn_sql_view(uint64 row, RowView *view);
extern bool sfn_sql_is_null(uint64 row, int column);
extern Datum sfn_sql_datum(uint64 row, int column);
extern int64 sfn_sql_int64(uint64 row, int column);
extern int32 sfn_sql_int32(uint64 row, int column);
extern int16 sfn_sql_int16(uint64 row, int column);
extern bool sfn_sql_bool(uint64 row, int column);
extern bool sfn_sql_uuid(uint64 row, int column, pg_uuid_t *id);	/* false for NULL */
extern char *sfn_sql_text(MemoryContext context, uint64 row, int column);	/* NULL for NULL */
extern Jsonb *sfn_sql_jsonb(MemoryContext context, uint64 row, int column);	/* NULL for NULL */
extern struct varlena *sfn_sql_varlena(MemoryContext context, uint64 row, int column);	/* NULL for NULL */

/*
 * A table, index or sequence in schema sfn; error 42P01 when the extension is
 * not there.
 */
extern Oid	sfn_table_oid(const char *name);
extern void sfn_table_is_missing(const char *name) pg_attribute_noreturn();
/* Whom sfn's statements run as */
extern Oid	sfn_extension_owner(void);

#endif							/* SFN_SQL_H */
