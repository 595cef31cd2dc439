/*-------------------------------------------------------------------------
 *
 * validate_functions.c
 *	  sfn_validate: what is wrong with a definition, as rows.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "asl/compile.h"
#include "base/error_codes.h"
#include "fmgr.h"
#include "funcapi.h"
#include "miscadmin.h"
#include "runtime/surroundings.h"
#include "runtime/task_check.h"
#include "utils/builtins.h"
#include "utils/jsonb.h"

static Datum validate(FunctionCallInfo fcinfo, const char *definition, int len);
static void put_diagnostic(ReturnSetInfo *result, const Diagnostic *diagnostic);

/* sfn_validate(definition text or json, type text, substitutions jsonb) */
PG_FUNCTION_INFO_V1(sfn_sql_validate);
Datum
sfn_sql_validate(PG_FUNCTION_ARGS)
{
	text	   *definition;

	sfn_require_argument(PG_ARGISNULL(0), "definition");
	definition = PG_GETARG_TEXT_PP(0);
	return validate(fcinfo, VARDATA_ANY(definition), VARSIZE_ANY_EXHDR(definition));
}

/* sfn_validate(definition jsonb, ...): the same for the value's text */
PG_FUNCTION_INFO_V1(sfn_sql_validate_jsonb);
Datum
sfn_sql_validate_jsonb(PG_FUNCTION_ARGS)
{
	StringInfoData definition;
	Jsonb	   *value;

	sfn_require_argument(PG_ARGISNULL(0), "definition");
	value = PG_GETARG_JSONB_P(0);
	initStringInfo(&definition);
	(void) JsonbToCString(&definition, &value->root, VARSIZE(value));
	return validate(fcinfo, definition.data, definition.len);
}

static Datum
validate(FunctionCallInfo fcinfo, const char *definition, int len)
{
	Diagnostics diagnostics = {0};
	Jsonb	   *substitutions = PG_ARGISNULL(2) ? NULL : PG_GETARG_JSONB_P(2);
	MachineType type = sfn_machine_type_parse(PG_ARGISNULL(1) ? NULL : text_to_cstring(PG_GETARG_TEXT_PP(1)));
	ListCell   *cell;

	if (substitutions != NULL)
		sfn_substitutions_check(substitutions);
	sfn_definition_validate(definition, len, type, substitutions, &diagnostics);
	sfn_tasks_check(&diagnostics, sfn_surroundings_role(NULL), sfn_surroundings_search_path());

	InitMaterializedSRF(fcinfo, MAT_SRF_USE_EXPECTED_DESC);
	foreach(cell, diagnostics.list)
		put_diagnostic((ReturnSetInfo *) fcinfo->resultinfo, lfirst(cell));
	return (Datum) 0;
}

static void
put_diagnostic(ReturnSetInfo *result, const Diagnostic *diagnostic)
{
	Datum		values[4] = {0};
	bool		nulls[4] = {0};

	values[0] = CStringGetTextDatum(diagnostic->severity == DIAGNOSTIC_ERROR ? "ERROR" : "WARNING");
	values[1] = CStringGetTextDatum(diagnostic->code);
	if (diagnostic->location != NULL)
		values[2] = CStringGetTextDatum(diagnostic->location);
	else
		nulls[2] = true;
	values[3] = CStringGetTextDatum(diagnostic->message);
	tuplestore_putvalues(result->setResult, result->setDesc, values, nulls);
}
