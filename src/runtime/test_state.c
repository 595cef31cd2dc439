/*-------------------------------------------------------------------------
 *
 * test_state.c
 *	  Run a single state, without a machine and without a trace.
 *
 * The state is run by the engine as any other, in an execution that exists in
 * memory only, and one turn at a time: as soon as the state is left, retried or
 * failed the test is over.  The host of that execution looks on and mocks.
 *
 * As for EXPRESS, waits sleep or move the clock, and no test lasts longer than
 * five minutes.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "asl/compile.h"
#include "base/arn.h"
#include "base/random_id.h"
#include "base/rfc3339.h"
#include "base/settings.h"
#include "engine/branch.h"
#include "engine/history.h"
#include "engine/recovery.h"
#include "miscadmin.h"
#include "runtime/express.h"
#include "runtime/nested.h"
#include "runtime/surroundings.h"
#include "runtime/test_state_run.h"
#include "utils/memutils.h"

static const State *compile(const StateTest *test, MemoryContext context);
static const State *find_state(const StateMachine *machine, const char *name);
static void refuse_state(void) pg_attribute_noreturn();
static bool is_inside(const State *inner, const State *outer);
static void check_variables(const StateTest *test);
static void run(StateTestRun *run);
static void identify(const StateTest *test, MachineIdentity *identity);
static Branch *make_branch(const StateTestRun *run, Execution *execution);
static bool take_turn(Branch *branch);
static void conclude(StateTestRun *run, const Execution *execution);
static void observe(Execution *execution, DataFlowStage stage, const JsonbValue *value);
static void observe_failure(Execution *execution, const ExecutionError *error, const Recovery *recovery);
static bool activity_exists(Execution *execution, const char *arn);

static const ExecutionHost test_host = {
	.observe = observe,
	.observe_failure = observe_failure,
	.mock = sfn_mock_answer,
	.start_child = sfn_nested_start,
	.activity_exists = activity_exists,
	.read_items = sfn_mock_read_items,
};

void
sfn_test_state(const StateTest *test, JsonBuilder *response)
{
	StateTestRun this_run = {.test = test, .context = CurrentMemoryContext,
		.retry_index = -1, .retry_seconds = -1, .catch_index = -1};

	sfn_mock_check_request(test);
	check_variables(test);
	this_run.state = compile(test, CurrentMemoryContext);
	sfn_mock_check_state(test, this_run.state);
	run(&this_run);
	sfn_test_report(&this_run, response);
}

static const State *
compile(const StateTest *test, MemoryContext context)
{
	Diagnostics diagnostics = {0};
	int			len = strlen(test->definition);
	const StateMachine *machine = test->state_name == NULL ?
		sfn_state_compile(test->definition, len, context, &diagnostics) :
		sfn_definition_compile(test->definition, len, MACHINE_STANDARD, NULL, context, &diagnostics);
	const State *state;
	const char *cause_state = test->configuration.error_caused_by;

	sfn_diagnostics_refuse(&diagnostics);
	state = find_state(machine, test->state_name == NULL ? LONE_STATE_NAME : test->state_name);
	if (cause_state != NULL && !is_inside(find_state(machine, cause_state), state))
		refuse_state();
	return state;
}

static const State *
find_state(const StateMachine *machine, const char *name)
{
	const State *state = sfn_machine_state(machine, name);

	if (state == NULL)
		refuse_state();
	return state;
}

static void
refuse_state(void)
{
	ereport(ERROR,
			(errcode(ERRCODE_SFN_VALIDATION),
			 errmsg("State not found in definition")));
}

static bool
is_inside(const State *inner, const State *outer)
{
	for (const State *owner = inner->scope->owner; owner != NULL; owner = owner->scope->owner)
	{
		if (owner == outer)
			return true;
	}
	return false;
}

static void
check_variables(const StateTest *test)
{
	if (test->variables == NULL || sfn_json_is_object(test->variables))
		return;
	ereport(ERROR,
			(errcode(ERRCODE_SFN_VALIDATION),
			 errmsg("Variables must be a JSON object.")));
}

static void
run(StateTestRun *run)
{
	MachineIdentity identity;
	JsonbValue	context;
	Execution  *execution;
	Branch	   *branch;

	identify(run->test, &identity);
	execution = sfn_execution_create(CurrentMemoryContext, &test_host, &identity, &run->test->input);
	sfn_uuid7(&execution->id);
	execution->name = sfn_uuid_text(&execution->id);
	execution->arn = psprintf("arn:aws:states:%s:%s:express:%s:%s", sfn_setting_region, sfn_setting_account_id,
							  identity.name, execution->name);
	execution->runtime = run;
	execution->timer.kind = WAKEUP_EXECUTION_TIMEOUT;
	execution->timer.due = sfn_time_add_ms(execution->start_date, EXPRESS_MAX_SECONDS * 1000);
	sfn_test_context_make(run->test, run->state, execution, &context);
	execution->context_object = &context;
	branch = make_branch(run, execution);

	sfn_history_execution_started(execution);
	while (take_turn(branch))
		;
	conclude(run, execution);
	sfn_execution_free(execution);
}

/* A machine that does not exist */
static void
identify(const StateTest *test, MachineIdentity *identity)
{
	pg_uuid_t	id;

	sfn_uuid7(&id);
	memset(identity, 0, sizeof(*identity));
	identity->type = MACHINE_EXPRESS;
	identity->name = sfn_uuid_text(&id);
	identity->arn = sfn_arn_state_machine(sfn_setting_region, sfn_setting_account_id, identity->name);
	identity->surroundings.role = sfn_surroundings_role(test->role);
	identity->surroundings.search_path = sfn_surroundings_search_path();
	identity->surroundings.region = sfn_setting_region;
	identity->surroundings.account = sfn_setting_account_id;
	identity->role_arn = sfn_arn_role(sfn_setting_account_id, identity->surroundings.role);
}

/* At the state, about to enter it */
static Branch *
make_branch(const StateTestRun *run, Execution *execution)
{
	const StateTest *test = run->test;
	Branch	   *branch = sfn_branch_create(execution, NULL, run->state->scope, 0);
	int			retriers = run->state->retrier_count;

	branch->state = run->state;
	branch->input = sfn_document_share(execution->input);
	if (test->variables != NULL && sfn_json_count(test->variables) > 0)
		branch->variables.values = sfn_document_new(execution->context, test->variables);
	if (retriers > 0 && test->configuration.retries > 0)
	{
		branch->attempts = MemoryContextAlloc(execution->context, retriers * sizeof(int));
		for (int i = 0; i < retriers; i++)
			branch->attempts[i] = (int) Min(test->configuration.retries, PG_INT32_MAX);
	}
	return branch;
}

/* false: the state is over, whether left, to be retried or failed. */
static bool
take_turn(Branch *branch)
{
	Execution  *execution = branch->execution;
	MemoryContext old = MemoryContextSwitchTo(execution->step);

	CHECK_FOR_INTERRUPTS();
	MemoryContextReset(execution->step);
	(void) sfn_branch_step(branch);
	MemoryContextSwitchTo(old);

	if (execution->status != EXECUTION_RUNNING || branch->phase != BRANCH_WAITING)
		return false;
	if (branch->timer.due > execution->timer.due)
	{
		sfn_express_sleep(execution, execution->timer.due);
		sfn_execution_time_out(execution);
		return false;
	}
	sfn_express_sleep(execution, branch->timer.due);
	sfn_branch_clear_timer(branch);
	return true;
}

static void
conclude(StateTestRun *run, const Execution *execution)
{
	const Branch *branch = execution->root;

	switch (execution->status)
	{
		case EXECUTION_SUCCEEDED:
			run->output = sfn_json_to_jsonb(&execution->output->value);
			break;
		case EXECUTION_RUNNING:
			if (branch->phase == BRANCH_RETRYING)
				break;
			Assert(branch->phase == BRANCH_ENTER);
			run->output = sfn_json_to_jsonb(&branch->input->value);
			run->next_state = branch->state->name;
			break;
		case EXECUTION_TIMED_OUT:
			run->status = TEST_FAILED;
			run->error = STATES_TIMEOUT;
			break;
		default:
			run->status = TEST_FAILED;
			run->error = execution->error.error == NULL ? NULL : pstrdup(execution->error.error);
			run->cause = execution->error.cause == NULL ? NULL : pstrdup(execution->error.cause);
			break;
	}
	/* a Catcher that failed took nothing */
	if (run->status == TEST_FAILED)
		run->catch_index = -1;
}

static void
observe(Execution *execution, DataFlowStage stage, const JsonbValue *value)
{
	StateTestRun *run = execution->runtime;
	MemoryContext old = MemoryContextSwitchTo(run->context);

	run->flow[stage] = sfn_json_to_jsonb(value);
	MemoryContextSwitchTo(old);
}

/*
 * The delay is told as it is without jitter, in whole seconds.
 */
static void
observe_failure(Execution *execution, const ExecutionError *error, const Recovery *recovery)
{
	StateTestRun *run = execution->runtime;
	const Retrier *retrier = recovery->retrier;

	if (retrier != NULL)
		run->retry_index = retrier->index;
	if (recovery->action == RECOVERY_NONE)
		return;
	run->error = error->error == NULL ? NULL : MemoryContextStrdup(run->context, error->error);
	run->cause = error->cause == NULL ? NULL : MemoryContextStrdup(run->context, error->cause);
	if (recovery->action == RECOVERY_CATCH)
	{
		run->status = TEST_CAUGHT_ERROR;
		run->catch_index = recovery->catcher->index;
	}
	else
	{
		int64		used = Min(run->test->configuration.retries, PG_INT32_MAX - 1);

		run->status = TEST_RETRIABLE;
		run->retry_seconds = sfn_retrier_delay_ms(retrier, (int) used + 1, 1.0) / 1000;
	}
}

/* Only mocks come that far; there is nothing to look for. */
static bool
activity_exists(Execution *execution, const char *arn)
{
	return true;
}
