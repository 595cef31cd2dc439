/*-------------------------------------------------------------------------
 *
 * service_arn.h
 *	  ARNs in requests to the service's API.
 *
 *-------------------------------------------------------------------------
 */
#ifndef SFN_SERVICE_ARN_H
#define SFN_SERVICE_ARN_H

#include "postgres.h"

#include "api/service_request.h"
#include "base/arn.h"
#include "runtime/execution_view.h"

/*
 * A member that is an ARN of this kind, parsed; ereports InvalidArn.  Returns
 * its text.
 */
extern char *sfn_request_arn(const ServiceRequest *request, const char *name, ArnKind kind, Arn *arn);
/* stateMachineArn, which names no Map state */
extern char *sfn_request_machine_arn(const ServiceRequest *request, Arn *arn);
/* executionArn, and the STANDARD execution that it names */
extern void sfn_request_execution(const ServiceRequest *request, AccessRight right, ExecutionView *view);
/*
 * stateMachineVersionArn or stateMachineAliasArn; returns its machine as a
 * reference, and what qualifies it in *qualifier
 */
extern char *sfn_request_version_arn(const ServiceRequest *request, int *number);
extern char *sfn_request_alias_arn(const ServiceRequest *request, char **alias);
/* roleArn, as the name of a database role that exists; NULL: absent */
extern char *sfn_request_role(const ServiceRequest *request);

#endif							/* SFN_SERVICE_ARN_H */
