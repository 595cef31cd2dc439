/*-------------------------------------------------------------------------
 *
 * expression.c
 *	  One expression of a definition: which kind it is, and its value.
 *
 * The first characters decide the kind: "$$" is the context object, "$name" a
 * variable, another "$" the input, and anything else must be an intrinsic call.
 *
 * A path that finds nothing means different things to the fields that have
 * one, so looking up reports it without a text; each caller words its own.
 * Inside an intrinsic it is an error of the call, which names the whole
 * expression, however deep the path is nested.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "miscadmin.h"
#include "template/expression_node.h"

/* Calls with more arguments than this evaluate them on the heap. */
#define ARGUMENTS_ON_STACK 8

static Expression *make_path(ExpressionKind kind, const char *text, int len,
							 const char *path, int path_len, char **problem);
static bool is_accepted(const Expression *expression, int accept, char **problem);
static bool path_root(const Expression *path, Environment *environment, JsonbValue *root);
static bool path_lookup(const Expression *path, Environment *environment,
						JsonbValue *result, char **why);
static bool call_eval(const Expression *call, const Expression *whole, Environment *environment,
					  JsonbValue *result, ExecutionError *error);
static bool argument_eval(const Expression *argument, const Expression *whole,
						  Environment *environment, JsonbValue *result, ExecutionError *error);

Expression *
sfn_expression_parse(const char *text, int len, int accept, char **problem)
{
	Expression *expression;

	if (len > 0 && text[0] == '$')
		expression = sfn_expression_parse_path(text, len, problem);
	else if (accept & (ACCEPT_INTRINSIC | ACCEPT_FAIL_INTRINSIC))
		expression = sfn_intrinsic_parse(text, len, problem);
	else
	{
		*problem = pstrdup("a path begins with \"$\"");
		return NULL;
	}

	if (expression == NULL || !is_accepted(expression, accept, problem))
		return NULL;

	return expression;
}

Expression *
sfn_expression_parse_path(const char *text, int len, char **problem)
{
	Expression *expression;
	int			span;

	if (len > 1 && text[1] == '$')
		return make_path(EXPRESSION_CONTEXT_PATH, text, len, text + 1, len - 1, problem);

	span = sfn_variable_name_span(text + 1, len - 1);
	if (span == 0)
		return make_path(EXPRESSION_PATH, text, len, text, len, problem);

	if (1 + span == len)
		expression = make_path(EXPRESSION_VARIABLE, text, len, NULL, 0, problem);
	else
	{
		/* What follows the name is a path of its own, on the variable's value. */
		char	   *path = psprintf("$%.*s", len - 1 - span, text + 1 + span);

		expression = make_path(EXPRESSION_VARIABLE, text, len, path, len - span, problem);
	}
	if (expression != NULL)
	{
		expression->variable = expression->text + 1;
		expression->variable_len = span;
	}

	return expression;
}

static Expression *
make_path(ExpressionKind kind, const char *text, int len,
		  const char *path, int path_len, char **problem)
{
	Expression *expression = palloc0(sizeof(Expression));

	expression->kind = kind;
	expression->text = pnstrdup(text, len);
	if (path != NULL)
	{
		expression->path = sfn_path_parse(path, path_len, JSON_PATH_SERVICE, problem);
		if (expression->path == NULL)
			return NULL;
	}

	return expression;
}

static bool
is_accepted(const Expression *expression, int accept, char **problem)
{
	const char *refusal = NULL;

	switch (expression->kind)
	{
		case EXPRESSION_PATH:
			if (!(accept & ACCEPT_INPUT_PATH))
				refusal = "a path into the input is not allowed here";
			break;
		case EXPRESSION_CONTEXT_PATH:
			if (!(accept & ACCEPT_CONTEXT_PATH))
				refusal = "a path into the context object is not allowed here";
			break;
		case EXPRESSION_VARIABLE:
			if (!(accept & ACCEPT_VARIABLE))
				refusal = "a variable is not allowed here";
			break;
		case EXPRESSION_INTRINSIC:
			if (!(accept & ACCEPT_INTRINSIC) && !expression->function->in_fail_state)
			{
				*problem = psprintf("%s is not allowed here", expression->function->name);
				return false;
			}
			break;
		case EXPRESSION_CONSTANT:
		case EXPRESSION_JSONATA:
			break;
	}

	if (refusal == NULL && (accept & ACCEPT_REFERENCE_ONLY) && expression->path != NULL &&
		!sfn_path_is_reference(expression->path))
		refusal = "a reference path has only names and single indices";
	if (refusal != NULL)
		*problem = pstrdup(refusal);

	return refusal == NULL;
}

const char *
sfn_expression_text(const Expression *expression)
{
	return expression->text;
}

bool
sfn_expression_is_input(const Expression *expression)
{
	return expression->kind == EXPRESSION_PATH && sfn_path_is_root(expression->path);
}

void
sfn_expression_walk_variables(const Expression *expression,
							  void (*visit) (const char *name, void *arg), void *arg)
{
	if (expression->kind == EXPRESSION_VARIABLE)
		visit(pnstrdup(expression->variable, expression->variable_len), arg);
	else if (expression->kind == EXPRESSION_JSONATA)
		sfn_jsonata_expression_walk_variables(expression, visit, arg);

	for (int i = 0; i < expression->argument_count; i++)
		sfn_expression_walk_variables(expression->arguments[i], visit, arg);
}

bool
sfn_expression_eval(const Expression *expression, Environment *environment,
					JsonbValue *result, ExecutionError *error)
{
	char	   *why;

	if (sfn_expression_lookup(expression, environment, result, error))
		return true;

	if (error->error == NULL)
	{
		/* Failures are rare: only now find out what is missing. */
		(void) path_lookup(expression, environment, result, &why);
		sfn_execution_error_set(error, STATES_RUNTIME, "Invalid path '%s' : %s",
								expression->text, why);
	}

	return false;
}

bool
sfn_expression_lookup(const Expression *expression, Environment *environment,
					  JsonbValue *result, ExecutionError *error)
{
	switch (expression->kind)
	{
		case EXPRESSION_PATH:
		case EXPRESSION_CONTEXT_PATH:
		case EXPRESSION_VARIABLE:
			if (path_lookup(expression, environment, result, NULL))
				return true;
			memset(error, 0, sizeof(ExecutionError));
			return false;
		case EXPRESSION_INTRINSIC:
			return call_eval(expression, expression, environment, result, error);
		case EXPRESSION_CONSTANT:
			*result = expression->constant;
			return true;
		case EXPRESSION_JSONATA:
			return sfn_jsonata_expression_eval(expression, environment, result, error);
	}

	elog(ERROR, "unexpected kind of expression: %d", (int) expression->kind);
}

bool
sfn_expression_is_past_end(const Expression *expression, Environment *environment)
{
	JsonbValue	root;

	return expression->path != NULL && path_root(expression, environment, &root) &&
		sfn_path_is_past_end(expression->path, &root);
}

void
sfn_expression_set_missing(const Expression *expression, const char *field,
						   const Environment *environment, ExecutionError *error)
{
	sfn_execution_error_set(error, STATES_RUNTIME,
							"The JSONPath '%s' specified for the field '%s' could not be found "
							"in the input '%s'",
							expression->text, field, sfn_json_text(environment->input));
}

/*
 * path_lookup
 *		The value of any kind of path; false: it finds nothing, and if why is not
 *		NULL, *why says what is missing.
 */
static bool
path_lookup(const Expression *path, Environment *environment, JsonbValue *result, char **why)
{
	JsonbValue	root;

	if (!path_root(path, environment, &root))
	{
		if (why != NULL)
			*why = psprintf("No value has been assigned to variable $%.*s",
							path->variable_len, path->variable);
		return false;
	}

	if (path->path == NULL || sfn_path_is_root(path->path))
	{
		*result = root;
		return true;
	}

	return sfn_path_get(path->path, &root, result, why);
}

/* What a path goes through; false: a variable that has no value. */
static bool
path_root(const Expression *path, Environment *environment, JsonbValue *root)
{
	switch (path->kind)
	{
		case EXPRESSION_CONTEXT_PATH:
			*root = *environment->context(environment);
			return true;
		case EXPRESSION_VARIABLE:
			return sfn_variable_get(environment->variables, path->variable, path->variable_len, root);
		default:
			*root = *environment->input;
			return true;
	}
}

/*
 * call_eval
 *		The value of an intrinsic call; whole is the expression that it is part of.
 */
static bool
call_eval(const Expression *call, const Expression *whole, Environment *environment,
		  JsonbValue *result, ExecutionError *error)
{
	JsonbValue	on_stack[ARGUMENTS_ON_STACK];
	JsonbValue *arguments = on_stack;
	IntrinsicCall invocation;

	if (call->argument_count > ARGUMENTS_ON_STACK)
		arguments = palloc(call->argument_count * sizeof(JsonbValue));

	for (int i = 0; i < call->argument_count; i++)
	{
		CHECK_FOR_INTERRUPTS();
		if (!argument_eval(call->arguments[i], whole, environment, &arguments[i], error))
			return false;
	}

	invocation.function = call->function;
	invocation.arguments = arguments;
	invocation.count = call->argument_count;
	invocation.error = error;
	if (sfn_intrinsic_check_size(&invocation) && call->function->call(&invocation, result))
		return true;

	sfn_execution_error_set(error, error->error, "The function '%s' had the following error: %s",
							whole->text, error->cause);

	return false;
}

static bool
argument_eval(const Expression *argument, const Expression *whole,
			  Environment *environment, JsonbValue *result, ExecutionError *error)
{
	const char *path;

	if (argument->kind == EXPRESSION_CONSTANT)
	{
		*result = argument->constant;
		return true;
	}
	if (argument->kind == EXPRESSION_INTRINSIC)
		return call_eval(argument, whole, environment, result, error);
	if (path_lookup(argument, environment, result, NULL))
		return true;

	/* The service shows a path into the context object without its second dollar sign. */
	path = argument->kind == EXPRESSION_CONTEXT_PATH ? argument->text + 1 : argument->text;
	sfn_execution_error_set(error, STATES_RUNTIME,
							"The function '%s' had the following error: The JsonPath argument "
							"for the field '%s' could not be found in the input '%s'",
							whole->text, path, sfn_json_text(environment->input));

	return false;
}
