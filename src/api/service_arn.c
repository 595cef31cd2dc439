/*-------------------------------------------------------------------------
 *
 * service_arn.c
 *	  ARNs in requests to the service's API.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "api/service_arn.h"
#include "base/error_codes.h"
#include "runtime/version.h"
#include "utils/acl.h"

char *
sfn_request_arn(const ServiceRequest *request, const char *name, ArnKind kind, Arn *arn)
{
	char	   *text = sfn_request_string(request, name);

	if (!sfn_arn_parse(text, arn) || arn->kind != kind)
		sfn_arn_refuse(text);
	return text;
}

char *
sfn_request_machine_arn(const ServiceRequest *request, Arn *arn)
{
	char	   *text = sfn_request_arn(request, "stateMachineArn", ARN_STATE_MACHINE, arn);

	if (arn->label != NULL)
		ereport(ERROR,
				(errcode(ERRCODE_SFN_VALIDATION),
				 errmsg("%s does not support labeled state machine ARNs", request->action)));
	return text;
}

char *
sfn_request_version_arn(const ServiceRequest *request, int *number)
{
	Arn			arn;
	char	   *text = sfn_request_arn(request, "stateMachineVersionArn", ARN_STATE_MACHINE, &arn);

	*number = arn.qualifier == NULL ? 0 : sfn_version_number(arn.qualifier);
	if (*number == 0 || arn.label != NULL)
		sfn_arn_refuse(text);
	return sfn_arn_state_machine(arn.region, arn.account, arn.name);
}

char *
sfn_request_alias_arn(const ServiceRequest *request, char **alias)
{
	Arn			arn;
	char	   *text = sfn_request_arn(request, "stateMachineAliasArn", ARN_STATE_MACHINE, &arn);

	if (arn.qualifier == NULL || sfn_version_number(arn.qualifier) != 0 || arn.label != NULL)
		sfn_arn_refuse(text);
	*alias = arn.qualifier;
	return sfn_arn_state_machine(arn.region, arn.account, arn.name);
}

void
sfn_request_execution(const ServiceRequest *request, AccessRight right, ExecutionView *view)
{
	Arn			arn;
	char	   *text = sfn_request_arn(request, "executionArn", ARN_EXECUTION, &arn);
	pg_uuid_t	id;

	sfn_execution_resolve(text, &arn, &id);
	sfn_execution_view(&id, text, right, view);
}

/*
 * An IAM role stands for the database role that is named like the last part of
 * its path.
 */
char *
sfn_request_role(const ServiceRequest *request)
{
	char	   *text = sfn_request_string(request, "roleArn");
	char	   *slash;
	char	   *role;
	Arn			arn;

	if (text == NULL)
		return NULL;
	if (!sfn_arn_parse(text, &arn) || arn.kind != ARN_ROLE)
		ereport(ERROR,
				(errcode(ERRCODE_SFN_INVALID_ARN),
				 errmsg("Invalid Arn: 'Invalid ARN prefix: %s'", text)));
	slash = strrchr(arn.name, '/');
	role = slash == NULL ? arn.name : slash + 1;
	if (!OidIsValid(get_role_oid(role, true)))
		ereport(ERROR,
				(errcode(ERRCODE_SFN_ACCESS_DENIED),
				 errmsg("Neither the global service principal states.amazonaws.com, nor the regional one is authorized to assume the provided role."),
				 errdetail("Role \"%s\" does not exist.", role)));
	return role;
}
