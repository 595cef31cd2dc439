/*-------------------------------------------------------------------------
 *
 * service_model.c
 *	  What services of AWS answer, to check mocked answers by.
 *
 * A model is a text of lines.  "!action=shape" is what an action answers,
 * "Name=shape" a shape by name.  Shapes are:
 *
 *	s, n, b		string, number, boolean
 *	[x], <x>	list of x, map to x
 *	{A!:x B:y}	structure; ! marks required members
 *	"A|B"		string that is one of these
 *	@Name		the shape of that name
 *	*			anything
 *
 * Behind s and n may stand bounds, (least,most), either of which may be left
 * out: of a string's length, of a number's value.
 *
 * Members that a model does not know are accepted, as the service does.  What
 * is wrong is told of the innermost member that has a name.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include <math.h>

#include "mb/pg_wchar.h"
#include "miscadmin.h"
#include "runtime/service_model.h"
#include "runtime/service_model_compute.h"
#include "runtime/service_model_messaging.h"
#include "runtime/service_model_storage.h"

typedef struct ServiceModel
{
	const char *service;		/* as in resources */
	const char *model;
} ServiceModel;

/*
 * Where the answer of an integration is not that of the API: Lambda's payload
 * is JSON, and an execution that was waited for is described.
 */
#define MODEL_LAMBDA_INVOKE \
	"!invoke={ExecutedVersion:s(1,1024) FunctionError:s LogResult:s Payload:* StatusCode:n}\n"
#define MODEL_START_EXECUTION \
	"!startExecution={ExecutionArn!:s(1,256) StartDate!:s}\n" \
	"!startExecution.sync={ExecutionArn!:s(1,256) StateMachineArn!:s(1,256) Name:s(1,80) Status!:@Status" \
	" StartDate!:* StopDate:* Input:s Output:s}\n" \
	"!startExecution.sync:2={ExecutionArn!:s(1,256) StateMachineArn!:s(1,256) Name:s(1,80) Status!:@Status" \
	" StartDate!:* StopDate:* Input:* Output:*}\n" \
	"Status=\"RUNNING|SUCCEEDED|FAILED|TIMED_OUT|ABORTED|PENDING_REDRIVE\"\n"

static const ServiceModel models[] = {
	{"lambda", MODEL_LAMBDA_INVOKE},
	{"states", MODEL_START_EXECUTION},
	SERVICE_MODELS_COMPUTE,
	SERVICE_MODELS_MESSAGING,
	SERVICE_MODELS_STORAGE
};

typedef struct ShapeCheck
{
	const char *model;
	bool		need_all;
	char	   *problem;		/* the first that was found */
} ShapeCheck;

/* A value that is checked, and the member it belongs to */
typedef struct ShapeValue
{
	const JsonbValue *value;
	const char *field;
	int			field_len;
} ShapeValue;

static const char *find_line(const char *model, char mark, const char *name, int len);
static bool check_shape(ShapeCheck *check, const char *shape, const ShapeValue *value);
static bool check_string(ShapeCheck *check, const char *bounds, const ShapeValue *value);
static bool check_number(ShapeCheck *check, const char *bounds, const ShapeValue *value);
static bool check_listed(ShapeCheck *check, const char *names, const ShapeValue *value);
static bool check_elements(ShapeCheck *check, const char *shape, const ShapeValue *value);
static bool check_values(ShapeCheck *check, const char *shape, const ShapeValue *value);
static bool check_members(ShapeCheck *check, const char *shape, const ShapeValue *value);
static const char *skip_shape(const char *shape);
static void read_bounds(const char *bounds, double *least, double *most);
static bool complain(ShapeCheck *check, const ShapeValue *value, const char *what);

char *
sfn_service_model_check(const char *service, const char *action, const JsonbValue *answer, bool need_all)
{
	for (int i = 0; i < lengthof(models); i++)
	{
		ShapeCheck	check = {models[i].model, need_all, NULL};
		ShapeValue	value = {answer, "result", strlen("result")};
		const char *shape;

		if (strcmp(models[i].service, service) != 0)
			continue;
		shape = find_line(check.model, '!', action, strlen(action));
		if (shape == NULL)
			return NULL;
		(void) check_shape(&check, shape, &value);
		return check.problem;
	}
	return NULL;
}

/* What stands behind "<mark>name="; mark 0: none. */
static const char *
find_line(const char *model, char mark, const char *name, int len)
{
	const char *line = model;

	while (*line != '\0')
	{
		const char *start = line;

		if (mark == '\0' || *start++ == mark)
		{
			if (strncmp(start, name, len) == 0 && start[len] == '=')
				return start + len + 1;
		}
		line = strchr(line, '\n') + 1;
	}
	return NULL;
}

/* false: a problem was found. */
static bool
check_shape(ShapeCheck *check, const char *shape, const ShapeValue *value)
{
	check_stack_depth();
	switch (*shape)
	{
		case 's':
			return check_string(check, shape + 1, value);
		case 'n':
			return check_number(check, shape + 1, value);
		case 'b':
			return value->value->type == jbvBool || complain(check, value, "must be a boolean");
		case '"':
			return check_listed(check, shape + 1, value);
		case '[':
			return check_elements(check, shape + 1, value);
		case '<':
			return check_values(check, shape + 1, value);
		case '{':
			return check_members(check, shape + 1, value);
		case '*':
			return true;
		case '@':
			shape = find_line(check->model, '\0', shape + 1, strcspn(shape + 1, " \n}]>"));
			if (shape == NULL)
				elog(ERROR, "service model names a shape that it lacks");
			return check_shape(check, shape, value);
		default:
			elog(ERROR, "unexpected shape in a service model: %.20s", shape);
	}
}

static bool
check_string(ShapeCheck *check, const char *bounds, const ShapeValue *value)
{
	double		least;
	double		most;
	int			length;

	if (value->value->type != jbvString)
		return complain(check, value, "must be a string");
	read_bounds(bounds, &least, &most);
	length = pg_mbstrlen_with_len(value->value->val.string.val, value->value->val.string.len);
	if (length < least)
		return complain(check, value, "is smaller than the minimum length");
	return length <= most || complain(check, value, "exceeds the maximum length");
}

static bool
check_number(ShapeCheck *check, const char *bounds, const ShapeValue *value)
{
	double		least;
	double		most;
	double		number;

	if (value->value->type != jbvNumeric)
		return complain(check, value, "must be a number");
	read_bounds(bounds, &least, &most);
	number = sfn_json_double(value->value);
	if (number < least)
		return complain(check, value, "is less than the minimum value");
	return number <= most || complain(check, value, "exceeds the maximum value");
}

/* names: A|B|C" */
static bool
check_listed(ShapeCheck *check, const char *names, const ShapeValue *value)
{
	if (value->value->type != jbvString)
		return complain(check, value, "must be a string");
	for (;;)
	{
		int			len = strcspn(names, "|\"");

		if (len == value->value->val.string.len && strncmp(names, value->value->val.string.val, len) == 0)
			return true;
		if (names[len] == '"')
			return complain(check, value, "is not an expected value");
		names += len + 1;
	}
}

static bool
check_elements(ShapeCheck *check, const char *shape, const ShapeValue *value)
{
	JsonCursor	cursor;
	JsonbValue	element;

	if (!sfn_json_is_array(value->value))
		return complain(check, value, "must be an array");
	sfn_json_cursor_init(&cursor, value->value);
	while (sfn_json_next_element(&cursor, &element))
	{
		ShapeValue	inner = {&element, value->field, value->field_len};

		CHECK_FOR_INTERRUPTS();
		if (!check_shape(check, shape, &inner))
			return false;
	}
	return true;
}

static bool
check_values(ShapeCheck *check, const char *shape, const ShapeValue *value)
{
	JsonCursor	cursor;
	JsonbValue	key;
	JsonbValue	member;

	if (!sfn_json_is_object(value->value))
		return complain(check, value, "must be an object");
	sfn_json_cursor_init(&cursor, value->value);
	while (sfn_json_next_member(&cursor, &key, &member))
	{
		ShapeValue	inner = {&member, key.val.string.val, key.val.string.len};

		CHECK_FOR_INTERRUPTS();
		if (!check_shape(check, shape, &inner))
			return false;
	}
	return true;
}

/* shape: A!:x B:y} */
static bool
check_members(ShapeCheck *check, const char *shape, const ShapeValue *value)
{
	if (!sfn_json_is_object(value->value))
		return complain(check, value, "must be an object");
	while (*shape != '}')
	{
		JsonbValue	member;
		ShapeValue	inner = {&member, shape, strcspn(shape, "!:")};
		bool		required = shape[inner.field_len] == '!';
		bool		given = sfn_json_member(value->value, inner.field, inner.field_len, &member) &&
			member.type != jbvNull;

		shape = strchr(shape, ':') + 1;
		if (given && !check_shape(check, shape, &inner))
			return false;
		if (!given && required && check->need_all)
		{
			check->problem = psprintf("Required field '%.*s' is missing", inner.field_len, inner.field);
			return false;
		}
		shape = skip_shape(shape);
		if (*shape == ' ')
			shape++;
	}
	return true;
}

/* Inside a structure names stand for all that has spaces or braces. */
static const char *
skip_shape(const char *shape)
{
	return shape + strcspn(shape, " }");
}

static void
read_bounds(const char *bounds, double *least, double *most)
{
	char	   *end;

	*least = -INFINITY;
	*most = INFINITY;
	if (*bounds != '(')
		return;
	if (bounds[1] != ',')
		*least = strtod(bounds + 1, NULL);
	end = strchr(bounds, ',');
	if (end[1] != ')')
		*most = strtod(end + 1, NULL);
}

/* Always false */
static bool
complain(ShapeCheck *check, const ShapeValue *value, const char *what)
{
	check->problem = psprintf("Field '%.*s' %s", value->field_len, value->field, what);
	return false;
}
