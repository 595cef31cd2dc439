/*-------------------------------------------------------------------------
 *
 * alias.c
 *	  Create, change and delete aliases of state machines.
 *
 * An alias is a name for one or two versions between which new executions are
 * divided by weight; the draw is made where references are resolved
 * (machine_reference.c).
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "base/arn.h"
#include "base/error_codes.h"
#include "lib/stringinfo.h"
#include "runtime/alias.h"
#include "runtime/constraint.h"
#include "runtime/version.h"

/* The service's quota and limit */
#define MOST_ALIASES 100
#define LONGEST_ALIAS 80

/* In percent; the weights of an alias come to this. */
#define WHOLE 100

#define ALIAS_PATTERN "^(?=.*[a-zA-Z_\\-\\.])[a-zA-Z0-9_\\-\\.]+$"

static void check_routing(const MachineRow *machine, const AliasRouting *routing);
static void set_routing(AliasRow *alias, const AliasRouting *routing);
static bool same_alias(const AliasRow *a, const AliasRow *b);
static char *weights_text(const AliasRouting *routing);

char *
sfn_alias_arn(const MachineRow *machine, const char *name)
{
	return psprintf("%s:%s", sfn_arn_state_machine(machine->region, machine->account, machine->name), name);
}

/* A name of digits alone would be a version's number. */
void
sfn_alias_name_check(const char *name)
{
	size_t		len = strlen(name);

	if (len == 0)
		sfn_constraint_refuse(name, "name", "have length greater than or equal to 1");
	sfn_constraint_check_length(name, "name", LONGEST_ALIAS);
	for (size_t i = 0; i < len; i++)
	{
		/* not isalnum(), which asks the locale */
		if (strchr("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-.", name[i]) == NULL)
			sfn_constraint_refuse(name, "name", "satisfy regular expression pattern: " ALIAS_PATTERN);
	}
	if (strspn(name, "0123456789") == len)
		sfn_constraint_refuse(name, "name", "satisfy regular expression pattern: " ALIAS_PATTERN);
}

AliasRow *
sfn_alias_create(const MachineRow *machine, const char *name, const char *description,
				 const AliasRouting *routing)
{
	AliasRow   *alias = palloc0(sizeof(AliasRow));
	AliasRow   *existing;

	sfn_alias_name_check(name);
	sfn_constraint_check_length(description, "description", LONGEST_DESCRIPTION);
	check_routing(machine, routing);
	alias->name = pstrdup(name);
	if (description != NULL)
		alias->description = pstrdup(description);
	set_routing(alias, routing);

	existing = sfn_alias_fetch(machine->id, name);
	if (existing != NULL && same_alias(existing, alias))
		return existing;
	if (existing != NULL)
		ereport(ERROR,
				(errcode(ERRCODE_SFN_CONFLICT),
				 errmsg("Failed to create alias because an alias with the same name and a different routing configuration already exists.")));
	if (sfn_alias_count(machine->id) >= MOST_ALIASES)
		ereport(ERROR,
				(errcode(ERRCODE_SFN_SERVICE_QUOTA_EXCEEDED),
				 errmsg("The maximum number of aliases of state machine '%s' has been reached: %d",
						sfn_arn_state_machine(machine->region, machine->account, machine->name), MOST_ALIASES),
				 errhint("Delete aliases that are not needed any more.")));
	sfn_alias_insert(machine->id, alias);
	return alias;
}

AliasRow *
sfn_alias_change(const MachineRow *machine, const char *name, const char *description,
				 const AliasRouting *routing)
{
	AliasRow   *alias = sfn_alias_fetch(machine->id, name);

	if (alias == NULL)
		sfn_alias_refuse_missing(sfn_alias_arn(machine, name));
	if (description != NULL)
	{
		sfn_constraint_check_length(description, "description", LONGEST_DESCRIPTION);
		alias->description = pstrdup(description);
	}
	if (routing != NULL)
	{
		check_routing(machine, routing);
		set_routing(alias, routing);
	}
	sfn_alias_update(machine->id, alias);
	return alias;
}

void
sfn_alias_refuse_missing(const char *arn)
{
	ereport(ERROR,
			(errcode(ERRCODE_SFN_RESOURCE_NOT_FOUND),
			 errmsg("Request references a resource that does not exist."),
			 errdetail("There is no %s.", arn)));
}

static void
check_routing(const MachineRow *machine, const AliasRouting *routing)
{
	const AliasRoute *routes = routing->routes;
	int			sum = 0;

	if (routing->count < 1)
		sfn_constraint_refuse("[]", "routingConfiguration", "have length greater than or equal to 1");
	if (routing->count > MOST_ROUTES)
		sfn_constraint_refuse(psprintf("%d items", routing->count), "routingConfiguration",
							  psprintf("have length less than or equal to %d", MOST_ROUTES));
	if (routing->count == MOST_ROUTES && routes[0].version == routes[1].version)
		ereport(ERROR,
				(errcode(ERRCODE_SFN_VALIDATION),
				 errmsg("Routing configuration must contain distinct state machine version ARNs. Received: [%s, %s]",
						sfn_version_arn(machine, routes[0].version), sfn_version_arn(machine, routes[1].version))));
	for (int i = 0; i < routing->count; i++)
	{
		char	   *member = psprintf("routingConfiguration.%d.member.weight", i + 1);
		char	   *weight = psprintf("%d", routes[i].weight);

		if (routes[i].weight < 0)
			sfn_constraint_refuse(weight, member, "have value greater than or equal to 0");
		if (routes[i].weight > WHOLE)
			sfn_constraint_refuse(weight, member, psprintf("have value less than or equal to %d", WHOLE));
		sum += routes[i].weight;
	}
	if (sum != WHOLE)
		ereport(ERROR,
				(errcode(ERRCODE_SFN_VALIDATION),
				 errmsg("Sum of routing configuration weights must equal %d. Received: [%s]",
						WHOLE, weights_text(routing))));
	for (int i = 0; i < routing->count; i++)
	{
		if (sfn_version_fetch(machine->id, routes[i].version) == NULL)
			sfn_alias_refuse_missing(sfn_version_arn(machine, routes[i].version));
	}
}

static void
set_routing(AliasRow *alias, const AliasRouting *routing)
{
	alias->first_version = routing->routes[0].version;
	alias->first_weight = routing->routes[0].weight;
	alias->second_version = routing->count == MOST_ROUTES ? routing->routes[1].version : 0;
}

static bool
same_alias(const AliasRow *a, const AliasRow *b)
{
	if (a->first_version != b->first_version || a->first_weight != b->first_weight ||
		a->second_version != b->second_version)
		return false;
	if (a->description == NULL || b->description == NULL)
		return a->description == b->description;
	return strcmp(a->description, b->description) == 0;
}

static char *
weights_text(const AliasRouting *routing)
{
	StringInfoData text;

	initStringInfo(&text);
	for (int i = 0; i < routing->count; i++)
		appendStringInfo(&text, "%s%d", i > 0 ? ", " : "", routing->routes[i].weight);
	return text.data;
}
