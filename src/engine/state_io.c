/*-------------------------------------------------------------------------
 *
 * state_io.c
 *	  What goes into a state's work and what comes out of it.
 *
 * The order is the States Language's: InputPath and Parameters before the
 * work; ResultSelector, ResultPath and OutputPath after it.  In JSONata these are
 * Arguments and Output.  Assign is evaluated beside the output, from the same
 * values, and both take effect together or not at all.
 *
 * Documents are shared as far as a state leaves them alone: an output that is
 * the input, or the result as the task returned it, is the same Document, which
 * history stores once.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "base/settings.h"
#include "engine/branch.h"
#include "engine/failure.h"
#include "engine/history.h"
#include "engine/settle.h"
#include "engine/state_io.h"

/* The service's bound on all variables of one execution together */
#define MAX_VARIABLES_BYTES (10 * 1024 * 1024)

typedef struct StateOutcome
{
	Document   *output;
	Document   *assigned;		/* NULL: nothing */
} StateOutcome;

static bool apply_path(Branch *branch, const PathField *field, const JsonbValue *value, JsonbValue *result,
					   ExecutionError *error);
static bool make_output(Branch *branch, const StateResult *result, Environment *environment, Document **output,
						ExecutionError *error);
static bool has_work(const State *state);
static bool eval_output(Branch *branch, const PayloadTemplate *output, Environment *environment,
						JsonbValue *value, ExecutionError *error);
static void make_error_output(const ExecutionError *error, JsonbValue *output);
static bool make_caught_output(Branch *branch, const Catcher *catcher, Environment *environment,
							   Document **output, ExecutionError *error);
static bool make_document(Branch *branch, const JsonbValue *value, Document *like, Document **output,
						  ExecutionError *error);
static bool apply_result(Branch *branch, const JsonbValue *result, JsonbValue *output, ExecutionError *error);
static bool set_result(Branch *branch, const SfnPath *path, const JsonbValue *result, JsonbValue *output,
					   ExecutionError *error);
static bool make_assigned(Branch *branch, const PayloadTemplate *assign, Environment *environment,
						  Document **assigned, ExecutionError *error);
static void set_error(const Branch *branch, ExecutionError *error, const char *name, const char *format,
					  va_list arguments) pg_attribute_printf(4, 0);
static bool jsonata_integer(Branch *branch, const Expression *expression, const NumberRule *rule, int64 *value,
							ExecutionError *error);
static bool leave(Branch *branch, StateOutcome *outcome, const State *next);
static bool variables_exceed_limit(const Branch *branch, const JsonbValue *assigned);
static void commit_variables(Branch *branch, const Document *assigned);
static void merge_variables(const Document *former, const JsonbValue *assigned, JsonbValue *merged);
static bool same_document(const JsonbValue *value, const Document *document);

void
sfn_state_observe(Branch *branch, DataFlowStage stage, const JsonbValue *value)
{
	const ExecutionHost *host = branch->execution->host;

	if (host->observe != NULL)
		host->observe(branch->execution, stage, value);
}

bool
sfn_state_filtered_input(Branch *branch, JsonbValue *filtered, ExecutionError *error)
{
	if (branch->state->query_language == QUERY_JSONATA)
	{
		*filtered = branch->input->value;
		return true;
	}
	if (!apply_path(branch, &branch->state->input_path, &branch->input->value, filtered, error))
		return false;
	sfn_state_observe(branch, FLOW_INPUT_PATH, filtered);
	return true;
}

bool
sfn_state_effective_input(Branch *branch, const char *task_token, JsonbValue *effective, ExecutionError *error)
{
	bool		is_jsonata = branch->state->query_language == QUERY_JSONATA;
	const PayloadTemplate *tmpl = is_jsonata ? branch->state->arguments : branch->state->parameters;
	JsonbValue	filtered;
	BranchEnvironment environment;

	if (!sfn_state_filtered_input(branch, &filtered, error))
		return false;
	*effective = filtered;
	if (tmpl != NULL)
	{
		sfn_environment_init(&environment, branch, &filtered);
		environment.task_token = task_token;
		if (!sfn_template_eval(tmpl, &environment.environment, effective, error))
		{
			sfn_state_explain(branch, error);
			return false;
		}
	}
	sfn_state_observe(branch, is_jsonata ? FLOW_ARGUMENTS : FLOW_PARAMETERS, effective);
	return true;
}

bool
sfn_state_integer(Branch *branch, const NumberField *field, const NumberRule *rule, const JsonbValue *input,
				  int64 *value, ExecutionError *error)
{
	JsonbValue	found;
	BranchEnvironment environment;

	if (field->path == NULL)
	{
		*value = (int64) field->constant;
		return true;
	}
	if (branch->state->query_language == QUERY_JSONATA)
		return jsonata_integer(branch, field->path, rule, value, error);
	sfn_environment_init(&environment, branch, input);
	if (!sfn_expression_eval(field->path, &environment.environment, &found, error))
	{
		sfn_state_explain(branch, error);
		return false;
	}
	if (sfn_json_int64(&found, value) && *value >= rule->minimum)
		return true;
	sfn_state_error(branch, error, STATES_RUNTIME,
					"The %s field refers to value \"%s\" which is not a valid integer: %s",
					rule->field,
					found.type == jbvString ? sfn_json_string(&found) : sfn_json_text(&found),
					sfn_expression_text(field->path));
	return false;
}

static bool
jsonata_integer(Branch *branch, const Expression *expression, const NumberRule *rule, int64 *value,
				ExecutionError *error)
{
	JsonbValue	found;

	if (!sfn_state_jsonata(branch, expression, "number", &found, error))
		return false;
	if (sfn_json_int64(&found, value) && *value >= Max(rule->minimum, 0) && *value <= rule->maximum)
		return true;
	sfn_state_evaluation_error(branch, error, sfn_expression_field(expression),
							   "The %s field must be an integer from " INT64_FORMAT " to " INT64_FORMAT " but was: %s",
							   sfn_expression_field(expression), Max(rule->minimum, 0), rule->maximum,
							   sfn_json_text(&found));
	return false;
}

bool
sfn_state_jsonata(Branch *branch, const Expression *expression, const char *type, JsonbValue *value,
				  ExecutionError *error)
{
	BranchEnvironment environment;

	sfn_environment_init(&environment, branch, &branch->input->value);
	if (sfn_expression_eval_as(expression, type, &environment.environment, value, error))
		return true;
	sfn_state_explain(branch, error);
	return false;
}

Document *
sfn_branch_document(Branch *branch, const JsonbValue *value)
{
	return sfn_branch_document_like(branch, value, NULL);
}

Document *
sfn_branch_document_like(Branch *branch, const JsonbValue *value, Document *other)
{
	if (same_document(value, branch->input))
		return sfn_document_share(branch->input);
	if (other != NULL && same_document(value, other))
		return sfn_document_share(other);
	return sfn_document_new(branch->execution->context, value);
}

bool
sfn_state_exit(Branch *branch, const StateResult *result)
{
	StateOutcome outcome = {NULL, NULL};
	ExecutionError error = {NULL};
	BranchEnvironment environment;

	sfn_environment_init(&environment, branch, result->assign_input);
	if (has_work(branch->state))
		environment.environment.states_result = result->result;
	if (!make_output(branch, result, &environment.environment, &outcome.output, &error))
		return sfn_state_failed(branch, &error);
	if (!make_assigned(branch, result->assign, &environment.environment, &outcome.assigned, &error))
	{
		sfn_document_release(outcome.output);
		return sfn_state_failed(branch, &error);
	}
	if (result->exited_after != 0)
		branch->last_event = result->exited_after;
	return leave(branch, &outcome, result->next);
}

bool
sfn_state_exit_caught(Branch *branch, const Catcher *catcher, const ExecutionError *error)
{
	StateOutcome outcome = {NULL, NULL};
	ExecutionError failure = {NULL};
	BranchEnvironment environment;
	JsonbValue	caught;

	make_error_output(error, &caught);
	sfn_environment_init(&environment, branch, &caught);
	environment.environment.states_error_output = &caught;
	if (!make_caught_output(branch, catcher, &environment.environment, &outcome.output, &failure))
		return sfn_branch_failed(branch, &failure);
	if (!make_assigned(branch, catcher->assign, &environment.environment, &outcome.assigned, &failure))
	{
		sfn_document_release(outcome.output);
		return sfn_branch_failed(branch, &failure);
	}
	return leave(branch, &outcome, catcher->next);
}

void
sfn_state_explain(const Branch *branch, ExecutionError *error)
{
	if (error->cause == NULL)
		error->cause = "";
	sfn_execution_settle(branch->execution);
	error->cause = psprintf("An error occurred while executing the state '%s' (entered at the event id #" INT64_FORMAT "). %s",
							branch->state->name, sfn_event_settled(branch->execution, branch->entered_event),
							error->cause);
}

void
sfn_state_error(const Branch *branch, ExecutionError *error, const char *name, const char *format,...)
{
	va_list		arguments;

	va_start(arguments, format);
	set_error(branch, error, name, format, arguments);
	va_end(arguments);
}

void
sfn_state_evaluation_error(const Branch *branch, ExecutionError *error, const char *location,
						   const char *format,...)
{
	va_list		arguments;

	va_start(arguments, format);
	set_error(branch, error, STATES_QUERY_EVALUATION_ERROR, format, arguments);
	va_end(arguments);
	error->evaluation = true;
	error->in_work = branch->state->type == STATE_WAIT;
	error->location = location;
}

static void
set_error(const Branch *branch, ExecutionError *error, const char *name, const char *format, va_list arguments)
{
	StringInfoData text;

	initStringInfo(&text);
	for (;;)
	{
		va_list		again;
		int			needed;

		va_copy(again, arguments);
		needed = appendStringInfoVA(&text, format, again);
		va_end(again);
		if (needed == 0)
			break;
		enlargeStringInfo(&text, needed);
	}
	memset(error, 0, sizeof(*error));
	error->error = name;
	error->cause = text.data;
	sfn_state_explain(branch, error);
}

void
sfn_state_too_large(ExecutionError *error, const char *name)
{
	memset(error, 0, sizeof(*error));
	error->error = STATES_DATA_LIMIT_EXCEEDED;
	error->cause = psprintf("The state/task '%s' returned a result with a size exceeding the maximum number of bytes service limit.",
							name);
}

bool
sfn_state_exceeds_limit(const JsonbValue *value)
{
	return sfn_json_exceeds(value, sfn_setting_max_payload_bytes);
}

bool
sfn_branch_exceeds_limit(const Branch *branch, const JsonbValue *value)
{
	if (branch->input->size_checked && same_document(value, branch->input))
		return false;
	return sfn_state_exceeds_limit(value);
}

/* InputPath and OutputPath: null gives {}, "$" leaves the value alone. */
static bool
apply_path(Branch *branch, const PathField *field, const JsonbValue *value, JsonbValue *result,
		   ExecutionError *error)
{
	BranchEnvironment environment;

	if (field->discard)
	{
		JsonBuilder builder = {0};

		sfn_json_begin_object(&builder);
		sfn_json_end_object(&builder);
		sfn_json_built(&builder, result);
		return true;
	}
	if (field->path == NULL)
	{
		*result = *value;
		return true;
	}
	sfn_environment_init(&environment, branch, value);
	if (sfn_expression_eval(field->path, &environment.environment, result, error))
		return true;
	sfn_state_explain(branch, error);
	return false;
}

static bool
make_output(Branch *branch, const StateResult *result, Environment *environment, Document **output,
			ExecutionError *error)
{
	JsonbValue	value = *result->result;
	JsonbValue	filtered;

	if (branch->state->query_language == QUERY_JSONATA)
	{
		if (has_work(branch->state))
			sfn_state_observe(branch, FLOW_RESULT, &value);
		return eval_output(branch, result->output, environment, &value, error) &&
			make_document(branch, &value, result->document, output, error);
	}
	if (result->apply_result && !apply_result(branch, result->result, &value, error))
		return false;
	if (!apply_path(branch, &branch->state->output_path, &value, &filtered, error))
		return false;
	return make_document(branch, &filtered, result->document, output, error);
}

/* Whether it has a result of its own, and not just an input */
static bool
has_work(const State *state)
{
	return state->type == STATE_TASK || state->type == STATE_PARALLEL || state->type == STATE_MAP;
}

/* An Output of JSONata; without one *value stays as it is. */
static bool
eval_output(Branch *branch, const PayloadTemplate *output, Environment *environment, JsonbValue *value,
			ExecutionError *error)
{
	if (output == NULL || sfn_template_eval(output, environment, value, error))
		return true;
	sfn_state_explain(branch, error);
	return false;
}

/* What Catchers see of an error, absent members as null */
static void
make_error_output(const ExecutionError *error, JsonbValue *output)
{
	JsonBuilder builder = {0};
	JsonbValue	member;

	sfn_json_begin_object(&builder);
	sfn_json_set_null(&member);
	if (error->error != NULL)
		sfn_json_set_cstring(&member, error->error);
	sfn_json_add(&builder, "Error", &member);
	sfn_json_set_null(&member);
	if (error->cause != NULL || error->error != NULL)
		sfn_json_set_cstring(&member, error->cause == NULL ? "" : error->cause);
	sfn_json_add(&builder, "Cause", &member);
	sfn_json_end_object(&builder);
	sfn_json_built(&builder, output);
}

/* environment's input is the error output. */
static bool
make_caught_output(Branch *branch, const Catcher *catcher, Environment *environment, Document **output,
				   ExecutionError *error)
{
	JsonbValue	value = *environment->input;

	if (branch->state->query_language == QUERY_JSONATA)
	{
		if (!eval_output(branch, catcher->output, environment, &value, error))
			return false;
	}
	else if (catcher->discard_result)
		value = branch->input->value;
	else if (!set_result(branch, catcher->result_path, environment->input, &value, error))
		return false;
	return make_document(branch, &value, NULL, output, error);
}

/* An output as a document; too large a one ends the execution. */
static bool
make_document(Branch *branch, const JsonbValue *value, Document *like, Document **output, ExecutionError *error)
{
	*output = sfn_branch_document_like(branch, value, like);
	if ((*output)->size_checked)
		return true;
	if (sfn_state_exceeds_limit(&(*output)->value))
	{
		sfn_document_release(*output);
		sfn_state_too_large(error, branch->state->name);
		error->terminal = true;
		return false;
	}
	(*output)->size_checked = true;
	return true;
}

/* ResultSelector, then ResultPath into the raw input */
static bool
apply_result(Branch *branch, const JsonbValue *result, JsonbValue *output, ExecutionError *error)
{
	const State *state = branch->state;
	JsonbValue	selected = *result;

	sfn_state_observe(branch, FLOW_RESULT, result);
	if (state->result_selector != NULL)
	{
		BranchEnvironment environment;

		sfn_environment_init(&environment, branch, result);
		if (!sfn_template_eval(state->result_selector, &environment.environment, &selected, error))
		{
			sfn_state_explain(branch, error);
			return false;
		}
	}
	sfn_state_observe(branch, FLOW_RESULT_SELECTOR, &selected);
	if (state->discard_result)
		*output = branch->input->value;
	else if (!set_result(branch, state->result_path, &selected, output, error))
		return false;
	sfn_state_observe(branch, FLOW_RESULT_PATH, output);
	return true;
}

/* The raw input with a result where ResultPath says; path NULL: "$" */
static bool
set_result(Branch *branch, const SfnPath *path, const JsonbValue *result, JsonbValue *output, ExecutionError *error)
{
	if (path == NULL)
	{
		*output = *result;
		return true;
	}
	if (sfn_path_set(path, &branch->input->value, result, output))
		return true;
	sfn_state_error(branch, error, STATES_RESULT_PATH_MATCH_FAILURE, "Unable to apply ReferencePath %s to input %s",
					sfn_path_text(path), sfn_json_text(&branch->input->value));
	error->terminal = true;
	return false;
}

static bool
make_assigned(Branch *branch, const PayloadTemplate *assign, Environment *environment, Document **assigned,
			  ExecutionError *error)
{
	JsonbValue	values;

	*assigned = NULL;
	if (assign == NULL)
		return true;
	if (!sfn_template_eval(assign, environment, &values, error))
	{
		sfn_state_explain(branch, error);
		return false;
	}
	if (sfn_json_count(&values) == 0)
		return true;
	if (sfn_state_exceeds_limit(&values) || variables_exceed_limit(branch, &values))
	{
		sfn_state_too_large(error, branch->state->name);
		error->terminal = true;
		return false;
	}
	*assigned = sfn_document_new(branch->execution->context, &values);
	return true;
}

/* Write the Exited event and move on; takes over the outcome's documents. */
static bool
leave(Branch *branch, StateOutcome *outcome, const State *next)
{
	sfn_history_state_exited(branch, outcome->output, outcome->assigned);
	if (outcome->assigned != NULL)
	{
		commit_variables(branch, outcome->assigned);
		sfn_state_observe(branch, FLOW_VARIABLES, &branch->variables.values->value);
		sfn_document_release(outcome->assigned);
	}
	sfn_branch_forget_visit(branch);
	sfn_document_release(branch->input);
	branch->input = outcome->output;
	if (next == NULL)
		return sfn_branch_succeeded(branch);
	branch->state = next;
	branch->phase = BRANCH_ENTER;
	return true;
}

/*
 * Whether the variables that the branch would see, those of outer scopes
 * included, take more than an execution may have.  Exact sizes are only asked
 * for where one scope takes so much that the sum might.
 */
static bool
variables_exceed_limit(const Branch *branch, const JsonbValue *assigned)
{
	const VariableScope *own = &branch->variables;
	int			scopes = 1;
	int64		total;
	bool		large = false;
	JsonbValue	merged;

	for (const VariableScope *scope = own; scope != NULL; scope = scope->outer)
		scopes++;
	for (const VariableScope *scope = own; scope != NULL; scope = scope->outer)
		large = large || (scope->values != NULL &&
						  sfn_json_exceeds(&scope->values->value, MAX_VARIABLES_BYTES / scopes));
	if (!large)
		return false;

	merge_variables(own->values, assigned, &merged);
	total = sfn_json_text_size(&merged);
	for (const VariableScope *scope = own->outer; scope != NULL; scope = scope->outer)
		total += scope->values == NULL ? 0 : sfn_json_text_size(&scope->values->value);
	return total > MAX_VARIABLES_BYTES;
}

static void
commit_variables(Branch *branch, const Document *assigned)
{
	Document   *former = branch->variables.values;
	JsonbValue	merged;

	merge_variables(former, &assigned->value, &merged);
	branch->variables.values = sfn_document_new(branch->execution->context, &merged);
	sfn_document_release(former);
}

/* Of members with one name the last one added stays. */
static void
merge_variables(const Document *former, const JsonbValue *assigned, JsonbValue *merged)
{
	JsonBuilder builder = {0};

	if (former == NULL)
	{
		*merged = *assigned;
		return;
	}
	sfn_json_begin_object(&builder);
	sfn_json_push_members(&builder, &former->value);
	sfn_json_push_members(&builder, assigned);
	sfn_json_end_object(&builder);
	sfn_json_built(&builder, merged);
}

static bool
same_document(const JsonbValue *value, const Document *document)
{
	return value->type == jbvBinary && document->value.type == jbvBinary &&
		value->val.binary.data == document->value.val.binary.data;
}
