/*-------------------------------------------------------------------------
 *
 * resource.h
 *	  The Resource of a Task, taken apart.
 *
 *-------------------------------------------------------------------------
 */
#ifndef SFN_RESOURCE_H
#define SFN_RESOURCE_H

#include "postgres.h"

typedef enum ResourceKind
{
	RESOURCE_LAMBDA,			/* arn:aws:lambda:r:a:function:name[:qualifier] */
	RESOURCE_LAMBDA_INVOKE,		/* arn:aws:states:::lambda:invoke */
	RESOURCE_PG_FUNCTION,		/* pg:function:[schema.]name */
	RESOURCE_PG_QUERY,			/* pg:query */
	RESOURCE_PG_NOTIFY,			/* pg:notify */
	RESOURCE_ACTIVITY,			/* pg:activity:name, arn:aws:states:r:a:activity:name */
	RESOURCE_START_EXECUTION,	/* arn:aws:states:::states:startExecution */
	RESOURCE_INTEGRATION		/* anything registered: arn:aws:states:::<service>:<action> */
} ResourceKind;

typedef enum ResourcePattern
{
	PATTERN_REQUEST_RESPONSE,
	PATTERN_SYNC,
	PATTERN_SYNC_2,
	PATTERN_WAIT_FOR_TASK_TOKEN
} ResourcePattern;

/* Which family of history events a task writes */
typedef enum ResourceEvents
{
	EVENTS_TASK,
	EVENTS_LAMBDA,
	EVENTS_ACTIVITY
} ResourceEvents;

typedef struct Resource
{
	ResourceKind kind;
	ResourcePattern pattern;
	ResourceEvents events;
	const char *text;			/* as in the definition, pattern included */
	const char *type;			/* events: resourceType: "lambda", "sqs", "aws-sdk:s3", "pg" */
	const char *action;			/* events: resource: "invoke", "sendMessage.waitForTaskToken", "function:name" */
	const char *name;			/* SQL function or activity name; NULL otherwise */
	const char *registration;	/* RESOURCE_INTEGRATION: "sqs:sendMessage", "aws-sdk:s3:getObject" */
} Resource;

/*
 * NULL: not a resource; *problem says why in the service's words where known
 * (palloc'd).
 */
extern Resource *sfn_resource_parse(const char *text, char **problem);

#endif							/* SFN_RESOURCE_H */
