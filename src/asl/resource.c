/*-------------------------------------------------------------------------
 *
 * resource.c
 *	  Take the Resource of a Task apart.
 *
 *		arn:<partition>:lambda:<r>:<a>:function:<name>[:<qualifier>]
 *		arn:<partition>:states:<r>:<a>:activity:<name>
 *		arn:<partition>:states:[<r>]:[<a>]:<service>:<action>[.<pattern>]
 *		arn:<partition>:states:[<r>]:[<a>]:aws-sdk:<service>:<action>[.<pattern>]
 *		pg:function:<name>, pg:query, pg:notify, pg:activity:<name>
 *		<scheme>:<anything>, arn of any other service
 *
 * The last line and all service integrations but two mean a function that is
 * registered under "<service>:<action>".  Whether it is, only running tells.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "asl/resource.h"
#include "base/arn.h"

#define NOT_A_RESOURCE "Value is not a valid resource ARN"
#define NOT_RECOGNIZED \
	"The resource provided %s is not recognized. " \
	"The value is not a valid resource ARN, or the resource is not available in this region."

/* arn:partition:service:region:account:rest */
typedef struct ArnParts
{
	char	   *service;
	char	   *rest;
} ArnParts;

static bool split_arn(const char *text, ArnParts *parts);
static bool parse_pg(Resource *resource, char *rest);
static bool parse_lambda(Resource *resource, char *rest);
static bool parse_states(Resource *resource, char *rest);
static bool is_service(const char *type);
static bool parse_other(Resource *resource, const char *service, const char *rest);
static char *cut_pattern(Resource *resource, const char *text);
static bool pattern_is_offered(const Resource *resource, const char *service);

/*
 * sfn_resource_parse
 *		The resource that text names; NULL and *problem when it is none.
 *
 * Everything is palloc'd in the current context.
 */
Resource *
sfn_resource_parse(const char *text, char **problem)
{
	Resource   *resource = palloc0(sizeof(Resource));
	const char *colon = strchr(text, ':');
	ArnParts	parts;
	bool		recognized;

	*problem = NULL;
	resource->text = pstrdup(text);
	resource->events = EVENTS_TASK;

	/*
	 * a scheme: letters, digits and a few marks, and something behind the
	 * colon
	 */
	if (colon == NULL || colon[1] == '\0' ||
		strspn(text, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+-.") != colon - text ||
		strpbrk(text, " \t\r\n") != NULL ||
		(strncmp(text, "arn:", 4) == 0 && !split_arn(text, &parts)))
	{
		*problem = pstrdup(NOT_A_RESOURCE);
		return NULL;
	}

	if (strncmp(text, "pg:", 3) == 0)
		recognized = parse_pg(resource, pstrdup(text + 3));
	else if (strncmp(text, "arn:", 4) != 0)
		recognized = parse_other(resource, pnstrdup(text, colon - text), colon + 1);
	else if (strcmp(parts.service, "lambda") == 0)
		recognized = parse_lambda(resource, parts.rest);
	else if (strcmp(parts.service, "states") == 0)
		recognized = parse_states(resource, parts.rest);
	else
		recognized = parse_other(resource, parts.service, parts.rest);

	if (!recognized)
	{
		*problem = psprintf(NOT_RECOGNIZED, text);
		return NULL;
	}
	return resource;
}

static bool
split_arn(const char *text, ArnParts *parts)
{
	char	   *copy = pstrdup(text);
	char	   *fields[6];

	fields[0] = copy;
	for (int i = 1; i < 6; i++)
	{
		char	   *colon = strchr(fields[i - 1], ':');

		if (colon == NULL)
			return false;
		*colon = '\0';
		fields[i] = colon + 1;
	}
	parts->service = fields[2];
	parts->rest = fields[5];
	return strncmp(fields[1], "aws", 3) == 0 && fields[2][0] != '\0' && fields[5][0] != '\0';
}

static bool
parse_pg(Resource *resource, char *rest)
{
	char	   *base = cut_pattern(resource, rest);

	resource->type = "pg";
	resource->action = rest;
	if (resource->pattern != PATTERN_REQUEST_RESPONSE && resource->pattern != PATTERN_WAIT_FOR_TASK_TOKEN)
		return false;

	if (strcmp(base, "query") == 0)
		resource->kind = RESOURCE_PG_QUERY;
	else if (strcmp(base, "notify") == 0)
		resource->kind = RESOURCE_PG_NOTIFY;
	else if (strncmp(base, "function:", 9) == 0 && base[9] != '\0')
	{
		resource->kind = RESOURCE_PG_FUNCTION;
		resource->name = base + 9;
	}
	else if (strncmp(rest, "activity:", 9) == 0 && sfn_name_is_valid(rest + 9))
	{
		resource->kind = RESOURCE_ACTIVITY;
		resource->pattern = PATTERN_REQUEST_RESPONSE;
		resource->events = EVENTS_ACTIVITY;
		resource->name = rest + 9;
	}
	else
		return false;
	return true;
}

/* rest: function:name[:qualifier] */
static bool
parse_lambda(Resource *resource, char *rest)
{
	char	   *name = rest + strlen("function:");
	char	   *qualifier;

	if (strncmp(rest, "function:", strlen("function:")) != 0 || name[0] == '\0' || name[0] == ':')
		return false;
	/* a function called by its own ARN just answers */
	(void) cut_pattern(resource, rest);
	if (resource->pattern != PATTERN_REQUEST_RESPONSE)
		return false;

	qualifier = strchr(name, ':');
	if (qualifier != NULL)
		*qualifier = '\0';

	resource->kind = RESOURCE_LAMBDA;
	resource->events = EVENTS_LAMBDA;
	resource->type = "lambda";
	resource->action = resource->text;
	resource->name = name;
	return true;
}

/* rest: activity:name, service:action, aws-sdk:service:action */
static bool
parse_states(Resource *resource, char *rest)
{
	char	   *colon = strrchr(rest, ':');
	char	   *type;
	char	   *action;
	char	   *base;

	if (strncmp(rest, "activity:", strlen("activity:")) == 0)
	{
		resource->kind = RESOURCE_ACTIVITY;
		resource->events = EVENTS_ACTIVITY;
		resource->type = "activity";
		resource->action = resource->text;
		resource->name = rest + strlen("activity:");
		return sfn_name_is_valid(resource->name);
	}

	/* the colon before the action, not the one of ".sync:2" */
	if (colon != NULL && strcmp(colon, ":2") == 0)
	{
		*colon = '\0';
		action = strrchr(rest, ':');
		*colon = ':';
		colon = action;
	}
	if (colon == NULL || colon == rest || colon[1] == '\0')
		return false;

	type = pnstrdup(rest, colon - rest);
	action = colon + 1;
	base = cut_pattern(resource, action);
	resource->type = type;
	resource->action = action;
	if (base[0] == '\0' || strchr(base, '.') != NULL || !is_service(type) ||
		!pattern_is_offered(resource, type))
		return false;

	if (strcmp(type, "lambda") == 0 && strcmp(base, "invoke") == 0)
		resource->kind = RESOURCE_LAMBDA_INVOKE;
	else if (strcmp(type, "states") == 0 && strcmp(base, "startExecution") == 0)
		resource->kind = RESOURCE_START_EXECUTION;
	else
	{
		resource->kind = RESOURCE_INTEGRATION;
		resource->registration = psprintf("%s:%s", type, base);
	}
	return true;
}

/* service, aws-sdk:service */
static bool
is_service(const char *type)
{
	const char *name = strncmp(type, "aws-sdk:", strlen("aws-sdk:")) == 0 ? type + strlen("aws-sdk:") : type;

	return name[0] != '\0' && strpbrk(name, ":.") == NULL && strcmp(name, "aws-sdk") != 0;
}

/* Anything else that can be registered */
static bool
parse_other(Resource *resource, const char *service, const char *rest)
{
	char	   *base = cut_pattern(resource, rest);

	resource->kind = RESOURCE_INTEGRATION;
	resource->type = service;
	resource->action = pstrdup(rest);
	resource->registration = psprintf("%s:%s", service, base);
	return base[0] != '\0';
}

/* text without its pattern, which is noted in the resource */
static char *
cut_pattern(Resource *resource, const char *text)
{
	static const struct
	{
		const char *suffix;
		ResourcePattern pattern;
	}			patterns[] = {
		{".sync", PATTERN_SYNC},
		{".sync:2", PATTERN_SYNC_2},
		{".waitForTaskToken", PATTERN_WAIT_FOR_TASK_TOKEN},
	};
	size_t		len = strlen(text);

	for (int i = 0; i < lengthof(patterns); i++)
	{
		size_t		suffix = strlen(patterns[i].suffix);

		if (len > suffix && strcmp(text + len - suffix, patterns[i].suffix) == 0)
		{
			resource->pattern = patterns[i].pattern;
			return pnstrdup(text, len - suffix);
		}
	}
	return pstrdup(text);
}

/*
 * Services without jobs to wait for have no .sync; .sync:2 is only for nested
 * executions.
 */
static bool
pattern_is_offered(const Resource *resource, const char *service)
{
	static const char *const without_jobs[] = {
		"lambda", "sns", "sqs", "dynamodb", "events", "apigateway", "http"
	};

	if (resource->pattern == PATTERN_SYNC_2)
		return strcmp(service, "states") == 0;
	if (resource->pattern == PATTERN_SYNC)
	{
		if (strncmp(service, "aws-sdk:", 8) == 0)
			return false;
		for (int i = 0; i < lengthof(without_jobs); i++)
			if (strcmp(service, without_jobs[i]) == 0)
				return false;
	}
	return true;
}
