/*-------------------------------------------------------------------------
 *
 * jsonata.c
 *	  The JSONata language: parse an expression once, evaluate it often.
 *
 * Both doors set a trap for errors (problem.h) and give the evaluation
 * its memory: a buffer on the stack, which mostly is enough, and what the arena
 * adds to it.  Only the result leaves the arena.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include <math.h>

#include "base/settings.h"
#include "jsonata/evaluator.h"
#include "jsonata/jsonata.h"
#include "jsonata/native.h"
#include "jsonata/number_text.h"

#define PARSE_BUFFER 1024
#define EVALUATION_BUFFER 8192

/* Arrays and objects of a result may be nested this deep, as in JSON that is read. */
#define DEEPEST_RESULT 1000

#define KILOBYTE ((Size) 1024)

static bool parse(Jsonata *expression, Trap *trap);
static JsonataOutcome evaluate(Evaluator *ev, JsonbValue *result);
static Value evaluate_root(Evaluator *ev);
static void exhausted(void *arg) pg_attribute_noreturn();
static JsonataOutcome convert(Evaluator *ev, Value value, JsonbValue *result);
static void rescue(Evaluator *ev, JsonbValue *value);
static void convert_scalar(Evaluator *ev, Value value, JsonbValue *result);
static void check_storable(Evaluator *ev, Value string);
static void build(Evaluator *ev, JsonBuilder *builder, Value value, int depth);
static void build_array(Evaluator *ev, JsonBuilder *builder, Value array, int depth);
static void build_object(Evaluator *ev, JsonBuilder *builder, Value object, int depth);
static void fail_unstorable(Evaluator *ev, const char *why) pg_attribute_noreturn();

Jsonata *
sfn_jsonata_parse(const char *text, int len, int flags, JsonataProblem *problem)
{
	Jsonata    *expression = palloc0(sizeof(Jsonata));
	char		buffer[PARSE_BUFFER];
	Arena		arena;
	Trap		trap = {.problem = problem,.expression = expression,.arena = &arena};
	bool		parsed;

	sfn_arena_init(&arena, buffer, sizeof(buffer), 0);
	expression->text = pnstrdup(text, len);
	expression->len = len;
	expression->flags = flags;
	sfn_symbol_intern(expression, "$", 1);

	parsed = parse(expression, &trap);
	sfn_arena_free(&arena);
	return parsed ? expression : NULL;
}

static bool
parse(Jsonata *expression, Trap *trap)
{
	if (sigsetjmp(trap->jump, 0) != 0)
		return false;
	expression->root = sfn_ast_parse(expression, trap);
	expression->root = sfn_ast_shape(expression, expression->root, trap);
	sfn_ast_resolve(expression, trap);
	return true;
}

void
sfn_jsonata_walk_variables(const Jsonata *expression,
						   void (*visit) (const char *name, void *arg), void *arg)
{
	int			i;

	for (i = 0; i < expression->global_count; i++)
	{
		const Global *global = &expression->globals[i];

		if (global->symbol != SYMBOL_ROOT && global->native == NULL)
			visit(global->name, arg);
	}
}

JsonataOutcome
sfn_jsonata_evaluate(const Jsonata *expression, const JsonataEnvironment *environment,
					 JsonbValue *result, JsonataProblem *problem)
{
	char		buffer[EVALUATION_BUFFER];
	Evaluator	ev;
	JsonataOutcome outcome;

	memset(&ev, 0, sizeof(ev));
	sfn_arena_init(&ev.arena, buffer, sizeof(buffer),
				   sfn_setting_jsonata_max_memory * KILOBYTE);
	ev.arena.exhausted = exhausted;
	ev.arena.arg = &ev;
	ev.trap.problem = problem;
	ev.trap.expression = expression;
	ev.trap.arena = &ev.arena;
	ev.expression = expression;
	ev.environment = environment;
	ev.max_steps = sfn_setting_jsonata_max_steps;
	ev.max_depth = sfn_setting_jsonata_max_depth;
	ev.call_position = -1;
	ev.now_ms = environment->now_ms;
	ev.now_known = environment->now_ms != 0;

	outcome = evaluate(&ev, result);
	sfn_arena_free(&ev.arena);
	return outcome;
}

/*
 * Apart from its caller and from the work, whose variables a jump would leave
 * undefined.
 */
static JsonataOutcome
evaluate(Evaluator *ev, JsonbValue *result)
{
	if (sigsetjmp(ev->trap.jump, 0) != 0)
		return JSONATA_FAILED;
	return convert(ev, evaluate_root(ev), result);
}

static Value
evaluate_root(Evaluator *ev)
{
	const AstNode *root = ev->expression->root;
	int			globals = ev->expression->global_count;
	Value		input = UNDEFINED_VALUE;

	sfn_arena_mark(&ev->arena, &ev->start);
	ev->globals = ALLOC(ev, globals * sizeof(Value));
	ev->global_known = ALLOC(ev, globals * sizeof(bool));
	memset(ev->global_known, 0, globals * sizeof(bool));
	if (ev->environment->input != NULL)
		input = sfn_value_from_jsonb(ev->environment->input);

	/* A document that is an array is one item, not many. */
	ev->root = input;
	if (is_array(input))
	{
		ev->wrapper.count = ev->wrapper.capacity = 1;
		ev->wrapper.flags = ARRAY_SEQUENCE | ARRAY_WRAPPER;
		ev->wrapper.items = &ev->root;
		input = value_array(&ev->wrapper);
	}
	return sfn_evaluate(ev, root, input, root->binds ? sfn_scope_new(ev, NULL, 4) : NULL);
}

static void
exhausted(void *arg)
{
	Evaluator  *ev = arg;
	Complaint	complaint = {.code = "D1014",.position = ev->call_position};

	complaint.limit = sfn_memory_limit_text();
	sfn_evaluator_fail(ev, &complaint);
}

static JsonataOutcome
convert(Evaluator *ev, Value value, JsonbValue *result)
{
	JsonBuilder builder = {0};
	Jsonb	   *jsonb;
	char	   *problem;

	switch (value.kind)
	{
		case VALUE_UNDEFINED:
			return JSONATA_UNDEFINED;
		case VALUE_FUNCTION:
			return JSONATA_FUNCTION;
		case VALUE_ARRAY:
		case VALUE_OBJECT:
			build(ev, &builder, value, 0);
			jsonb = sfn_json_try_built_jsonb(&builder, &problem);
			if (jsonb == NULL)
				fail_unstorable(ev, problem);
			sfn_json_from_jsonb(jsonb, result);
			return JSONATA_VALUE;
		default:
			convert_scalar(ev, value, result);
			rescue(ev, result);
			return JSONATA_VALUE;
	}
}

/*
 * What is in the arena goes with it, unless it is copied.
 */
static void
rescue(Evaluator *ev, JsonbValue *value)
{
	const void *data;

	switch (value->type)
	{
		case jbvString:
			data = value->val.string.val;
			break;
		case jbvNumeric:
			data = value->val.numeric;
			break;
		case jbvBinary:
			data = value->val.binary.data;
			break;
		default:
			return;
	}
	if (value->type == jbvString || sfn_arena_is_newer(&ev->arena, &ev->start, data))
		sfn_json_from_jsonb(sfn_json_to_jsonb(value), value);
}

/*
 * A value that has no parts to be converted
 */
static void
convert_scalar(Evaluator *ev, Value value, JsonbValue *result)
{
	switch (value.kind)
	{
		case VALUE_BOOL:
			sfn_json_set_bool(result, value.boolean);
			break;
		case VALUE_NUMBER:
			if (isnan(value.number) || isinf(value.number))
				sfn_evaluator_raise(ev, "D1001", -1, UNDEFINED_VALUE, value);
			result->type = jbvNumeric;
			result->val.numeric = sfn_number_numeric(value.number);
			break;
		case VALUE_NUMERIC:
			result->type = jbvNumeric;
			result->val.numeric = value.numeric;
			break;
		case VALUE_STRING:
			check_storable(ev, value);
			sfn_json_set_string(result, value.string, value.len);
			break;
		case VALUE_JSONB_ARRAY:
		case VALUE_JSONB_OBJECT:
			result->type = jbvBinary;
			result->val.binary.data = unconstify(JsonbContainer *, value.container);
			result->val.binary.len = value.len;
			break;
		default:
			sfn_json_set_null(result);
			break;
	}
}

/* Escapes make strings that jsonb cannot hold. */
static void
check_storable(Evaluator *ev, Value string)
{
	const char *p = string.string;
	const char *end = p + string.len;

	if (memchr(p, '\0', string.len) != NULL)
		fail_unstorable(ev, "it holds the character U+0000");
	while ((p = memchr(p, 0xED, end - p)) != NULL)
	{
		if ((unsigned char) p[1] >= 0xA0)
			fail_unstorable(ev, "it holds one half of a surrogate pair");
		p++;
	}
}

static void
build(Evaluator *ev, JsonBuilder *builder, Value value, int depth)
{
	JsonbValue	json;

	if (value.kind == VALUE_TUPLE)
		value = value.tuple->item;
	if (value.kind == VALUE_ARRAY)
		build_array(ev, builder, value, depth);
	else if (value.kind == VALUE_OBJECT)
		build_object(ev, builder, value, depth);
	else
	{
		convert_scalar(ev, value, &json);
		sfn_json_push(builder, &json);
	}
}

static void
build_array(Evaluator *ev, JsonBuilder *builder, Value array, int depth)
{
	ArrayWalk	walk;
	Value		element;

	sfn_stack_check(ev);
	if (depth >= DEEPEST_RESULT)
		fail_unstorable(ev, "it is nested too deeply");
	sfn_json_begin_array(builder);
	sfn_walk_init(&walk, array);
	while (sfn_walk_next(&walk, &element))
	{
		sfn_evaluator_step(ev);
		build(ev, builder, element, depth + 1);
	}
	sfn_json_end_array(builder);
}

static void
build_object(Evaluator *ev, JsonBuilder *builder, Value object, int depth)
{
	MemberWalk	walk;
	Key			key;
	Value		value;

	sfn_stack_check(ev);
	if (depth >= DEEPEST_RESULT)
		fail_unstorable(ev, "it is nested too deeply");
	sfn_json_begin_object(builder);
	sfn_member_walk_init(&ev->arena, &walk, object);
	while (sfn_member_walk_next(&walk, &key, &value))
	{
		sfn_evaluator_step(ev);
		if (is_undefined(value) || is_function(value))
			continue;
		check_storable(ev, value_string(key.text, key.len));
		sfn_json_key(builder, key.text, key.len);
		build(ev, builder, value, depth + 1);
	}
	sfn_json_end_object(builder);
}

static void
fail_unstorable(Evaluator *ev, const char *why)
{
	Complaint	complaint = {.code = "D1015",.position = -1};

	complaint.message = psprintf("The result cannot be stored: %s", why);
	complaint.message_len = strlen(complaint.message);
	sfn_evaluator_fail(ev, &complaint);
}
