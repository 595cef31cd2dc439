/*-------------------------------------------------------------------------
 *
 * task_lambda.c
 *	  lambda:invoke: call an SQL function, answer as the Lambda service does.
 *
 * The function is the one that FunctionName names: a bare name, the end of an
 * ARN or a whole one, with or without a qualifier.  SQL functions have no
 * versions, so the qualifier only shows in messages.
 *
 * An "Event" invocation is the service's fire and forget.  Here it is made at
 * once, in the transaction of the task; its answer is dropped, and so is what it
 * did if it fails, but that does not fail the task.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "base/arn.h"
#include "base/random_id.h"
#include "common/base64.h"
#include "task/task_function.h"

typedef enum InvocationType
{
	INVOKE_REQUEST_RESPONSE,
	INVOKE_EVENT,
	INVOKE_DRY_RUN
} InvocationType;

typedef struct LambdaInvocation
{
	const char *function_name;
	const char *arn;			/* qualified */
	InvocationType type;
	bool		wants_log;
	const JsonbValue *payload;
	JsonbValue	payload_value;
	CachedFunction *function;
} LambdaInvocation;

static char *invoke_check(const JsonbValue *parameters);
static bool invoke_prepare(TaskRun *run, ExecutionError *error);
static void invoke_call(TaskRun *run, JsonbValue *result);
static bool invoke_forgive(TaskRun *run, const ExecutionError *error, JsonbValue *result);
static void invoke_finish(TaskRun *run, bool failed);
static void read_function_name(const TaskRun *run, LambdaInvocation *invocation);
static bool read_type(const TaskRun *run, LambdaInvocation *invocation, ExecutionError *error);
static bool read_payload(const TaskRun *run, LambdaInvocation *invocation, ExecutionError *error);
static char *string_member(const JsonbValue *object, const char *name);
static void answer(const LambdaInvocation *invocation, const JsonbValue *payload, JsonbValue *result);
static char *log_tail(const char *request);

const IntegrationRoutine sfn_lambda_invoke_routine = {
	.check = invoke_check,
	.prepare = invoke_prepare,
	.call = invoke_call,
	.forgive = invoke_forgive,
	.finish = invoke_finish
};

static char *
invoke_check(const JsonbValue *parameters)
{
	static const TaskField fields[] = {
		{"FunctionName", TASK_FIELD_STRING, true},
		{"Payload", TASK_FIELD_ANY, false},
		{"Qualifier", TASK_FIELD_STRING, false},
		{"InvocationType", TASK_FIELD_STRING, false},
		{"ClientContext", TASK_FIELD_ANY, false},
		{"LogType", TASK_FIELD_STRING, false},
		{NULL}
	};

	return sfn_task_fields_check(parameters, fields);
}

static bool
invoke_prepare(TaskRun *run, ExecutionError *error)
{
	LambdaInvocation *invocation = palloc0(sizeof(LambdaInvocation));
	char	   *log_type = string_member(run->call->parameters, "LogType");
	char	   *missing_grant;

	run->state = invocation;
	invocation->wants_log = log_type != NULL && strcmp(log_type, "Tail") == 0;
	read_function_name(run, invocation);
	if (!read_type(run, invocation, error) || !read_payload(run, invocation, error))
		return false;
	invocation->function = sfn_task_function_find(run, invocation->function_name, true, &missing_grant);
	if (invocation->function != NULL)
		return true;
	if (missing_grant != NULL)
		sfn_task_function_denied(run, invocation->arn, missing_grant, error);
	else
		sfn_task_lambda_missing(invocation->arn, true, error);
	return false;
}

static void
invoke_call(TaskRun *run, JsonbValue *result)
{
	LambdaInvocation *invocation = run->state;
	JsonbValue	payload;

	if (invocation->type != INVOKE_DRY_RUN)
		sfn_task_function_run(run, invocation->function, invocation->payload, &payload);
	answer(invocation, &payload, result);
}

static bool
invoke_forgive(TaskRun *run, const ExecutionError *error, JsonbValue *result)
{
	LambdaInvocation *invocation = run->state;

	if (invocation->type != INVOKE_EVENT)
		return false;
	ereport(WARNING,
			(errcode(ERRCODE_WARNING),
			 errmsg("function \"%s\" that was invoked as an event has failed", invocation->function_name),
			 errdetail("%s: %s", error->error, error->cause == NULL ? "" : error->cause)));
	answer(invocation, NULL, result);
	return true;
}

static void
invoke_finish(TaskRun *run, bool failed)
{
	LambdaInvocation *invocation = run->state;

	sfn_function_unpin(invocation->function, failed);
}

char *
sfn_task_lambda_name(const char *text, char **qualifier)
{
	const char *infix = strstr(text, ":function:");
	char	   *name = pstrdup(infix == NULL ? text : infix + strlen(":function:"));
	char	   *colon = strchr(name, ':');

	*qualifier = NULL;
	if (colon != NULL)
	{
		*colon = '\0';
		*qualifier = colon + 1;
	}
	return name;
}

static void
read_function_name(const TaskRun *run, LambdaInvocation *invocation)
{
	const TaskSurroundings *surroundings = run->call->surroundings;
	char	   *given = string_member(run->call->parameters, "FunctionName");
	char	   *qualifier = string_member(run->call->parameters, "Qualifier");
	const char *region = surroundings->region;
	const char *account = surroundings->account;
	char	   *ending;
	Arn			arn;

	if (sfn_arn_parse(given, &arn) && arn.kind == ARN_LAMBDA)
	{
		region = arn.region;
		account = arn.account;
	}
	invocation->function_name = sfn_task_lambda_name(given, &ending);
	if (ending != NULL)
		qualifier = ending;
	invocation->arn = psprintf("arn:aws:lambda:%s:%s:function:%s:%s", region, account,
							   invocation->function_name, qualifier == NULL ? "$LATEST" : qualifier);
}

static bool
read_type(const TaskRun *run, LambdaInvocation *invocation, ExecutionError *error)
{
	char	   *given = string_member(run->call->parameters, "InvocationType");

	if (given == NULL || strcmp(given, "RequestResponse") == 0)
		invocation->type = INVOKE_REQUEST_RESPONSE;
	else if (strcmp(given, "Event") == 0)
		invocation->type = INVOKE_EVENT;
	else if (strcmp(given, "DryRun") == 0)
		invocation->type = INVOKE_DRY_RUN;
	else
	{
		sfn_task_lambda_error(error, "Lambda.AWSLambdaException", "ValidationException", 400,
							  psprintf("1 validation error detected: Value '%s' at 'invocationType' failed to "
									   "satisfy constraint: Member must satisfy enum value set: "
									   "[Event, RequestResponse, DryRun]", given));
		return false;
	}
	return true;
}

/*
 * No payload, a null one and an empty text are all {}.  A string is taken for
 * the text of the payload, which is what travels to the service.
 */
static bool
read_payload(const TaskRun *run, LambdaInvocation *invocation, ExecutionError *error)
{
	JsonbValue *value = &invocation->payload_value;
	const char *text = "{}";
	Jsonb	   *parsed;
	char	   *problem;

	invocation->payload = value;
	if (sfn_json_member(run->call->parameters, "Payload", -1, value) &&
		value->type != jbvNull)
	{
		if (value->type != jbvString)
			return true;
		if (value->val.string.len > 0)
			text = sfn_json_string(value);
	}
	parsed = sfn_json_parse(text, strlen(text), &problem);
	if (parsed == NULL)
	{
		sfn_task_lambda_error(error, "Lambda.InvalidRequestContentException", "InvalidRequestContentException", 400,
							  psprintf("Could not parse request body into json: %s", problem));
		return false;
	}
	sfn_json_from_jsonb(parsed, value);
	return true;
}

/* NULL: there is none */
static char *
string_member(const JsonbValue *object, const char *name)
{
	JsonbValue	value;

	return sfn_json_member(object, name, -1, &value) ? sfn_json_string(&value) : NULL;
}

static void
answer(const LambdaInvocation *invocation, const JsonbValue *payload, JsonbValue *result)
{
	static const int status_codes[] = {
		[INVOKE_REQUEST_RESPONSE] = 200,
		[INVOKE_EVENT] = 202,
		[INVOKE_DRY_RUN] = 204
	};
	int			status = status_codes[invocation->type];
	JsonBuilder builder = {NULL};
	pg_uuid_t	id;
	char	   *request;

	sfn_uuid4(&id);
	request = sfn_uuid_text(&id);
	sfn_json_begin_object(&builder);
	if (invocation->type == INVOKE_REQUEST_RESPONSE)
	{
		sfn_json_add_string(&builder, "ExecutedVersion", "$LATEST");
		if (invocation->wants_log)
			sfn_json_add_string(&builder, "LogResult", log_tail(request));
		sfn_json_add(&builder, "Payload", payload);
	}
	else
		sfn_json_add_string(&builder, "Payload", "");
	sfn_json_key(&builder, "SdkHttpMetadata", -1);
	sfn_json_begin_object(&builder);
	sfn_json_add_int64(&builder, "HttpStatusCode", status);
	sfn_json_end_object(&builder);
	sfn_json_key(&builder, "SdkResponseMetadata", -1);
	sfn_json_begin_object(&builder);
	sfn_json_add_string(&builder, "RequestId", request);
	sfn_json_end_object(&builder);
	sfn_json_add_int64(&builder, "StatusCode", status);
	sfn_json_end_object(&builder);
	sfn_json_built(&builder, result);
}

/*
 * The lines that the service writes around a function's own, which here go to
 * the server's log
 */
static char *
log_tail(const char *request)
{
	char	   *text = psprintf("START RequestId: %s Version: $LATEST\nEND RequestId: %s\n", request, request);
	int			length = strlen(text);
	int			room = pg_b64_enc_len(length) + 1;
	char	   *encoded = palloc0(room);

	(void) pg_b64_encode(text, length, encoded, room - 1);
	return encoded;
}
