/*-------------------------------------------------------------------------
 *
 * service_machine.c
 *	  The service's API: actions on state machines.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "api/service_actions.h"
#include "api/service_arn.h"
#include "api/service_configuration.h"
#include "api/service_page.h"
#include "asl/compile.h"
#include "base/error_codes.h"
#include "base/random_id.h"
#include "miscadmin.h"
#include "runtime/access.h"
#include "runtime/constraint.h"
#include "runtime/machine_definition.h"
#include "runtime/version.h"
#include "store/definition_list.h"
#include "utils/timestamp.h"

/* How many diagnostics are given */
#define MOST_DIAGNOSTICS 100

static void create_machine(const ServiceRequest *request, JsonBuilder *response);
static void update_machine(const ServiceRequest *request, JsonBuilder *response);
static void delete_machine(const ServiceRequest *request, JsonBuilder *response);
static void list_machines(const ServiceRequest *request, JsonBuilder *response);
static void validate_definition(const ServiceRequest *request, JsonBuilder *response);
static void read_definition(const ServiceRequest *request, MachineDefinition *definition);
static void read_publishing(const ServiceRequest *request, MachineDefinition *definition);
static void add_version(JsonBuilder *response, const DefinedMachine *made);
static char *machine_arn(const MachineRow *machine);
static void add_machine(JsonBuilder *response, const MachineRow *machine);
static int	add_diagnostics(JsonBuilder *response, const Diagnostics *diagnostics, bool warnings, int limit);

static const RequestMember create_members[] = {
	{"name", MEMBER_STRING, true, 1, LONGEST_NAME},
	{"definition", MEMBER_STRING, true, 0, LONGEST_DEFINITION, .is_sensitive = true},
	{"roleArn", MEMBER_STRING, true, 1, LONGEST_ARN},
	{"type", MEMBER_STRING, false, .values = "STANDARD, EXPRESS"},
	{"loggingConfiguration", MEMBER_STRUCTURE},
	TRACING_MEMBER,
	ENCRYPTION_MEMBER,
	TAGS_MEMBER(false),
	{"publish", MEMBER_BOOLEAN},
	{"versionDescription", MEMBER_STRING, false, 0, LONGEST_DESCRIPTION, .is_sensitive = true},
	{NULL}
};

static const RequestMember update_members[] = {
	{"stateMachineArn", MEMBER_STRING, true, 1, LONGEST_ARN},
	{"definition", MEMBER_STRING, false, 0, LONGEST_DEFINITION, .is_sensitive = true},
	{"roleArn", MEMBER_STRING, false, 1, LONGEST_ARN},
	{"loggingConfiguration", MEMBER_STRUCTURE},
	TRACING_MEMBER,
	ENCRYPTION_MEMBER,
	{"publish", MEMBER_BOOLEAN},
	{"versionDescription", MEMBER_STRING, false, 0, LONGEST_DESCRIPTION, .is_sensitive = true},
	{NULL}
};

static const RequestMember delete_members[] = {
	{"stateMachineArn", MEMBER_STRING, true, 1, LONGEST_ARN},
	{NULL}
};

static const RequestMember list_members[] = {
	{"maxResults", MEMBER_INTEGER, false, 0, MOST_RESULTS},
	{"nextToken", MEMBER_STRING, false, 1, LONGEST_TOKEN},
	{NULL}
};

static const RequestMember validate_members[] = {
	{"definition", MEMBER_STRING, true, 0, LONGEST_DEFINITION, .is_sensitive = true},
	{"type", MEMBER_STRING, false, .values = "STANDARD, EXPRESS"},
	{"severity", MEMBER_STRING, false, .values = "ERROR, WARNING"},
	{"maxResults", MEMBER_INTEGER, false, 0, MOST_DIAGNOSTICS},
	{NULL}
};

const ServiceAction sfn_machine_actions[] = {
	{"CreateStateMachine", create_members, create_machine},
	{"UpdateStateMachine", update_members, update_machine},
	{"DeleteStateMachine", delete_members, delete_machine},
	{"ListStateMachines", list_members, list_machines},
	{"ValidateStateMachineDefinition", validate_members, validate_definition},
	{NULL}
};

static void
create_machine(const ServiceRequest *request, JsonBuilder *response)
{
	MachineDefinition definition = {0};
	DefinedMachine made;

	definition.name = sfn_request_string(request, "name");
	sfn_name_check(definition.name);
	definition.type = sfn_machine_type_parse(sfn_request_string(request, "type"));
	read_definition(request, &definition);
	definition.tags = sfn_request_tags(request);
	sfn_definition_create(&definition, false, &made);
	sfn_json_add_string(response, "stateMachineArn", machine_arn(made.machine));
	sfn_response_add_time(response, "creationDate", made.machine->created);
	add_version(response, &made);
}

static void
update_machine(const ServiceRequest *request, JsonBuilder *response)
{
	MachineDefinition definition = {0};
	DefinedMachine made;
	Arn			arn;
	char	   *reference = sfn_request_machine_arn(request, &arn);

	read_definition(request, &definition);
	sfn_definition_update(reference, &definition, &made);
	sfn_response_add_time(response, "updateDate", made.changed ? made.revision->created : GetCurrentTimestamp());
	sfn_json_add_string(response, "revisionId", sfn_uuid_text(&made.revision->revision_id));
	add_version(response, &made);
}

static void
delete_machine(const ServiceRequest *request, JsonBuilder *response)
{
	Arn			arn;

	(void) sfn_definition_delete(sfn_request_arn(request, "stateMachineArn", ARN_STATE_MACHINE, &arn));
}

/* Those that may be read; how many more there are is not told. */
static void
list_machines(const ServiceRequest *request, JsonBuilder *response)
{
	int64		after = sfn_page_position_number(request, 0);
	int			limit = sfn_request_limit(request);
	int			count = 0;
	List	   *machines;

	sfn_json_key(response, "stateMachines", -1);
	sfn_json_begin_array(response);
	do
	{
		ListCell   *cell;

		machines = sfn_machine_list(after, limit);
		foreach(cell, machines)
		{
			const MachineRow *machine = lfirst(cell);

			CHECK_FOR_INTERRUPTS();
			/* purged a moment ago */
			if (machine == NULL)
				continue;
			if (sfn_access_allowed(GetUserId(), TARGET_MACHINE, machine->id, ACCESS_READ))
			{
				if (count++ == limit)
					break;
				sfn_json_begin_object(response);
				add_machine(response, machine);
				sfn_json_end_object(response);
			}
			after = machine->id;
		}
	} while (count <= limit && list_length(machines) == limit);
	sfn_json_end_array(response);
	if (count > limit)
		sfn_page_add_next(request, response, psprintf(INT64_FORMAT, after));
}

static void
validate_definition(const ServiceRequest *request, JsonBuilder *response)
{
	const char *definition = sfn_request_string(request, "definition");
	const char *severity = sfn_request_string(request, "severity");
	int			limit = (int) sfn_request_integer(request, "maxResults", 0);
	bool		warnings = severity != NULL && strcmp(severity, "WARNING") == 0;
	Diagnostics diagnostics = {0};
	int			found;

	if (limit == 0)
		limit = MOST_DIAGNOSTICS;
	sfn_definition_validate(definition, strlen(definition), sfn_machine_type_parse(sfn_request_string(request, "type")), NULL, &diagnostics);
	sfn_json_add_string(response, "result", diagnostics.errors == 0 ? "OK" : "FAIL");
	found = add_diagnostics(response, &diagnostics, warnings, limit);
	sfn_json_add_bool(response, "truncated", found > limit);
}

static void
read_definition(const ServiceRequest *request, MachineDefinition *definition)
{
	read_publishing(request, definition);
	definition->definition = sfn_request_string(request, "definition");
	definition->role = sfn_request_role(request);
	definition->logging = sfn_request_jsonb(request, "loggingConfiguration");
	definition->need_log_destination = true;
	definition->encryption = sfn_request_encryption(request);
	definition->has_tracing = sfn_request_tracing(request, &definition->tracing);
}

static void
read_publishing(const ServiceRequest *request, MachineDefinition *definition)
{
	definition->publish = sfn_request_boolean(request, "publish", false);
	definition->version_description = sfn_request_string(request, "versionDescription");
	if (definition->version_description != NULL && !definition->publish)
		ereport(ERROR,
				(errcode(ERRCODE_SFN_VALIDATION),
				 errmsg("Version description can only be set when publish is true")));
}

static void
add_version(JsonBuilder *response, const DefinedMachine *made)
{
	if (made->version != NULL)
		sfn_json_add_string(response, "stateMachineVersionArn", sfn_version_arn(made->machine, made->version->number));
}

static char *
machine_arn(const MachineRow *machine)
{
	return sfn_arn_state_machine(machine->region, machine->account, machine->name);
}

/* What descriptions and lists have in common */
static void
add_machine(JsonBuilder *response, const MachineRow *machine)
{
	sfn_json_add_string(response, "stateMachineArn", machine_arn(machine));
	sfn_json_add_string(response, "name", machine->name);
	sfn_json_add_string(response, "type", sfn_machine_type_name(machine->type));
	sfn_response_add_time(response, "creationDate", machine->created);
}

/* At most limit of them; how many there are. */
static int
add_diagnostics(JsonBuilder *response, const Diagnostics *diagnostics, bool warnings, int limit)
{
	ListCell   *cell;
	int			found = 0;

	sfn_json_key(response, "diagnostics", -1);
	sfn_json_begin_array(response);
	foreach(cell, diagnostics->list)
	{
		const Diagnostic *diagnostic = lfirst(cell);
		bool		is_error = diagnostic->severity == DIAGNOSTIC_ERROR;

		if ((!is_error && !warnings) || found++ >= limit)
			continue;
		sfn_json_begin_object(response);
		sfn_json_add_string(response, "severity", is_error ? "ERROR" : "WARNING");
		sfn_json_add_string(response, "code", diagnostic->code);
		sfn_json_add_string(response, "message", diagnostic->message);
		sfn_json_add_string(response, "location", diagnostic->location);
		sfn_json_end_object(response);
	}
	sfn_json_end_array(response);
	return found;
}
