/*-------------------------------------------------------------------------
 *
 * service_machine_view.c
 *	  The service's API: descriptions of state machines, as they are now, as
 *	  a version, or as an execution has them.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "api/service_actions.h"
#include "api/service_arn.h"
#include "api/service_configuration.h"
#include "asl/compile.h"
#include "base/random_id.h"
#include "miscadmin.h"
#include "runtime/logging.h"
#include "runtime/machine_cache.h"
#include "runtime/version.h"

static void describe_machine(const ServiceRequest *request, JsonBuilder *response);
static void describe_machine_for_execution(const ServiceRequest *request, JsonBuilder *response);
static void add_revision(const ServiceRequest *request, JsonBuilder *response, const MachineRow *machine, int64 id,
						 const char *date);
static void add_variables(JsonBuilder *response, const StateMachine *machine);
static bool has_later_features(const StateMachine *machine);

static const RequestMember machine_members[] = {
	{"stateMachineArn", MEMBER_STRING, true, 1, LONGEST_QUALIFIED_ARN},
	{"includedData", MEMBER_STRING, false, .values = INCLUDED_DATA},
	{NULL}
};

static const RequestMember execution_members[] = {
	{"executionArn", MEMBER_STRING, true, 1, LONGEST_ARN},
	{"includedData", MEMBER_STRING, false, .values = INCLUDED_DATA},
	{NULL}
};

const ServiceAction sfn_machine_view_actions[] = {
	{"DescribeStateMachine", machine_members, describe_machine},
	{"DescribeStateMachineForExecution", execution_members, describe_machine_for_execution},
	{NULL}
};

/* A version was created when it was published. */
static void
describe_machine(const ServiceRequest *request, JsonBuilder *response)
{
	Arn			arn;
	char	   *reference = sfn_request_machine_arn(request, &arn);
	MachineReference found;
	VersionRow *version;

	sfn_machine_resolve(reference, &found);
	sfn_access_check(TARGET_MACHINE, found.machine.id, found.machine.name, ACCESS_READ);
	version = found.version == 0 ? NULL : sfn_version_fetch(found.machine.id, found.version);

	sfn_json_add_string(response, "stateMachineArn", reference);
	sfn_json_add_string(response, "name", found.machine.name);
	sfn_json_add_string(response, "type", sfn_machine_type_name(found.machine.type));
	sfn_json_add_string(response, "status", "ACTIVE");
	sfn_response_add_time(response, "creationDate", version == NULL ? found.machine.created : version->created);
	if (version != NULL)
		sfn_json_add_string(response, "description", version->description);
	add_revision(request, response, &found.machine, found.machine.revision, NULL);
}

/* Not as the machine is now, and even when it is no more */
static void
describe_machine_for_execution(const ServiceRequest *request, JsonBuilder *response)
{
	ExecutionView view;

	sfn_request_execution(request, ACCESS_READ, &view);
	sfn_json_add_string(response, "stateMachineArn", view.machine_arn);
	sfn_json_add_string(response, "name", view.machine->name);
	add_revision(request, response, view.machine, view.revision, "updateDate");
}

/*
 * A definition that this version of sfn does not understand any more is still
 * described, without what it means.  date: what the response calls the time of the
 * revision; NULL: it does not tell.
 */
static void
add_revision(const ServiceRequest *request, JsonBuilder *response, const MachineRow *machine, int64 id,
			 const char *date)
{
	RevisionRow *revision = sfn_revision_fetch(id);
	StateMachine *compiled = NULL;
	JsonbValue	logging;
	JsonbValue	encryption;

	sfn_json_from_jsonb(revision->logging != NULL ? revision->logging : sfn_logging_complete(NULL, false), &logging);
	if (sfn_request_wants_data(request))
	{
		Diagnostics diagnostics = {0};

		sfn_json_add_string(response, "definition", revision->definition);
		compiled = sfn_definition_compile(revision->definition, strlen(revision->definition), machine->type,
										  revision->substitutions, CurrentMemoryContext, &diagnostics);
	}
	if (compiled != NULL)
		add_variables(response, compiled);
	sfn_json_add_string(response, "roleArn", sfn_arn_role(machine->account, revision->role));
	sfn_json_add(response, "loggingConfiguration", &logging);
	sfn_response_add_flag(response, "tracingConfiguration", "enabled", revision->tracing);
	if (revision->encryption != NULL)
	{
		sfn_json_from_jsonb(revision->encryption, &encryption);
		sfn_json_add(response, "encryptionConfiguration", &encryption);
	}
	else if (compiled != NULL && has_later_features(compiled))
		sfn_response_add_encryption(response);
	if (!revision->is_initial)
		sfn_json_add_string(response, "revisionId", sfn_uuid_text(&revision->revision_id));
	if (date != NULL)
		sfn_response_add_time(response, date, revision->created);
}

/* Which variables each state refers to, of states that refer to any */
static void
add_variables(JsonBuilder *response, const StateMachine *machine)
{
	bool		any = false;

	for (int i = 0; i < machine->state_count; i++)
	{
		const State *state = machine->states[i];

		CHECK_FOR_INTERRUPTS();
		if (state->variable_count == 0)
			continue;
		if (!any)
		{
			sfn_json_key(response, "variableReferences", -1);
			sfn_json_begin_object(response);
			any = true;
		}
		sfn_json_key(response, state->name, -1);
		sfn_json_begin_array(response);
		for (int j = 0; j < state->variable_count; j++)
		{
			JsonbValue	name;

			sfn_json_set_cstring(&name, state->variables[j]);
			sfn_json_push(response, &name);
		}
		sfn_json_end_array(response);
	}
	if (any)
		sfn_json_end_object(response);
}

/*
 * Variables and JSONata came to the language when descriptions already told how
 * definitions are encrypted; of others, clients of that time expect no such member.
 */
static bool
has_later_features(const StateMachine *machine)
{
	bool		any = machine->has_variables || machine->query_language == QUERY_JSONATA;

	for (int i = 0; !any && i < machine->state_count; i++)
		any = machine->states[i]->query_language == QUERY_JSONATA;
	return any;
}
