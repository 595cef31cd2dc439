/*-------------------------------------------------------------------------
 *
 * path_functions.c
 *	  JSONPath from SQL: sfn_jsonpath and sfn_jsonpath_nodes.
 *
 * A call site mostly has one path.  It keeps the path it parsed last, and a
 * call whose text is the same goes straight to the document, which is never
 * copied.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "base/error_codes.h"
#include "base/json_value.h"
#include "fmgr.h"
#include "funcapi.h"
#include "jsonpath/json_path.h"
#include "mb/pg_wchar.h"
#include "utils/builtins.h"
#include "utils/jsonb.h"
#include "utils/memutils.h"

/* An error message names the path, as long as it is of a length for people. */
#define LONGEST_PATH_SHOWN 500

/* What a call site keeps. */
typedef struct ParsedPath
{
	MemoryContext context;		/* of this and of everything below */
	char	   *text;
	int			len;
	SfnPath    *path;
} ParsedPath;

static const SfnPath *parse_once(FmgrInfo *flinfo, Datum text, JsonPathDialect dialect);
static const SfnPath *parse_anew(FmgrInfo *flinfo, const char *text, int len,
								 JsonPathDialect dialect);
static bool put_node(const JsonbValue *node, void *arg);

PG_FUNCTION_INFO_V1(sfn_sql_jsonpath);
PG_FUNCTION_INFO_V1(sfn_sql_jsonpath_nodes);

Datum
sfn_sql_jsonpath(PG_FUNCTION_ARGS)
{
	const SfnPath *path = parse_once(fcinfo->flinfo, PG_GETARG_DATUM(0), JSON_PATH_SERVICE);
	JsonbValue	input;
	JsonbValue	result;

	sfn_json_from_jsonb(PG_GETARG_JSONB_P(1), &input);
	if (!sfn_path_get(path, &input, &result, NULL))
		PG_RETURN_NULL();
	PG_RETURN_JSONB_P(sfn_json_to_jsonb(&result));
}

/* Nodes go into the result as they are found, so their number is no matter of memory. */
Datum
sfn_sql_jsonpath_nodes(PG_FUNCTION_ARGS)
{
	const SfnPath *path = parse_once(fcinfo->flinfo, PG_GETARG_DATUM(0), JSON_PATH_RFC9535);
	JsonbValue	input;

	InitMaterializedSRF(fcinfo, MAT_SRF_USE_EXPECTED_DESC);
	sfn_json_from_jsonb(PG_GETARG_JSONB_P(1), &input);
	sfn_path_each(path, &input, put_node, fcinfo->resultinfo);
	return (Datum) 0;
}

static bool
put_node(const JsonbValue *node, void *arg)
{
	ReturnSetInfo *rsinfo = arg;
	Jsonb	   *jsonb = sfn_json_to_jsonb(node);
	Datum		value = JsonbPGetDatum(jsonb);
	bool		is_null = false;

	tuplestore_putvalues(rsinfo->setResult, rsinfo->setDesc, &value, &is_null);
	pfree(jsonb);
	return true;
}

/*
 * parse_once
 *		The parsed path, from the last call of this call site if the text is
 *		still the same.
 */
static const SfnPath *
parse_once(FmgrInfo *flinfo, Datum text, JsonPathDialect dialect)
{
	ParsedPath *parsed = flinfo->fn_extra;
	struct varlena *given = PG_DETOAST_DATUM_PACKED(text);
	const char *data = VARDATA_ANY(given);
	int			len = VARSIZE_ANY_EXHDR(given);

	if (parsed != NULL && parsed->len == len && memcmp(parsed->text, data, len) == 0)
		return parsed->path;
	return parse_anew(flinfo, data, len, dialect);
}

/* The path before is kept until this one is known to be good. */
static const SfnPath *
parse_anew(FmgrInfo *flinfo, const char *text, int len, JsonPathDialect dialect)
{
	ParsedPath *before = flinfo->fn_extra;
	ParsedPath *parsed;
	MemoryContext context = AllocSetContextCreate(CurrentMemoryContext, "JSONPath of a call",
												  ALLOCSET_SMALL_SIZES);
	MemoryContext caller = MemoryContextSwitchTo(context);
	int			shown = pg_mbcliplen(text, len, LONGEST_PATH_SHOWN);
	char	   *problem = NULL;

	parsed = palloc(sizeof(ParsedPath));
	parsed->context = context;
	parsed->text = pnstrdup(text, len);
	parsed->len = len;
	parsed->path = sfn_path_parse(parsed->text, len, dialect, &problem);
	MemoryContextSwitchTo(caller);
	if (parsed->path == NULL)
		ereport(ERROR,
				(errcode(ERRCODE_SFN_INVALID_EXPRESSION),
				 errmsg("invalid JSONPath \"%.*s%s\"", shown, text, shown < len ? "..." : ""),
				 errdetail("Parsing ended with: %s.", problem)));

	MemoryContextSetParent(context, flinfo->fn_mcxt);
	flinfo->fn_extra = parsed;
	if (before != NULL)
		MemoryContextDelete(before->context);
	return parsed->path;
}
