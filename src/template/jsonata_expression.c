/*-------------------------------------------------------------------------
 *
 * jsonata_expression.c
 *	  Expressions of JSONata states: {% ... %}, and what they can see.
 *
 * There is no document, so $ and $$ are nothing until a path gives them a
 * meaning; all that an expression can see are $states and the variables that
 * states have assigned.  A member of $states is made when it is asked for.
 *
 * A field that is there must get a value: an expression that yields nothing, or
 * a function, fails like one that throws an error.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "template/expression_node.h"

/* The variable that the service binds; assigning it is refused. */
#define STATES_VARIABLE "states"

#define DELIMITER_LEN 2

/* Visiting variables */
typedef struct VariableVisit
{
	void		(*visit) (const char *name, void *arg);
	void	   *arg;
} VariableVisit;

static void note_time(JsonataReference kind, const char *name, void *arg);
static bool is_space(char c);
static const char *thrown(const JsonataProblem *problem);
static bool find_variable(void *arg, const char *name, const char *member, JsonbValue *value);
static void make_states(Environment *environment, JsonbValue *value);
static const JsonbValue *states_member(Environment *environment, const char *member);
static void visit_reference(JsonataReference kind, const char *name, void *arg);
static void set_failure(const Expression *expression, ExecutionError *error, const char *how);

Delimiters
sfn_expression_delimiters(const char *text, int len)
{
	bool		begins = len >= DELIMITER_LEN && memcmp(text, "{%", DELIMITER_LEN) == 0;
	bool		ends = len >= DELIMITER_LEN && memcmp(text + len - DELIMITER_LEN, "%}", DELIMITER_LEN) == 0;

	if (!begins && !ends)
		return DELIMITERS_NONE;
	return begins && ends && len >= 2 * DELIMITER_LEN ? DELIMITERS_BOTH : DELIMITERS_HALF;
}

Expression *
sfn_expression_parse_jsonata(const char *text, int len, const char *field, JsonataProblem *problem)
{
	Expression *expression = palloc0(sizeof(Expression));
	const char *begin = text + DELIMITER_LEN;
	const char *end = text + len - DELIMITER_LEN;

	Assert(sfn_expression_delimiters(text, len) == DELIMITERS_BOTH);
	while (begin < end && is_space(*begin))
		begin++;
	while (begin < end && is_space(end[-1]))
		end--;

	expression->kind = EXPRESSION_JSONATA;
	expression->text = pnstrdup(begin, end - begin);
	expression->field = pstrdup(field);
	expression->jsonata = sfn_jsonata_parse(expression->text, end - begin, JSONATA_SERVICE, problem);
	if (expression->jsonata == NULL)
		return NULL;
	sfn_jsonata_walk_references(expression->jsonata, note_time, expression);
	return expression;
}

/* Asking for the time costs more than many an expression. */
static void
note_time(JsonataReference kind, const char *name, void *arg)
{
	Expression *expression = arg;

	if (kind == JSONATA_REFERENCE_FUNCTION && (strcmp(name, "now") == 0 || strcmp(name, "millis") == 0))
		expression->tells_time = true;
}

static bool
is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

const Jsonata *
sfn_expression_jsonata(const Expression *expression)
{
	return expression->jsonata;
}

/* The service says what bound an expression has met without a code. */
static const char *
thrown(const JsonataProblem *problem)
{
	const char *bound = NULL;

	if (problem->limit != NULL)
	{
		if (strcmp(problem->code, "D1011") == 0)
			bound = "Stack overflow error: Check for non-terminating recursive function. Consider rewriting as tail-recursive";
		else if (strcmp(problem->code, "D1012") == 0)
			bound = "Expression evaluation timeout: Check for infinite loop";
		else if (strcmp(problem->code, "D1014") == 0)
			bound = "Expression evaluation memory limit exceeded: Check for excessive memory usage";
	}
	if (bound != NULL)
		return psprintf("threw an error during evaluation: %s", bound);
	return psprintf("threw an error during evaluation. %s: %s", problem->code, problem->message);
}

const char *
sfn_expression_field(const Expression *expression)
{
	return expression->field;
}

bool
sfn_jsonata_expression_eval(const Expression *expression, Environment *environment,
							JsonbValue *result, ExecutionError *error)
{
	JsonataEnvironment surroundings = {.variable = find_variable,.arg = environment};
	JsonataProblem problem;

	if (expression->tells_time && environment->now_ms != NULL)
		surroundings.now_ms = environment->now_ms(environment);

	switch (sfn_jsonata_evaluate(expression->jsonata, &surroundings, result, &problem))
	{
		case JSONATA_VALUE:
			return true;
		case JSONATA_UNDEFINED:
			set_failure(expression, error, "returned nothing (undefined).");
			return false;
		case JSONATA_FUNCTION:
			set_failure(expression, error, "returned an unsupported result type.");
			return false;
		case JSONATA_FAILED:
			set_failure(expression, error, thrown(&problem));
			return false;
	}

	elog(ERROR, "unexpected outcome of a JSONata expression");
}

bool
sfn_expression_eval_as(const Expression *expression, const char *type, Environment *environment,
					   JsonbValue *result, ExecutionError *error)
{
	if (!sfn_expression_eval(expression, environment, result, error))
		return false;
	if (strcmp(sfn_json_type_name(result), type) == 0)
		return true;
	sfn_expression_set_unexpected(expression, type, result, error);
	return false;
}

void
sfn_expression_set_unexpected(const Expression *expression, const char *expected, const JsonbValue *value,
							  ExecutionError *error)
{
	set_failure(expression, error,
				psprintf("returned an unexpected result type. Expected '%s', but was '%s' for value: %s",
						 expected, sfn_json_type_name(value), sfn_json_text(value)));
}

/* Variables are data: what an inner scope does not have, an outer one may. */
static bool
find_variable(void *arg, const char *name, const char *member, JsonbValue *value)
{
	Environment *environment = arg;
	const JsonbValue *found;

	if (strcmp(name, STATES_VARIABLE) != 0)
	{
		Assert(member == NULL);
		return sfn_variable_get(environment->variables, name, strlen(name), value);
	}
	if (member == NULL)
	{
		make_states(environment, value);
		return true;
	}
	found = states_member(environment, member);
	if (found == NULL)
		return false;
	*value = *found;
	return true;
}

static void
make_states(Environment *environment, JsonbValue *value)
{
	static const char *const members[] = {"input", "context", "result", "errorOutput"};
	JsonBuilder builder = {0};

	sfn_json_begin_object(&builder);
	for (int i = 0; i < lengthof(members); i++)
	{
		const JsonbValue *member = states_member(environment, members[i]);

		if (member != NULL)
			sfn_json_add(&builder, members[i], member);
	}
	sfn_json_end_object(&builder);
	sfn_json_built(&builder, value);
}

/* NULL: there is no such member here. */
static const JsonbValue *
states_member(Environment *environment, const char *member)
{
	if (strcmp(member, "input") == 0)
		return environment->states_input;
	if (strcmp(member, "result") == 0)
		return environment->states_result;
	if (strcmp(member, "errorOutput") == 0)
		return environment->states_error_output;
	return strcmp(member, "context") == 0 ? environment->context(environment) : NULL;
}

void
sfn_jsonata_expression_walk_variables(const Expression *expression,
									  void (*visit) (const char *name, void *arg), void *arg)
{
	VariableVisit variables = {visit, arg};

	sfn_jsonata_walk_references(expression->jsonata, visit_reference, &variables);
}

static void
visit_reference(JsonataReference kind, const char *name, void *arg)
{
	VariableVisit *variables = arg;

	if (kind == JSONATA_REFERENCE_VARIABLE && strcmp(name, STATES_VARIABLE) != 0)
		variables->visit(name, variables->arg);
}

static void
set_failure(const Expression *expression, ExecutionError *error, const char *how)
{
	memset(error, 0, sizeof(*error));
	sfn_execution_error_set(error, STATES_QUERY_EVALUATION_ERROR,
							"The JSONata expression '%s' specified for the field '%s' %s",
							expression->text, expression->field, how);
	error->evaluation = true;
	error->location = expression->field;
}
