/*-------------------------------------------------------------------------
 *
 * machine_definition.c
 *	  Create, update and delete state machines.
 *
 * A definition is compiled before it is stored, so that what is stored can be
 * run; the text is kept as given.  Revisions are never changed.  The
 * search_path of whoever gives a definition goes with it: functions that it
 * names without a schema are those that this role means, whoever runs it
 * later.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "asl/compile.h"
#include "base/arn.h"
#include "base/error_codes.h"
#include "base/json_value.h"
#include "base/settings.h"
#include "miscadmin.h"
#include "runtime/access.h"
#include "runtime/active.h"
#include "runtime/drive.h"
#include "runtime/logging.h"
#include "runtime/machine_definition.h"
#include "runtime/machine_hold.h"
#include "runtime/name_lock.h"
#include "runtime/quota.h"
#include "runtime/surroundings.h"
#include "runtime/tag.h"
#include "runtime/task_check.h"
#include "runtime/version.h"
#include "store/execution_store.h"
#include "utils/memutils.h"

static MachineRow *find_or_lock(const char *name);
static MachineRow *find_unqualified(const char *reference);
static void refuse_qualified(const char *reference) pg_attribute_noreturn();
static void insert(const MachineDefinition *definition, DefinedMachine *result);
static void return_existing(const MachineDefinition *definition, const RevisionRow *wanted,
							DefinedMachine *result);
static void replace_existing(const RevisionRow *wanted, MachineType type, DefinedMachine *result);
static void refuse_existing(const MachineRow *machine) pg_attribute_noreturn();
static bool is_published_as(const MachineDefinition *definition, DefinedMachine *result);
static bool gives_nothing(const MachineDefinition *definition);
static void publish(const MachineDefinition *definition, DefinedMachine *result);
static void complete_update(const MachineDefinition *definition, const RevisionRow *current, RevisionRow *wanted);
static void store_revision(RevisionRow *wanted, DefinedMachine *result);
static bool same_revision(const RevisionRow *a, const RevisionRow *b);
static bool same_logging(const Jsonb *a, const Jsonb *b);
static bool same_jsonb(const Jsonb *a, const Jsonb *b);
static void check_definition(const RevisionRow *revision, MachineType type);
static void abort_executions(const MachineRow *machine);

void
sfn_definition_create(const MachineDefinition *definition, bool or_replace, DefinedMachine *result)
{
	RevisionRow *wanted = palloc0(sizeof(RevisionRow));

	PreventCommandIfReadOnly("sfn_create_state_machine()");
	sfn_name_check(definition->name);
	wanted->definition = unconstify(char *, definition->definition);
	wanted->substitutions = unconstify(Jsonb *, definition->substitutions);
	wanted->role = sfn_surroundings_role(definition->role);
	wanted->search_path = sfn_surroundings_search_path();
	if (definition->logging != NULL)
		wanted->logging = sfn_logging_complete(definition->logging, definition->need_log_destination);
	wanted->encryption = unconstify(Jsonb *, definition->encryption);
	wanted->tracing = definition->tracing;
	check_definition(wanted, definition->type);

	result->revision = wanted;
	result->version = NULL;
	result->machine = find_or_lock(definition->name);
	if (result->machine == NULL)
		insert(definition, result);
	else if (or_replace)
		replace_existing(wanted, definition->type, result);
	else
		return_existing(definition, wanted, result);
}

void
sfn_definition_update(const char *reference, const MachineDefinition *definition, DefinedMachine *result)
{
	RevisionRow *wanted = palloc0(sizeof(RevisionRow));

	PreventCommandIfReadOnly("sfn_update_state_machine()");

	/*
	 * What is kept is kept from what is current once nobody else can change
	 * it.
	 */
	result->machine = sfn_machine_lock_managed(reference);
	if (gives_nothing(definition))
		ereport(ERROR,
				(errcode(ERRCODE_SFN_MISSING_REQUIRED_PARAMETER),
				 errmsg("Either the definition, the role ARN, the LoggingConfiguration, or the TracingConfiguration must be specified")));
	result->revision = sfn_revision_fetch(result->machine->revision);
	complete_update(definition, result->revision, wanted);
	check_definition(wanted, result->machine->type);
	store_revision(wanted, result);
	publish(definition, result);
}

bool
sfn_definition_delete(const char *reference)
{
	MachineRow *machine;

	PreventCommandIfReadOnly("sfn_delete_state_machine()");
	machine = find_unqualified(reference);
	if (machine == NULL)
		return false;
	sfn_access_check(TARGET_MACHINE, machine->id, machine->name, ACCESS_MANAGE);
	sfn_machine_hold_off(machine->id);
	if (!sfn_machine_lock(machine->id))
		return false;
	sfn_machine_mark_deleted(machine->id);
	sfn_machine_cache_invalidate();
	abort_executions(machine);
	return true;
}

/*
 * The machine of that name; NULL: there is none, and nobody else will make one
 * before this transaction ends.
 */
static MachineRow *
find_or_lock(const char *name)
{
	MachineRow *machine = sfn_machine_find(name, sfn_setting_region, sfn_setting_account_id);

	if (machine != NULL)
		return machine;
	sfn_name_lock(0, sfn_arn_state_machine(sfn_setting_region, sfn_setting_account_id, name));
	return sfn_machine_find(name, sfn_setting_region, sfn_setting_account_id);
}

/* The machine itself, by name or ARN; NULL: there is none. */
static MachineRow *
find_unqualified(const char *reference)
{
	Arn			arn;

	if (strncmp(reference, "arn:", strlen("arn:")) != 0)
	{
		if (strchr(reference, ':') != NULL)
			refuse_qualified(reference);
		return sfn_machine_find(reference, sfn_setting_region, sfn_setting_account_id);
	}
	if (!sfn_arn_parse(reference, &arn) || arn.kind != ARN_STATE_MACHINE)
		sfn_arn_refuse(reference);
	if (arn.label != NULL || arn.qualifier != NULL)
		refuse_qualified(reference);
	return sfn_machine_find(arn.name, arn.region, arn.account);
}

static void
refuse_qualified(const char *reference)
{
	ereport(ERROR,
			(errcode(ERRCODE_SFN_VALIDATION),
			 errmsg("State machine ARN must not be qualified: '%s'", reference),
			 errdetail("Only a whole state machine can be deleted here, not a version or alias of it.")));
}

static void
insert(const MachineDefinition *definition, DefinedMachine *result)
{
	MachineRow *machine = palloc0(sizeof(MachineRow));

	sfn_quota_check_machine(definition->name);
	machine->name = pstrdup(definition->name);
	machine->type = definition->type;
	machine->owner = GetUserNameFromId(GetUserId(), false);
	machine->region = pstrdup(sfn_setting_region);
	machine->account = pstrdup(sfn_setting_account_id);
	result->revision->is_initial = true;
	sfn_machine_insert(machine, result->revision);
	sfn_machine_cache_invalidate();
	result->machine = machine;
	result->changed = true;
	sfn_tags_put(TARGET_MACHINE, machine->id, definition->tags);
	publish(definition, result);
}

/* As the service: the role and tags may differ, and are not changed. */
static void
return_existing(const MachineDefinition *definition, const RevisionRow *wanted, DefinedMachine *result)
{
	MachineRow *machine = result->machine;
	RevisionRow *current = sfn_revision_fetch(machine->revision);

	result->revision = current;
	result->changed = false;
	if (machine->type != definition->type || strcmp(current->definition, wanted->definition) != 0 ||
		!same_jsonb(current->substitutions, wanted->substitutions) ||
		!same_logging(current->logging, wanted->logging) ||
		!same_jsonb(current->encryption, wanted->encryption) ||
		current->tracing != wanted->tracing ||
		!is_published_as(definition, result) ||
		!sfn_access_allowed(GetUserId(), TARGET_MACHINE, machine->id, ACCESS_READ))
		refuse_existing(machine);
}

/* If the request publishes, then as what the machine was published as before. */
static bool
is_published_as(const MachineDefinition *definition, DefinedMachine *result)
{
	const char *description;

	if (!definition->publish)
		return true;
	result->version = sfn_version_fetch_revision(result->machine->id, result->revision->id);
	if (result->version == NULL)
		return false;
	description = result->version->description;
	if (description == NULL || definition->version_description == NULL)
		return description == definition->version_description;
	return strcmp(description, definition->version_description) == 0;
}

static void
replace_existing(const RevisionRow *wanted, MachineType type, DefinedMachine *result)
{
	RevisionRow *complete = palloc(sizeof(RevisionRow));

	if (result->machine->type != type)
		refuse_existing(result->machine);
	sfn_access_check(TARGET_MACHINE, result->machine->id, result->machine->name, ACCESS_MANAGE);
	if (!sfn_machine_lock(result->machine->id))
		refuse_existing(result->machine);
	result->machine = sfn_machine_fetch(result->machine->id);
	result->revision = sfn_revision_fetch(result->machine->revision);
	*complete = *wanted;
	if (same_revision(result->revision, complete))
		result->changed = false;
	else
		store_revision(complete, result);
}

static void
refuse_existing(const MachineRow *machine)
{
	ereport(ERROR,
			(errcode(ERRCODE_SFN_STATE_MACHINE_ALREADY_EXISTS),
			 errmsg("State Machine Already Exists: '%s'",
					sfn_arn_state_machine(machine->region, machine->account, machine->name)),
			 errhint("Update it, or create it with or_replace if its type stays the same.")));
}

static bool
gives_nothing(const MachineDefinition *definition)
{
	return definition->definition == NULL && definition->role == NULL && definition->substitutions == NULL &&
		definition->logging == NULL && definition->encryption == NULL && !definition->has_tracing;
}

/* The machine's row is locked, or not yet seen by anybody else. */
static void
publish(const MachineDefinition *definition, DefinedMachine *result)
{
	result->version = definition->publish ?
		sfn_version_publish_revision(result->machine, result->revision, definition->version_description) : NULL;
}

/*
 * What the update does not give is as it was; a new definition is resolved
 * with its giver's search_path.
 */
static void
complete_update(const MachineDefinition *definition, const RevisionRow *current, RevisionRow *wanted)
{
	*wanted = *current;
	wanted->is_initial = false;
	if (definition->definition != NULL)
	{
		wanted->definition = unconstify(char *, definition->definition);
		wanted->search_path = sfn_surroundings_search_path();
	}
	if (definition->role != NULL)
		wanted->role = sfn_surroundings_role(definition->role);
	if (definition->substitutions != NULL)
		wanted->substitutions = unconstify(Jsonb *, definition->substitutions);
	if (definition->logging != NULL)
		wanted->logging = sfn_logging_complete(definition->logging, definition->need_log_destination);
	if (definition->encryption != NULL)
		wanted->encryption = unconstify(Jsonb *, definition->encryption);
	if (definition->has_tracing)
		wanted->tracing = definition->tracing;
}

/*
 * Nothing is stored if nothing changes.  But the first revision has no id to
 * be known by outside, so the first update makes one in any case.
 */
static void
store_revision(RevisionRow *wanted, DefinedMachine *result)
{
	result->changed = result->revision->is_initial || !same_revision(result->revision, wanted);
	if (!result->changed)
		return;
	wanted->is_initial = false;
	sfn_revision_insert(result->machine->id, wanted);
	sfn_machine_cache_invalidate();
	result->revision = wanted;
	result->machine->revision = wanted->id;
}

static bool
same_revision(const RevisionRow *a, const RevisionRow *b)
{
	return strcmp(a->definition, b->definition) == 0 && strcmp(a->role, b->role) == 0 &&
		strcmp(a->search_path, b->search_path) == 0 &&
		same_jsonb(a->substitutions, b->substitutions) && same_logging(a->logging, b->logging) &&
		same_jsonb(a->encryption, b->encryption) && a->tracing == b->tracing;
}

/* None is the same as what the defaults come to. */
static bool
same_logging(const Jsonb *a, const Jsonb *b)
{
	return same_jsonb(a != NULL ? a : sfn_logging_complete(NULL, false),
					  b != NULL ? b : sfn_logging_complete(NULL, false));
}

static bool
same_jsonb(const Jsonb *a, const Jsonb *b)
{
	JsonbValue	left;
	JsonbValue	right;

	if (a == NULL || b == NULL)
		return a == b;
	sfn_json_from_jsonb(a, &left);
	sfn_json_from_jsonb(b, &right);
	return sfn_json_equal(&left, &right);
}

static void
check_definition(const RevisionRow *revision, MachineType type)
{
	MemoryContext context = AllocSetContextCreate(CurrentMemoryContext, "sfn check", ALLOCSET_DEFAULT_SIZES);
	Diagnostics diagnostics = {0};

	if (revision->substitutions != NULL)
		sfn_substitutions_check(revision->substitutions);
	(void) sfn_definition_compile(revision->definition, strlen(revision->definition), type,
								  revision->substitutions, context, &diagnostics);
	sfn_diagnostics_refuse(&diagnostics);
	sfn_tasks_check(&diagnostics, revision->role, revision->search_path);
	sfn_warnings_show(&diagnostics);
	MemoryContextDelete(context);
}

static void
abort_executions(const MachineRow *machine)
{
	List	   *running = list_concat(sfn_active_list(machine->id), sfn_execution_list_running(machine->id));
	ListCell   *cell;

	foreach(cell, running)
	{
		CHECK_FOR_INTERRUPTS();
		(void) sfn_drive_stop(lfirst(cell), NULL, NULL);
	}
}
