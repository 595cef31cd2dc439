/*-------------------------------------------------------------------------
 *
 * version_functions.c
 *	  Versions and aliases from SQL: sfn_publish_version, sfn_create_alias,
 *	  sfn_update_alias, sfn_delete_alias.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "api/json_argument.h"
#include "base/error_codes.h"
#include "miscadmin.h"
#include "runtime/alias.h"
#include "runtime/version.h"
#include "utils/builtins.h"

static void read_routing(const Jsonb *jsonb, AliasRouting *routing);
static void refuse_routing(const char *detail) pg_attribute_noreturn();

PG_FUNCTION_INFO_V1(sfn_sql_publish_version);
PG_FUNCTION_INFO_V1(sfn_sql_create_alias);
PG_FUNCTION_INFO_V1(sfn_sql_update_alias);
PG_FUNCTION_INFO_V1(sfn_sql_delete_alias);

Datum
sfn_sql_publish_version(PG_FUNCTION_ARGS)
{
	char	   *reference = sfn_argument_required_text(fcinfo, 0, "machine");
	MachineRow *machine;

	PreventCommandIfReadOnly("sfn_publish_version()");
	machine = sfn_machine_lock_managed(reference);
	PG_RETURN_INT64(sfn_version_publish(machine, NULL, sfn_argument_text(fcinfo, 1))->number);
}

Datum
sfn_sql_create_alias(PG_FUNCTION_ARGS)
{
	char	   *reference = sfn_argument_required_text(fcinfo, 0, "machine");
	char	   *name = sfn_argument_required_text(fcinfo, 1, "alias");
	MachineRow *machine;
	AliasRouting routing;

	sfn_require_argument(PG_ARGISNULL(2), "routing");
	read_routing(PG_GETARG_JSONB_P(2), &routing);
	PreventCommandIfReadOnly("sfn_create_alias()");
	machine = sfn_machine_lock_managed(reference);
	(void) sfn_alias_create(machine, name, NULL, &routing);
	PG_RETURN_TEXT_P(cstring_to_text(sfn_alias_arn(machine, name)));
}

Datum
sfn_sql_update_alias(PG_FUNCTION_ARGS)
{
	char	   *reference = sfn_argument_required_text(fcinfo, 0, "machine");
	char	   *name = sfn_argument_required_text(fcinfo, 1, "alias");
	AliasRouting routing;

	sfn_require_argument(PG_ARGISNULL(2), "routing");
	read_routing(PG_GETARG_JSONB_P(2), &routing);
	PreventCommandIfReadOnly("sfn_update_alias()");
	(void) sfn_alias_change(sfn_machine_lock_managed(reference), name, NULL, &routing);
	PG_RETURN_VOID();
}

/* As with machines, it is no error if there is none. */
Datum
sfn_sql_delete_alias(PG_FUNCTION_ARGS)
{
	char	   *reference = sfn_argument_required_text(fcinfo, 0, "machine");
	char	   *name = sfn_argument_required_text(fcinfo, 1, "alias");
	MachineRow *machine;

	PreventCommandIfReadOnly("sfn_delete_alias()");
	machine = sfn_machine_lock_managed(reference);
	if (!sfn_alias_delete(machine->id, name))
		ereport(NOTICE,
				(errcode(ERRCODE_UNDEFINED_OBJECT),
				 errmsg("alias \"%s\" of state machine \"%s\" does not exist, skipping", name, machine->name)));
	PG_RETURN_VOID();
}

/* {"1": 90, "2": 10}: the weights of versions */
static void
read_routing(const Jsonb *jsonb, AliasRouting *routing)
{
	JsonbValue	object;
	JsonbValue	name;
	JsonbValue	weight;
	JsonCursor	cursor;

	memset(routing, 0, sizeof(*routing));
	sfn_json_from_jsonb(jsonb, &object);
	if (!sfn_json_is_object(&object))
		refuse_routing("It must be a JSON object.");
	routing->count = sfn_json_count(&object);
	if (routing->count > MOST_ROUTES)
		refuse_routing("It has more than two versions.");
	sfn_json_cursor_init(&cursor, &object);
	for (int i = 0; sfn_json_next_member(&cursor, &name, &weight); i++)
	{
		char	   *version = sfn_json_string(&name);
		int64		percent;

		routing->routes[i].version = sfn_version_number(version);
		if (routing->routes[i].version == 0)
			refuse_routing(psprintf("\"%s\" is not the number of a version.", version));
		if (!sfn_json_int64(&weight, &percent) || percent < 0 || percent > 100)
			refuse_routing(psprintf("The weight of version %s must be an integer from 0 to 100.", version));
		routing->routes[i].weight = (int) percent;
	}
}

static void
refuse_routing(const char *detail)
{
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("invalid routing of an alias"),
			 errdetail_internal("%s", detail),
			 errhint("Give one or two versions with their percentages, such as {\"1\": 90, \"2\": 10}.")));
}
