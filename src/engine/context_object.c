/*-------------------------------------------------------------------------
 *
 * context_object.c
 *	  The environment of a branch's expressions: "$", "$$" and variables.
 *
 * JSONata's clock is the execution's, which may be ahead of real time.
 *
 * The context object is built when an expression first asks for it, and once
 * per environment, since most states never do.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "base/rfc3339.h"
#include "engine/context_object.h"
#include "engine/history.h"

static const JsonbValue *context_object(Environment *environment);
static int64 now_ms(Environment *environment);
static void add_known(JsonBuilder *builder, const BranchEnvironment *environment);
static void add_execution(JsonBuilder *builder, Execution *execution);
static void add_state(JsonBuilder *builder, const Branch *branch);
static void add_item(JsonBuilder *builder, const BranchEnvironment *environment);

void
sfn_environment_init(BranchEnvironment *environment, Branch *branch, const JsonbValue *input)
{
	memset(environment, 0, sizeof(*environment));
	environment->environment.input = input;
	environment->environment.context = context_object;
	environment->environment.context_arg = environment;
	environment->environment.variables = &branch->variables;
	environment->environment.states_input = &branch->input->value;
	environment->environment.now_ms = now_ms;
	environment->branch = branch;
	environment->item_index = -1;
}

static int64
now_ms(Environment *environment)
{
	BranchEnvironment *self = environment->context_arg;

	return sfn_epoch_ms(sfn_execution_now(self->branch->execution));
}

static const JsonbValue *
context_object(Environment *environment)
{
	BranchEnvironment *self = environment->context_arg;
	const Execution *execution = self->branch->execution;
	JsonBuilder builder = {0};

	if (self->built)
		return &self->context;

	sfn_json_begin_object(&builder);
	if (execution->context_object != NULL)
		sfn_json_push_members(&builder, execution->context_object);
	else
		add_known(&builder, self);
	if (self->item_index >= 0)
		add_item(&builder, self);
	sfn_json_end_object(&builder);
	sfn_json_built(&builder, &self->context);
	self->built = true;
	return &self->context;
}

static void
add_known(JsonBuilder *builder, const BranchEnvironment *environment)
{
	const Branch *branch = environment->branch;
	const MachineIdentity *identity = branch->execution->identity;

	add_execution(builder, branch->execution);
	sfn_json_key(builder, "StateMachine", -1);
	sfn_json_begin_object(builder);
	sfn_json_add_string(builder, "Id", identity->arn);
	sfn_json_add_string(builder, "Name", identity->name);
	sfn_json_end_object(builder);
	add_state(builder, branch);
	if (environment->task_token != NULL)
	{
		sfn_json_key(builder, "Task", -1);
		sfn_json_begin_object(builder);
		sfn_json_add_string(builder, "Token", environment->task_token);
		sfn_json_end_object(builder);
	}
}

static void
add_execution(JsonBuilder *builder, Execution *execution)
{
	sfn_json_key(builder, "Execution", -1);
	sfn_json_begin_object(builder);
	sfn_json_add_string(builder, "Id", execution->arn);
	sfn_json_add(builder, "Input", &sfn_execution_input(execution)->value);
	sfn_json_add_string(builder, "StartTime", sfn_rfc3339_format(execution->start_date));
	sfn_json_add_string(builder, "Name", execution->name);
	sfn_json_add_string(builder, "RoleArn", execution->identity->role_arn);
	/* the service leaves it out where nobody could redrive: StartSyncExecution */
	if (!execution->sync)
		sfn_json_add_int64(builder, "RedriveCount", execution->redrive_count);
	if (execution->redrive_count > 0)
		sfn_json_add_string(builder, "RedriveTime", sfn_rfc3339_format(execution->redrive_date));
	sfn_json_end_object(builder);
}

static void
add_state(JsonBuilder *builder, const Branch *branch)
{
	StateType	type = branch->state->type;

	sfn_json_key(builder, "State", -1);
	sfn_json_begin_object(builder);
	sfn_json_add_string(builder, "Name", branch->state->name);
	sfn_json_add_string(builder, "EnteredTime", sfn_rfc3339_format(branch->entered_time));
	if (type == STATE_TASK || type == STATE_PARALLEL || type == STATE_MAP)
		sfn_json_add_int64(builder, "RetryCount", branch->retry_count);
	sfn_json_end_object(builder);
}

static void
add_item(JsonBuilder *builder, const BranchEnvironment *environment)
{
	sfn_json_key(builder, "Map", -1);
	sfn_json_begin_object(builder);
	sfn_json_key(builder, "Item", -1);
	sfn_json_begin_object(builder);
	sfn_json_add_int64(builder, "Index", environment->item_index);
	sfn_json_add(builder, "Value", environment->item_value);
	sfn_json_end_object(builder);
	sfn_json_end_object(builder);
}
