/*-------------------------------------------------------------------------
 *
 * integration_store.c
 *	  Rows of sfn.integration: which SQL function stands for which service's action.
 *
 * A registration is found with the newest snapshot, so that one made by an
 * earlier task of the same statement counts.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "catalog/pg_type.h"
#include "store/integration_store.h"
#include "store/sql.h"

void
sfn_integration_register(const char *resource, const char *role, const char *function)
{
	static SqlStatement statement = {
		"INSERT INTO sfn.integration AS i (resource, role, function) VALUES ($1, $2, $3)"
		" ON CONFLICT ON CONSTRAINT integration_pkey"
		" DO UPDATE SET function = excluded.function, created_at = excluded.created_at",
		3, {TEXTOID, TEXTOID, TEXTOID}
	};
	SqlValues	values = {0};
	SqlCaller	caller;

	sfn_values_add_text(&values, resource);
	sfn_values_add_text(&values, role);
	sfn_values_add_text(&values, function);
	sfn_sql_begin(&caller);
	(void) sfn_sql_run(&statement, &values, false, 0);
	sfn_sql_end(&caller);
}

bool
sfn_integration_unregister(const char *resource, const char *role)
{
	static SqlStatement statement = {
		"DELETE FROM sfn.integration AS i WHERE i.resource" SQL_EQ "$1 AND i.role" SQL_EQ "$2",
		2, {TEXTOID, TEXTOID}
	};
	SqlValues	values = {0};
	SqlCaller	caller;
	bool		found;

	sfn_values_add_text(&values, resource);
	sfn_values_add_text(&values, role);
	sfn_sql_begin(&caller);
	found = sfn_sql_run(&statement, &values, false, 0) > 0;
	sfn_sql_end(&caller);
	return found;
}

char *
sfn_integration_find(const char *resource, const char *role)
{
	static SqlStatement statement = {
		"SELECT i.function FROM sfn.integration AS i"
		" WHERE i.resource" SQL_EQ "$1 AND (i.role" SQL_EQ "$2 OR i.role" SQL_EQ "'')"
		" ORDER BY i.resource DESC, i.role DESC",
		2, {TEXTOID, TEXTOID}
	};
	SqlValues	values = {0};
	MemoryContext context = CurrentMemoryContext;
	SqlCaller	caller;
	char	   *function = NULL;

	sfn_values_add_text(&values, resource);
	sfn_values_add_text(&values, role);
	sfn_sql_begin(&caller);
	if (sfn_sql_run(&statement, &values, false, 1) > 0)
		function = sfn_sql_text(context, 0, 1);
	sfn_sql_end(&caller);
	return function;
}
