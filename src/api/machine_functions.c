/*-------------------------------------------------------------------------
 *
 * machine_functions.c
 *	  State machines from SQL: sfn_create_state_machine, sfn_update_state_machine,
 *	  sfn_delete_state_machine.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "api/json_argument.h"
#include "base/arn.h"
#include "base/error_codes.h"
#include "base/random_id.h"
#include "runtime/machine_definition.h"
#include "utils/builtins.h"

static Datum create(FunctionCallInfo fcinfo, JsonForm form);
static Datum update(FunctionCallInfo fcinfo, JsonForm form);

PG_FUNCTION_INFO_V1(sfn_sql_create_state_machine_text);
PG_FUNCTION_INFO_V1(sfn_sql_create_state_machine_jsonb);
PG_FUNCTION_INFO_V1(sfn_sql_update_state_machine_text);
PG_FUNCTION_INFO_V1(sfn_sql_update_state_machine_jsonb);
PG_FUNCTION_INFO_V1(sfn_sql_delete_state_machine);

Datum
sfn_sql_create_state_machine_text(PG_FUNCTION_ARGS)
{
	return create(fcinfo, JSON_FORM_TEXT);
}

Datum
sfn_sql_create_state_machine_jsonb(PG_FUNCTION_ARGS)
{
	return create(fcinfo, JSON_FORM_JSONB);
}

Datum
sfn_sql_update_state_machine_text(PG_FUNCTION_ARGS)
{
	return update(fcinfo, JSON_FORM_TEXT);
}

Datum
sfn_sql_update_state_machine_jsonb(PG_FUNCTION_ARGS)
{
	return update(fcinfo, JSON_FORM_JSONB);
}

/*
 * The service does not mind if there is none, and a caller may want to know.
 */
Datum
sfn_sql_delete_state_machine(PG_FUNCTION_ARGS)
{
	char	   *machine = sfn_argument_required_text(fcinfo, 0, "machine");

	if (!sfn_definition_delete(machine))
		ereport(NOTICE,
				(errcode(ERRCODE_UNDEFINED_OBJECT),
				 errmsg("state machine \"%s\" does not exist, skipping", machine)));
	PG_RETURN_VOID();
}

static Datum
create(FunctionCallInfo fcinfo, JsonForm form)
{
	MachineDefinition definition = {0};
	DefinedMachine made;

	definition.name = sfn_argument_required_text(fcinfo, 0, "name");
	sfn_require_argument(PG_ARGISNULL(1), "definition");
	definition.definition = sfn_argument_definition(fcinfo, 1, form);
	definition.type = sfn_machine_type_parse(sfn_argument_text(fcinfo, 2));
	definition.role = sfn_argument_text(fcinfo, 3);
	definition.substitutions = sfn_argument_jsonb(fcinfo, 5);
	definition.logging = sfn_argument_jsonb(fcinfo, 6);
	sfn_definition_create(&definition, !PG_ARGISNULL(4) && PG_GETARG_BOOL(4), &made);
	PG_RETURN_TEXT_P(cstring_to_text(sfn_arn_state_machine(made.machine->region, made.machine->account,
														   made.machine->name)));
}

static Datum
update(FunctionCallInfo fcinfo, JsonForm form)
{
	char	   *machine = sfn_argument_required_text(fcinfo, 0, "machine");
	MachineDefinition definition = {0};
	DefinedMachine made;

	definition.definition = sfn_argument_definition(fcinfo, 1, form);
	definition.role = sfn_argument_text(fcinfo, 2);
	definition.substitutions = sfn_argument_jsonb(fcinfo, 3);
	definition.logging = sfn_argument_jsonb(fcinfo, 4);
	sfn_definition_update(machine, &definition, &made);
	PG_RETURN_TEXT_P(cstring_to_text(sfn_uuid_text(&made.revision->revision_id)));
}
