/*-------------------------------------------------------------------------
 *
 * function_lookup.c
 *	  Find the SQL function that a resource names.
 *
 * A task's function takes one jsonb and returns one, and is found as SQL would
 * find it for that argument: the first of that name on the search path counts,
 * even where it returns something else and therefore will not do.  The path is the
 * one captured with the machine's revision and is walked for the task's role,
 * which means "$user" and the right to use a schema; the session's own path
 * has no say.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "access/htup_details.h"
#include "base/compat.h"
#include "base/defence.h"
#include "catalog/namespace.h"
#include "catalog/pg_namespace.h"
#include "catalog/pg_proc.h"
#include "catalog/pg_type.h"
#include "miscadmin.h"
#include "task/function_lookup.h"
#include "utils/acl.h"
#include "utils/builtins.h"
#include "utils/lsyscache.h"
#include "utils/syscache.h"
#include "utils/varlena.h"

typedef struct SqlName
{
	const char *schema;			/* NULL: to be found on the path */
	const char *name;
} SqlName;

static bool parse_name(const FunctionReference *reference, SqlName *name);
static bool strip_arguments(char *text);
static char *trim(char *text);
static Oid	find_on_path(const FunctionReference *reference, const char *name);
static Oid	path_schema(const char *element, Oid role);
static bool may_use_schema(Oid schema, Oid role);
static Oid	find_in_schema(const char *name, Oid schema);
static bool is_task_function(Oid function);

Oid
sfn_function_lookup(const FunctionReference *reference, char **missing_grant)
{
	SqlName		name;
	Oid			function;

	*missing_grant = NULL;
	if (!parse_name(reference, &name))
		return InvalidOid;
	if (name.schema == NULL)
		function = find_on_path(reference, name.name);
	else
	{
		Oid			schema = get_namespace_oid(name.schema, true);

		if (!OidIsValid(schema))
			return InvalidOid;
		if (!may_use_schema(schema, reference->role))
		{
			*missing_grant = psprintf("GRANT USAGE ON SCHEMA %s TO %s", quote_identifier(name.schema),
									  quote_identifier(GetUserNameFromId(reference->role, false)));
			return InvalidOid;
		}
		function = find_in_schema(name.name, schema);
	}
	if (!OidIsValid(function) || !is_task_function(function))
		return InvalidOid;
	if (pg_proc_aclcheck(function, reference->role, ACL_EXECUTE) != ACLCHECK_OK && SFN_DEFENDED(execute_check))
	{
		*missing_grant = psprintf("GRANT EXECUTE ON FUNCTION %s(jsonb) TO %s", sfn_function_qualified_name(function),
								  quote_identifier(GetUserNameFromId(reference->role, false)));
		return InvalidOid;
	}
	return function;
}

char *
sfn_function_qualified_name(Oid function)
{
	return quote_qualified_identifier(get_namespace_name(get_func_namespace(function)), get_func_name(function));
}

/* false: no name of a function (jsonb) */
static bool
parse_name(const FunctionReference *reference, SqlName *name)
{
	char	   *text = pstrdup(reference->text);
	List	   *parts;

	name->schema = NULL;
	if (reference->literal)
	{
		name->name = text;
		return strlen(text) < NAMEDATALEN;
	}
	if (!strip_arguments(text) || !SplitIdentifierString(text, '.', &parts))
		return false;
	switch (list_length(parts))
	{
		case 1:
			name->name = linitial(parts);
			return true;
		case 2:
			name->schema = linitial(parts);
			name->name = lsecond(parts);
			return true;
		default:
			return false;
	}
}

/* Cut off "(jsonb)"; false: there are other arguments. */
static bool
strip_arguments(char *text)
{
	int			length;
	char	   *open;
	char	   *type;

	text = trim(text);
	length = strlen(text);
	if (length == 0 || text[length - 1] != ')')
		return true;
	open = strrchr(text, '(');
	if (open == NULL)
		return false;
	text[length - 1] = '\0';
	*open = '\0';
	type = trim(open + 1);
	return pg_strcasecmp(type, "jsonb") == 0 || pg_strcasecmp(type, "pg_catalog.jsonb") == 0;
}

/* Without white space around; changes text. */
static char *
trim(char *text)
{
	char	   *start = text;
	char	   *end;

	while (isspace((unsigned char) *start))
		start++;
	end = start + strlen(start);
	while (end > start && isspace((unsigned char) end[-1]))
		end--;
	*end = '\0';
	return start;
}

static Oid
find_on_path(const FunctionReference *reference, const char *name)
{
	List	   *elements;
	List	   *schemas = NIL;
	ListCell   *cell;
	Oid			function = InvalidOid;

	if (!SplitIdentifierString(pstrdup(SFN_DEFENDED(captured_path) ? reference->search_path : namespace_search_path),
							   ',', &elements))
		return InvalidOid;
	foreach(cell, elements)
	{
		Oid			schema = path_schema(lfirst(cell), reference->role);

		if (OidIsValid(schema))
			schemas = lappend_oid(schemas, schema);
	}
	/* Not named, it comes first. */
	if (!list_member_oid(schemas, PG_CATALOG_NAMESPACE))
		schemas = lcons_oid(PG_CATALOG_NAMESPACE, schemas);
	foreach(cell, schemas)
	{
		function = find_in_schema(name, lfirst_oid(cell));
		if (OidIsValid(function))
			break;
	}
	return function;
}

/*
 * InvalidOid: nothing to search.  Functions are never looked for among
 * temporary objects.
 */
static Oid
path_schema(const char *element, Oid role)
{
	Oid			schema;

	if (strcmp(element, "pg_temp") == 0)
		return InvalidOid;
	if (strcmp(element, "$user") == 0)
		element = GetUserNameFromId(role, false);
	schema = get_namespace_oid(element, true);
	if (!OidIsValid(schema) || isAnyTempNamespace(schema) || !may_use_schema(schema, role))
		return InvalidOid;
	return schema;
}

static bool
may_use_schema(Oid schema, Oid role)
{
	return pg_namespace_aclcheck(schema, role, ACL_USAGE) == ACLCHECK_OK;
}

static Oid
find_in_schema(const char *name, Oid schema)
{
	Oid			argument = JSONBOID;

	return GetSysCacheOid3(PROCNAMEARGSNSP, Anum_pg_proc_oid, CStringGetDatum(name),
						   PointerGetDatum(buildoidvector(&argument, 1)), ObjectIdGetDatum(schema));
}

static bool
is_task_function(Oid function)
{
	return get_func_prokind(function) == PROKIND_FUNCTION &&
		get_func_rettype(function) == JSONBOID &&
		!get_func_retset(function);
}
