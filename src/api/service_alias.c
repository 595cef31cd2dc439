/*-------------------------------------------------------------------------
 *
 * service_alias.c
 *	  The service's API: actions on aliases of state machines.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "api/service_actions.h"
#include "api/service_arn.h"
#include "api/service_page.h"
#include "base/error_codes.h"
#include "lib/stringinfo.h"
#include "miscadmin.h"
#include "runtime/alias.h"
#include "runtime/constraint.h"
#include "runtime/machine_cache.h"
#include "runtime/version.h"

/* A routingConfiguration as requests have it */
typedef struct RequestedRouting
{
	char	   *machine;		/* ARN of the first one's machine */
	AliasRouting routing;
} RequestedRouting;

static void create_alias(const ServiceRequest *request, JsonBuilder *response);
static void update_alias(const ServiceRequest *request, JsonBuilder *response);
static void describe_alias(const ServiceRequest *request, JsonBuilder *response);
static void delete_alias(const ServiceRequest *request, JsonBuilder *response);
static void list_aliases(const ServiceRequest *request, JsonBuilder *response);
static bool read_routing(const ServiceRequest *request, RequestedRouting *requested);
static void read_route(const JsonbValue *list, const JsonbValue *item, RequestedRouting *requested);
static void refuse_routing(const JsonbValue *list) pg_attribute_noreturn();
static bool find_machine(const char *reference, AccessRight right, MachineRow *machine);
static void add_route(JsonBuilder *response, const MachineRow *machine, int version, int weight);

static const RequestMember route_members[] = {
	{"stateMachineVersionArn", MEMBER_STRING, true, 1, LONGEST_ARN},
	{"weight", MEMBER_INTEGER, true, 0, 100},
	{NULL}
};

#define ROUTING_MEMBER(required) \
	{"routingConfiguration", MEMBER_LIST, required, 1, MOST_ROUTES, .members = route_members, \
	 .shape = "RoutingConfigurationListItem"}

static const RequestMember create_members[] = {
	{"name", MEMBER_STRING, true, 1, LONGEST_NAME},
	{"description", MEMBER_STRING, false, 0, LONGEST_DESCRIPTION, .is_sensitive = true},
	ROUTING_MEMBER(true),
	{NULL}
};

static const RequestMember update_members[] = {
	{"stateMachineAliasArn", MEMBER_STRING, true, 1, LONGEST_ARN},
	{"description", MEMBER_STRING, false, 0, LONGEST_DESCRIPTION, .is_sensitive = true},
	ROUTING_MEMBER(false),
	{NULL}
};

static const RequestMember alias_members[] = {
	{"stateMachineAliasArn", MEMBER_STRING, true, 1, LONGEST_ARN},
	{NULL}
};

static const RequestMember list_members[] = {
	{"stateMachineArn", MEMBER_STRING, true, 1, LONGEST_ARN},
	{"maxResults", MEMBER_INTEGER, false, 0, MOST_RESULTS},
	{"nextToken", MEMBER_STRING, false, 1, LONGEST_TOKEN},
	{NULL}
};

const ServiceAction sfn_alias_actions[] = {
	{"CreateStateMachineAlias", create_members, create_alias},
	{"UpdateStateMachineAlias", update_members, update_alias},
	{"DescribeStateMachineAlias", alias_members, describe_alias},
	{"DeleteStateMachineAlias", alias_members, delete_alias},
	{"ListStateMachineAliases", list_members, list_aliases},
	{NULL}
};

/* Which machine is said by the versions. */
static void
create_alias(const ServiceRequest *request, JsonBuilder *response)
{
	RequestedRouting requested;
	MachineRow	machine;
	AliasRow   *alias;

	PreventCommandIfReadOnly("sfn_api('CreateStateMachineAlias')");
	(void) read_routing(request, &requested);
	sfn_alias_name_check(sfn_request_string(request, "name"));
	if (!find_machine(requested.machine, ACCESS_MANAGE, &machine))
		sfn_alias_refuse_missing(requested.machine);
	alias = sfn_alias_create(sfn_machine_lock_managed(requested.machine), sfn_request_string(request, "name"),
							 sfn_request_string(request, "description"), &requested.routing);
	sfn_json_add_string(response, "stateMachineAliasArn", sfn_alias_arn(&machine, alias->name));
	sfn_response_add_time(response, "creationDate", alias->created);
}

static void
update_alias(const ServiceRequest *request, JsonBuilder *response)
{
	char	   *name;
	char	   *reference = sfn_request_alias_arn(request, &name);
	const char *description = sfn_request_string(request, "description");
	RequestedRouting requested;
	MachineRow	machine;
	bool		has_routing;
	AliasRow   *alias;

	PreventCommandIfReadOnly("sfn_api('UpdateStateMachineAlias')");
	has_routing = read_routing(request, &requested);
	if (!has_routing && description == NULL)
		ereport(ERROR,
				(errcode(ERRCODE_SFN_VALIDATION),
				 errmsg("Either the description or the routing configuration must be specified")));
	if (!find_machine(reference, ACCESS_MANAGE, &machine))
		sfn_alias_refuse_missing(reference);
	if (has_routing && strcmp(requested.machine, reference) != 0)
		ereport(ERROR,
				(errcode(ERRCODE_SFN_VALIDATION),
				 errmsg("Routing configuration must contain versions of the state machine of the alias")));
	alias = sfn_alias_change(sfn_machine_lock_managed(reference), name, description,
							 has_routing ? &requested.routing : NULL);
	sfn_response_add_time(response, "updateDate", alias->updated);
}

static void
describe_alias(const ServiceRequest *request, JsonBuilder *response)
{
	char	   *name;
	char	   *reference = sfn_request_alias_arn(request, &name);
	MachineRow	machine;
	AliasRow   *alias;

	if (!find_machine(reference, ACCESS_READ, &machine) ||
		(alias = sfn_alias_fetch(machine.id, name)) == NULL)
		sfn_alias_refuse_missing(psprintf("%s:%s", reference, name));
	sfn_json_add_string(response, "stateMachineAliasArn", sfn_alias_arn(&machine, alias->name));
	sfn_json_add_string(response, "name", alias->name);
	sfn_json_add_string(response, "description", alias->description);
	sfn_json_key(response, "routingConfiguration", -1);
	sfn_json_begin_array(response);
	add_route(response, &machine, alias->first_version, alias->first_weight);
	if (alias->second_version != 0)
		add_route(response, &machine, alias->second_version, 100 - alias->first_weight);
	sfn_json_end_array(response);
	sfn_response_add_time(response, "creationDate", alias->created);
	sfn_response_add_time(response, "updateDate", alias->updated);
}

/* An alias that is gone needs no deleting; its machine has to be there. */
static void
delete_alias(const ServiceRequest *request, JsonBuilder *response)
{
	char	   *name;
	char	   *reference = sfn_request_alias_arn(request, &name);
	MachineRow	machine;

	PreventCommandIfReadOnly("sfn_api('DeleteStateMachineAlias')");
	if (!find_machine(reference, ACCESS_MANAGE, &machine))
		sfn_alias_refuse_missing(reference);
	(void) sfn_alias_delete(sfn_machine_lock_managed(reference)->id, name);
}

/* In the order of their names; a version's ARN asks for those that route to it. */
static void
list_aliases(const ServiceRequest *request, JsonBuilder *response)
{
	Arn			arn;
	char	   *reference = sfn_request_machine_arn(request, &arn);
	const char *after = sfn_page_position(request);
	int			limit = sfn_request_limit(request);
	MachineReference found;
	List	   *aliases;
	ListCell   *cell;

	sfn_machine_resolve(reference, &found);
	sfn_access_check(TARGET_MACHINE, found.machine.id, found.machine.name, ACCESS_READ);
	aliases = sfn_alias_list(found.machine.id, found.alias == NULL ? found.version : 0, after, limit + 1);
	sfn_json_key(response, "stateMachineAliases", -1);
	sfn_json_begin_array(response);
	foreach(cell, aliases)
	{
		const AliasRow *alias = lfirst(cell);

		CHECK_FOR_INTERRUPTS();
		if (foreach_current_index(cell) == limit)
			break;
		after = alias->name;
		sfn_json_begin_object(response);
		sfn_json_add_string(response, "stateMachineAliasArn", sfn_alias_arn(&found.machine, alias->name));
		sfn_response_add_time(response, "creationDate", alias->created);
		sfn_json_end_object(response);
	}
	sfn_json_end_array(response);
	if (list_length(aliases) > limit)
		sfn_page_add_next(request, response, after);
}

/* false: absent.  What its items are has been checked, but not what they name. */
static bool
read_routing(const ServiceRequest *request, RequestedRouting *requested)
{
	JsonbValue	list;
	JsonbValue	item;
	JsonCursor	cursor;

	memset(requested, 0, sizeof(*requested));
	if (!sfn_request_value(request, "routingConfiguration", &list))
		return false;
	sfn_json_cursor_init(&cursor, &list);
	while (sfn_json_next_element(&cursor, &item))
		read_route(&list, &item, requested);
	return true;
}

static void
read_route(const JsonbValue *list, const JsonbValue *item, RequestedRouting *requested)
{
	AliasRouting *routing = &requested->routing;
	JsonbValue	member;
	char	   *text;
	char	   *machine;
	int64		weight = 0;
	Arn			arn;

	(void) sfn_json_member(item, "stateMachineVersionArn", -1, &member);
	text = sfn_json_string(&member);
	if (!sfn_arn_parse(text, &arn) || arn.kind != ARN_STATE_MACHINE)
		sfn_arn_refuse(text);
	if (arn.label != NULL || arn.qualifier == NULL || sfn_version_number(arn.qualifier) == 0)
		refuse_routing(list);
	machine = sfn_arn_state_machine(arn.region, arn.account, arn.name);
	if (routing->count == 0)
		requested->machine = machine;
	else if (strcmp(requested->machine, machine) != 0)
		ereport(ERROR,
				(errcode(ERRCODE_SFN_VALIDATION),
				 errmsg("Routing configuration must contain versions of the same state machine")));
	(void) sfn_json_member(item, "weight", -1, &member);
	(void) sfn_json_int64(&member, &weight);
	routing->routes[routing->count].version = sfn_version_number(arn.qualifier);
	routing->routes[routing->count++].weight = (int) weight;
}

static void
refuse_routing(const JsonbValue *list)
{
	StringInfoData arns;
	JsonCursor	cursor;
	JsonbValue	item;
	JsonbValue	arn;

	initStringInfo(&arns);
	sfn_json_cursor_init(&cursor, list);
	while (sfn_json_next_element(&cursor, &item))
	{
		(void) sfn_json_member(&item, "stateMachineVersionArn", -1, &arn);
		appendStringInfo(&arns, "%s%s", arns.len > 0 ? ", " : "", sfn_json_string(&arn));
	}
	ereport(ERROR,
			(errcode(ERRCODE_SFN_VALIDATION),
			 errmsg_internal("Routing configuration must contain state machine version ARNs. Received: [%s]",
							 arns.data)));
}

/* false: there is none.  reference: its ARN */
static bool
find_machine(const char *reference, AccessRight right, MachineRow *machine)
{
	Arn			arn;

	(void) sfn_arn_parse(reference, &arn);
	if (!sfn_machine_lookup(arn.name, arn.region, arn.account, machine))
		return false;
	sfn_access_check(TARGET_MACHINE, machine->id, machine->name, right);
	return true;
}

static void
add_route(JsonBuilder *response, const MachineRow *machine, int version, int weight)
{
	sfn_json_begin_object(response);
	sfn_json_add_string(response, "stateMachineVersionArn", sfn_version_arn(machine, version));
	sfn_json_add_int64(response, "weight", weight);
	sfn_json_end_object(response);
}
