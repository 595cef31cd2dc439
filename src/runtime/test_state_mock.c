/*-------------------------------------------------------------------------
 *
 * test_state_mock.c
 *	  What stands for the work of a tested state.
 *
 * Most of what can be wrong with a mock is refused before the state is run, in
 * the service's words where they are known.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "engine/map_limits.h"
#include "runtime/service_model.h"
#include "runtime/test_state_run.h"

static void check_unmocked(const StateTest *test, const State *state);
static void check_result(const StateTest *test, const State *state);
static void check_service_answer(const StateMock *mock, const Resource *resource);
static bool too_many_failed(const StateTestRun *run, int count);
static void refuse(const char *message) pg_attribute_noreturn();

void
sfn_mock_check_request(const StateTest *test)
{
	const StateMock *mock = test->mock;

	if (mock == NULL)
	{
		if (test->configuration.failed_iterations >= 0)
			refuse("TestState does not support MapIterationFailureCount when a mock is not specified.");
		if (test->context != NULL)
			refuse("TestState does not support Context when a mock is not specified.");
		return;
	}
	if (mock->has_result && mock->has_error)
		refuse("A test mock should have only one of the following fields: [result, errorOutput].");
	if (!mock->has_result && !mock->has_error)
		refuse("A test mock should have at least one of the following fields: [result, errorOutput].");
	if (test->reveal_secrets)
		refuse("TestState does not support RevealSecrets when a mock is specified.");
}

void
sfn_mock_check_state(const StateTest *test, const State *state)
{
	if (test->mock == NULL)
	{
		check_unmocked(test, state);
		return;
	}
	if (state->type != STATE_TASK && state->type != STATE_PARALLEL && state->type != STATE_MAP)
		refuse(psprintf("State type '%s' is not supported when a mock is specified", sfn_state_type_name(state->type)));
	if (test->mock->has_result)
		check_result(test, state);
}

/* What is not over at once can only be tested with a mock. */
static void
check_unmocked(const StateTest *test, const State *state)
{
	const Resource *resource;

	if (state->type == STATE_PARALLEL || state->type == STATE_MAP)
		ereport(ERROR,
				(errcode(ERRCODE_SFN_INVALID_DEFINITION),
				 errmsg("TestState API does not support Map or Parallel states. Supported state types include: [Task, Wait, Pass, Succeed, Fail, Choice]"),
				 errhint("Give a mock.")));
	if (state->type != STATE_TASK)
		return;
	resource = state->u.task.resource;
	if (resource->kind == RESOURCE_ACTIVITY || resource->pattern != PATTERN_REQUEST_RESPONSE)
		ereport(ERROR,
				(errcode(ERRCODE_SFN_INVALID_DEFINITION),
				 errmsg("TestState API does not support the resource '%s' when a mock is not specified.", resource->text),
				 errhint("Give a mock.")));
	if (test->role == NULL)
		refuse("RoleArn must be specified when testing a Task state");
}

static void
check_result(const StateTest *test, const State *state)
{
	const StateMock *mock = test->mock;

	if (state->type == STATE_TASK)
	{
		if (mock->validation != MOCK_NONE)
			check_service_answer(mock, state->u.task.resource);
	}
	else if (state->type == STATE_MAP && state->u.map.has_writer)
	{
		if (!sfn_json_is_object(&mock->result))
			refuse("Mocked result must be a JSON object.");
	}
	else
	{
		if (!sfn_json_is_array(&mock->result))
			refuse("Mocked result must be an array.");
		if (state->type == STATE_PARALLEL && sfn_json_count(&mock->result) != state->u.parallel.count)
			refuse("Mocked result must contain the same number of items as number of Parallel branches.");
	}
}

/*
 * A result of a service is what its API answers.  Functions answer anything, and
 * so do those who answer a token.
 */
static void
check_service_answer(const StateMock *mock, const Resource *resource)
{
	char	   *problem;

	if ((resource->kind != RESOURCE_LAMBDA_INVOKE && resource->kind != RESOURCE_START_EXECUTION &&
		 resource->kind != RESOURCE_INTEGRATION) || resource->pattern == PATTERN_WAIT_FOR_TASK_TOKEN)
		return;
	problem = sfn_service_model_check(resource->type, resource->action, &mock->result,
									  mock->validation == MOCK_STRICT);
	if (problem != NULL)
		refuse(psprintf("Mock result schema validation error: %s", problem));
}

bool
sfn_mock_answer(Execution *execution, Branch *branch, int count, TaskOutcome *outcome)
{
	const StateTestRun *run = execution->runtime;
	const StateMock *mock = run->test->mock;
	ExecutionError error = {NULL};

	if (mock == NULL)
		return false;
	if (branch->state->type == STATE_MAP && run->test->configuration.failed_iterations > count)
		refuse("Map iteration failure count must be less than or equal to the number of Map iterations");
	if (mock->has_error)
	{
		error.error = mock->error;
		error.cause = mock->cause;
	}
	else if (branch->state->type == STATE_MAP && too_many_failed(run, count))
	{
		error.error = STATES_EXCEED_TOLERATED_FAILURE_THRESHOLD;
		error.cause = "The specified tolerated failure threshold was exceeded";
	}
	else
	{
		outcome->status = TASK_SUCCEEDED;
		outcome->result = mock->result;
		return true;
	}
	outcome->status = TASK_FAILED;
	outcome->error = error;
	return true;
}

/*
 * Failures are tolerated where the definition does not say how many; the
 * mocked result is what it is then.
 */
static bool
too_many_failed(const StateTestRun *run, int count)
{
	const Jsonb *tolerated_count = run->flow[FLOW_TOLERATED_FAILURE_COUNT];
	const Jsonb *tolerated_percentage = run->flow[FLOW_TOLERATED_FAILURE_PERCENTAGE];
	MapTolerance tolerance = {false};
	JsonbValue	number;

	if (tolerated_count != NULL)
	{
		sfn_json_from_jsonb(tolerated_count, &number);
		tolerance.count_is_set = sfn_json_int64(&number, &tolerance.count);
	}
	if (tolerated_percentage != NULL)
	{
		sfn_json_from_jsonb(tolerated_percentage, &number);
		tolerance.percentage_is_set = true;
		tolerance.percentage = sfn_json_double(&number);
	}
	return sfn_map_tolerance_exceeded(&tolerance, run->test->configuration.failed_iterations, count);
}

/* What an ItemReader is said to have read, as JSON; nothing was said: no items. */
bool
sfn_mock_read_items(Execution *execution, Branch *branch, JsonbValue *items, ExecutionError *error)
{
	const StateTestRun *run = execution->runtime;
	const char *data = run->test->configuration.item_reader_data;
	char	   *problem;
	Jsonb	   *jsonb;

	if (data == NULL)
		data = "[]";
	jsonb = sfn_json_parse(data, strlen(data), &problem);
	if (jsonb == NULL)
		refuse("Map item reader data must be valid JSON.");
	sfn_json_from_jsonb(jsonb, items);
	if (!sfn_json_is_array(items))
		refuse("Map item reader data must be an array.");
	return true;
}

static void
refuse(const char *message)
{
	ereport(ERROR,
			(errcode(ERRCODE_SFN_VALIDATION),
			 errmsg_internal("%s", message)));
}
