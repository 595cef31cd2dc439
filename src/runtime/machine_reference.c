/*-------------------------------------------------------------------------
 *
 * machine_reference.c
 *	  From what users write for a state machine to the machine.
 *
 *		name				of the current region and account
 *		name:version		a published version
 *		name:alias			one of the alias's versions, drawn by weight
 *		ARN					the same with region and account
 *
 * A name cannot contain a colon, so nothing of this is ambiguous.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "base/arn.h"
#include "base/error_codes.h"
#include "base/random_id.h"
#include "base/settings.h"
#include "runtime/machine_cache.h"
#include "runtime/version.h"
#include "store/version_store.h"

/* A reference taken apart */
typedef struct ParsedReference
{
	const char *name;
	const char *qualifier;		/* version or alias; NULL: none */
	const char *region;
	const char *account;
} ParsedReference;

static void parse_reference(const char *reference, ParsedReference *parsed);
static void parse_arn(const char *reference, ParsedReference *parsed);
static void resolve_qualifier(const ParsedReference *parsed, MachineReference *result);
static void does_not_exist(const ParsedReference *parsed) pg_attribute_noreturn();

void
sfn_machine_resolve(const char *reference, MachineReference *result)
{
	ParsedReference parsed;

	memset(result, 0, sizeof(*result));
	parse_reference(reference, &parsed);
	if (!sfn_machine_lookup(parsed.name, parsed.region, parsed.account, &result->machine))
		does_not_exist(&parsed);
	if (parsed.qualifier != NULL)
		resolve_qualifier(&parsed, result);
}

static void
parse_reference(const char *reference, ParsedReference *parsed)
{
	const char *colon = strchr(reference, ':');

	if (colon != NULL && strncmp(reference, "arn:", 4) == 0)
	{
		parse_arn(reference, parsed);
		return;
	}
	parsed->region = sfn_setting_region;
	parsed->account = sfn_setting_account_id;
	parsed->name = colon == NULL ? reference : pnstrdup(reference, colon - reference);
	parsed->qualifier = colon == NULL ? NULL : colon + 1;
}

static void
parse_arn(const char *reference, ParsedReference *parsed)
{
	Arn			arn;

	if (!sfn_arn_parse(reference, &arn) || arn.kind != ARN_STATE_MACHINE)
		sfn_arn_refuse(reference);
	parsed->region = arn.region;
	parsed->account = arn.account;
	parsed->name = arn.label == NULL ? arn.name : psprintf("%s/%s", arn.name, arn.label);
	parsed->qualifier = arn.qualifier;
}

static void
resolve_qualifier(const ParsedReference *parsed, MachineReference *result)
{
	int			number = sfn_version_number(parsed->qualifier);
	VersionRow *version;

	if (number == 0)
	{
		AliasRow   *alias = sfn_alias_fetch(result->machine.id, parsed->qualifier);

		if (alias == NULL)
			does_not_exist(parsed);
		result->alias = pstrdup(parsed->qualifier);
		number = sfn_random_double() * 100 < alias->first_weight ? alias->first_version : alias->second_version;
	}
	version = sfn_version_fetch(result->machine.id, number);
	if (version == NULL)
		does_not_exist(parsed);
	result->version = number;
	result->machine.revision = version->revision;
}

static void
does_not_exist(const ParsedReference *parsed)
{
	const char *arn = sfn_arn_state_machine(parsed->region, parsed->account, parsed->name);

	if (parsed->qualifier != NULL)
		arn = psprintf("%s:%s", arn, parsed->qualifier);
	ereport(ERROR,
			(errcode(ERRCODE_SFN_STATE_MACHINE_DOES_NOT_EXIST),
			 errmsg("State Machine Does Not Exist: '%s'", arn)));
}
