/*-------------------------------------------------------------------------
 *
 * arn.h
 *	  Amazon Resource Names and the service's rules for names.
 *
 *-------------------------------------------------------------------------
 */
#ifndef SFN_ARN_H
#define SFN_ARN_H

#include "postgres.h"

#include "utils/uuid.h"

typedef enum ArnKind
{
	ARN_INVALID,
	ARN_STATE_MACHINE,			/* stateMachine:name[:version-or-alias] */
	ARN_EXECUTION,				/* execution:machine:name */
	ARN_EXPRESS,				/* express:machine:name:uuid */
	ARN_ACTIVITY,				/* activity:name */
	ARN_MAP_RUN,				/* mapRun:machine/label:uuid */
	ARN_LAMBDA,					/* lambda function:name[:qualifier] */
	ARN_ROLE,					/* iam role/name */
	ARN_OTHER					/* well-formed, of another service */
} ArnKind;

typedef struct Arn
{
	ArnKind		kind;
	char	   *region;
	char	   *account;
	char	   *name;			/* machine, activity, function, role name */
	char	   *label;			/* Map Run label after a slash, or NULL */
	char	   *qualifier;		/* version or alias; execution's name; or NULL */
	char	   *suffix;			/* express: uuid; map run: uuid */
} Arn;

/* false and kind ARN_INVALID: text is no ARN.  Members are palloc'd. */
extern bool sfn_arn_parse(const char *text, Arn *arn);
/*
 * ereport InvalidArn for a text that is no ARN of the service, or one of a
 * resource that is not wanted here
 */
extern void sfn_arn_refuse(const char *text) pg_attribute_noreturn();
extern char *sfn_arn_state_machine(const char *region, const char *account, const char *name);
extern char *sfn_arn_execution(const char *region, const char *account, const char *machine, const char *name);
extern char *sfn_arn_express(const char *region, const char *account, const char *machine, const char *name,
							 const pg_uuid_t *id);
extern char *sfn_arn_activity(const char *region, const char *account, const char *name);
extern char *sfn_arn_role(const char *account, const char *role);

/* 1 to 80 characters, none of those the service forbids. */
extern bool sfn_name_is_valid(const char *name);
/* ereport InvalidName with the service's message */
extern void sfn_name_check(const char *name);

#endif							/* SFN_ARN_H */
