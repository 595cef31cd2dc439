/*-------------------------------------------------------------------------
 *
 * compile_state.c
 *	  Compile States objects and the states in them.
 *
 * All states of a scope are allocated and named before any of them is
 * compiled, so that transitions can point forward.  Numbers follow the
 * document: a state's number comes before those of the states inside it, and
 * these before that of the next one.  They are stored in histories and
 * therefore depend on nothing but the definition.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "asl/compiler.h"
#include "miscadmin.h"

/* How deep Parallel and Map may be nested */
#define DEEPEST_SCOPE 64

static void prepare_states(Compiler *compiler, ScopeSource *source, const JsonNode *states);
static int	compare_names(const void *a, const void *b);
static void compile_state(Compiler *compiler, StateSource *source);
static void number_state(Compiler *compiler, State *state);
static bool find_type(Compiler *compiler, StateSource *source);
static int	find_language(Compiler *compiler, StateSource *source);
static void compile_untyped(Compiler *compiler, StateSource *source);
static void compile_common(Compiler *compiler, StateSource *source, const ObjectFields *fields);
static void compile_task(Compiler *compiler, StateSource *source, const ObjectFields *fields);
static void note_task(Compiler *compiler, const FieldValue *resource, const ObjectFields *fields);
static void check_resource_allowed(Compiler *compiler, const Resource *resource, const ObjectFields *fields);
static void compile_wait(State *state, const ObjectFields *fields);
static void compile_pass(Compiler *compiler, StateSource *source, const ObjectFields *fields);
static void compile_fail(Compiler *compiler, State *state, const ObjectFields *fields);
static Expression *compile_fail_field(Compiler *compiler, const ObjectFields *fields, FieldId id, FieldId path_id);

/*
 * sfn_compile_scope
 *		Compile a States object; fields are those of the object that holds it.
 *
 * owner and index say whose scope it is, isolated that variables around it are
 * out of its sight.  Returns a scope even if there is none in the definition:
 * then it is empty.
 */
StateScope *
sfn_compile_scope(Compiler *compiler, const ObjectFields *fields, const Place *place,
				  State *owner, int index, bool isolated)
{
	const FieldValue *states = sfn_field_value(fields, FIELD_STATES);
	const FieldValue *start_at = sfn_field_value(fields, FIELD_START_AT);
	StateScope *scope = palloc0(sizeof(StateScope));
	ScopeSource *source = MemoryContextAllocZero(compiler->scratch, sizeof(ScopeSource));

	scope->owner = owner;
	scope->index = index;
	scope->comment = sfn_field_text(fields, FIELD_COMMENT);
	if (states == NULL)
		return scope;

	if (compiler->depth >= DEEPEST_SCOPE)
	{
		sfn_compiler_report(compiler, DIAGNOSTIC_ERROR, CODE_TOO_DEEPLY_NESTED, place,
							"States are nested more than %d deep", DEEPEST_SCOPE);
		return scope;
	}
	check_stack_depth();

	source->scope = scope;
	source->place = place;
	source->outer = compiler->scope;
	source->isolated = isolated;
	compiler->scopes = sfn_compiler_note(compiler, compiler->scopes, source);
	compiler->scope = source;
	compiler->depth++;

	prepare_states(compiler, source, states->node);
	if (start_at != NULL)
		sfn_note_transition(compiler, NULL, start_at->node, start_at->place, &scope->start);
	for (int i = 0; i < scope->count; i++)
		compile_state(compiler, &source->states[i]);

	compiler->depth--;
	compiler->scope = source->outer;
	return scope;
}

static void
prepare_states(Compiler *compiler, ScopeSource *source, const JsonNode *states)
{
	StateScope *scope = source->scope;
	int			count = states->count;
	const Place *place = sfn_place_key(compiler, source->place, "States");

	scope->count = count;
	scope->states = palloc(sizeof(State *) * count);
	source->states = MemoryContextAllocZero(compiler->scratch, sizeof(StateSource) * count);
	source->by_name = MemoryContextAlloc(compiler->scratch, sizeof(StateSource *) * count);

	for (int i = 0; i < count; i++)
	{
		State	   *state = palloc0(sizeof(State));
		StateSource *state_source = &source->states[i];

		state->name = pstrdup(states->keys[i]);
		state->scope = scope;
		scope->states[i] = state;

		state_source->state = state;
		state_source->scope = source;
		state_source->place = sfn_place_key(compiler, place, state->name);
		state_source->node = states->items[i];
		source->by_name[i] = state_source;
		compiler->names = sfn_compiler_note(compiler, compiler->names, state_source);
	}
	qsort(source->by_name, count, sizeof(StateSource *), compare_names);
}

static int
compare_names(const void *a, const void *b)
{
	const StateSource *left = *(StateSource *const *) a;
	const StateSource *right = *(StateSource *const *) b;

	return strcmp(left->state->name, right->state->name);
}

static void
compile_state(Compiler *compiler, StateSource *source)
{
	State	   *state = source->state;
	const Place *around = compiler->state;
	int			languages;
	ObjectFields *fields;

	number_state(compiler, state);
	if (!find_type(compiler, source))
	{
		compile_untyped(compiler, source);
		return;
	}
	compiler->state = source->place;
	languages = find_language(compiler, source);
	fields = sfn_fields_check(compiler, (ObjectKind) state->type, state->query_language, languages,
							  source->node, source->place);
	compile_common(compiler, source, fields);

	switch (state->type)
	{
		case STATE_TASK:
			compile_task(compiler, source, fields);
			break;
		case STATE_WAIT:
			compile_wait(state, fields);
			break;
		case STATE_PASS:
			compile_pass(compiler, source, fields);
			break;
		case STATE_SUCCEED:
			break;
		case STATE_FAIL:
			compile_fail(compiler, state, fields);
			break;
		case STATE_CHOICE:
			sfn_compile_choice(compiler, source, fields);
			break;
		case STATE_PARALLEL:
			sfn_compile_parallel(compiler, source, fields);
			break;
		case STATE_MAP:
			sfn_compile_map(compiler, source, fields);
			break;
	}
	compiler->state = around;
}

static void
number_state(Compiler *compiler, State *state)
{
	StateMachine *machine = compiler->machine;

	if (machine->states == NULL)
	{
		compiler->capacity = 16;
		machine->states = palloc(sizeof(State *) * compiler->capacity);
	}
	else if (machine->state_count == compiler->capacity)
	{
		compiler->capacity *= 2;
		machine->states = repalloc(machine->states, sizeof(State *) * compiler->capacity);
	}
	state->number = machine->state_count;
	machine->states[machine->state_count++] = state;
}

/* Without its type nothing can be said about a state's fields. */
static bool
find_type(Compiler *compiler, StateSource *source)
{
	const JsonNode *node = source->node;
	const JsonNode *type;
	const Place *place;

	if (node->type != JSON_NODE_OBJECT)
	{
		sfn_compiler_complain(compiler, source->place, "Expected value of type [OBJECT]");
		return false;
	}
	type = sfn_json_tree_member(node, "Type");
	if (type == NULL)
	{
		sfn_compiler_complain(compiler, source->place, "These fields are required: [Type]");
		return false;
	}

	place = sfn_place_key(compiler, source->place, "Type");
	if (type->type != JSON_NODE_STRING)
	{
		sfn_compiler_complain(compiler, place, "Expected value of type [STRING]");
		return false;
	}
	for (int i = 0; i < STATE_TYPES; i++)
	{
		if (strcmp(sfn_state_type_name((StateType) i), type->text) == 0)
		{
			source->state->type = (StateType) i;
			return true;
		}
	}
	sfn_compiler_complain(compiler, place,
						  "The field 'Type' should have one of these values: [Task, Wait, Pass, Succeed, Fail, Choice, Parallel, Map]");
	return false;
}

/*
 * The query language of a state: its own, or else the machine's, whatever the
 * Parallel or Map around it says.  Returns the languages whose fields it may
 * have: both when the state asks for JSONPath in a JSONata machine, where the
 * request itself is the mistake.
 */
static int
find_language(Compiler *compiler, StateSource *source)
{
	State	   *state = source->state;
	const JsonNode *language = sfn_json_tree_member(source->node, "QueryLanguage");

	state->query_language = compiler->machine->query_language;
	if (language != NULL)
	{
		bool		is_jsonpath = language->type == JSON_NODE_STRING && strcmp(language->text, "JSONPath") == 0;

		state->query_language = is_jsonpath ? QUERY_JSONPATH : QUERY_JSONATA;
		if (is_jsonpath && compiler->machine->query_language == QUERY_JSONATA)
		{
			sfn_compiler_complain(compiler, source->place,
								  "'QueryLanguage' can not be 'JSONPath' if set to 'JSONata' for whole state machine");
			return LANGUAGE_BOTH;
		}
	}
	return state->query_language == QUERY_JSONPATH ? LANGUAGE_JSONPATH : LANGUAGE_JSONATA;
}

/*
 * Where a state without a known type leads: noted all the same, or every state
 * after it would be called unreachable as well.
 */
static void
compile_untyped(Compiler *compiler, StateSource *source)
{
	const JsonNode *next = sfn_json_tree_member(source->node, "Next");

	source->terminal = true;
	if (next != NULL && next->type == JSON_NODE_STRING)
	{
		source->terminal = false;
		sfn_note_transition(compiler, source, next, sfn_place_key(compiler, source->place, "Next"), NULL);
	}
}

static void
compile_common(Compiler *compiler, StateSource *source, const ObjectFields *fields)
{
	State	   *state = source->state;
	const FieldValue *value;

	state->comment = sfn_field_text(fields, FIELD_COMMENT);
	sfn_compile_transition(compiler, source, fields, FIELD_NEXT, &state->next);
	if ((value = sfn_field_value(fields, FIELD_END)) != NULL)
		state->end = value->u.boolean;
	/* one that says neither has been reported; its end is not missed again */
	source->terminal = state->type != STATE_CHOICE && !sfn_field_given(fields, FIELD_NEXT);

	state->input_path = sfn_field_path(fields, FIELD_INPUT_PATH);
	state->output_path = sfn_field_path(fields, FIELD_OUTPUT_PATH);
	if ((value = sfn_field_value(fields, FIELD_RESULT_PATH)) != NULL)
	{
		state->discard_result = value->is_null;
		state->result_path = value->is_null ? NULL : value->u.result_path;
	}
	state->parameters = sfn_field_template(fields, FIELD_PARAMETERS);
	state->result_selector = sfn_field_template(fields, FIELD_RESULT_SELECTOR);
	state->arguments = sfn_field_template(fields, FIELD_ARGUMENTS);
	state->output = sfn_field_template(fields, FIELD_OUTPUT);
	state->assign = sfn_field_template(fields, FIELD_ASSIGN);
	sfn_compile_recovery(compiler, source, fields);
}

/* A field that names a state of the same scope */
void
sfn_compile_transition(Compiler *compiler, StateSource *source, const ObjectFields *fields,
					   FieldId id, State **slot)
{
	const FieldValue *value = sfn_field_value(fields, id);

	if (value != NULL)
		sfn_note_transition(compiler, source, value->node, value->place, slot);
}

static void
compile_task(Compiler *compiler, StateSource *source, const ObjectFields *fields)
{
	State	   *state = source->state;
	const FieldValue *resource = sfn_field_value(fields, FIELD_RESOURCE);
	const FieldValue *heartbeat = sfn_field_value(fields, FIELD_HEARTBEAT_SECONDS);
	int64		timeout = sfn_field_integer(fields, FIELD_TIMEOUT_SECONDS, PG_INT64_MAX);

	if (resource != NULL)
	{
		char	   *problem;

		state->u.task.resource = sfn_resource_parse(resource->node->text, &problem);
		if (state->u.task.resource == NULL)
			sfn_compiler_complain(compiler, resource->place, "%s", problem);
		else
		{
			check_resource_allowed(compiler, state->u.task.resource, fields);
			note_task(compiler, resource, fields);
		}
	}
	state->u.task.timeout_seconds = sfn_field_number(fields, FIELD_TIMEOUT_SECONDS, FIELD_TIMEOUT_SECONDS_PATH);
	state->u.task.heartbeat_seconds = sfn_field_number(fields, FIELD_HEARTBEAT_SECONDS, FIELD_HEARTBEAT_SECONDS_PATH);
	state->u.task.credentials = sfn_field_template(fields, FIELD_CREDENTIALS);

	if (heartbeat != NULL && heartbeat->expression == NULL && heartbeat->u.integer >= timeout)
		sfn_compiler_complain(compiler, heartbeat->place, "HeartbeatSeconds must be smaller than TimeoutSeconds");
}

/*
 * Remember in the diagnostics what is called; both live in the caller's
 * memory.
 */
static void
note_task(Compiler *compiler, const FieldValue *resource, const ObjectFields *fields)
{
	MemoryContext old = MemoryContextSwitchTo(compiler->caller);
	const FieldValue *arguments = sfn_field_value(fields, FIELD_PARAMETERS);
	const JsonNode *function;
	TaskUse    *task = palloc0(sizeof(TaskUse));
	char	   *problem;

	task->resource = sfn_resource_parse(resource->node->text, &problem);
	task->location = sfn_place_text(resource->place);
	if (arguments == NULL)
		arguments = sfn_field_value(fields, FIELD_ARGUMENTS);
	if (arguments != NULL && task->resource->kind == RESOURCE_LAMBDA_INVOKE &&
		(function = sfn_json_tree_member(arguments->node, "FunctionName")) != NULL &&
		function->type == JSON_NODE_STRING && strncmp(function->text, "{%", 2) != 0)
		task->function = pstrdup(function->text);
	compiler->diagnostics->tasks = lappend(compiler->diagnostics->tasks, task);
	MemoryContextSwitchTo(old);
}

/* What a resource may not do here: in EXPRESS nothing may outlast the call. */
static void
check_resource_allowed(Compiler *compiler, const Resource *resource, const ObjectFields *fields)
{
	const FieldValue *value = sfn_field_value(fields, FIELD_RESOURCE);
	const FieldValue *credentials = sfn_field_value(fields, FIELD_CREDENTIALS);

	if (resource->kind == RESOURCE_ACTIVITY && credentials != NULL)
		sfn_compiler_complain(compiler, credentials->place, "The field 'Credentials' is not supported for activities");
	if (!compiler->in_express)
		return;

	if (resource->kind == RESOURCE_ACTIVITY)
		sfn_compiler_complain(compiler, value->place, "Express state machine does not support Activity ARN");
	else if (resource->pattern == PATTERN_WAIT_FOR_TASK_TOKEN)
		/* the service's message ends in a space */
		sfn_compiler_complain(compiler, value->place,
							  "Express state machine does not support '.waitForTaskToken' service integration ");
	else if (resource->pattern != PATTERN_REQUEST_RESPONSE)
		sfn_compiler_complain(compiler, value->place,
							  "Express state machine does not support '.sync' service integration");
}

static void
compile_wait(State *state, const ObjectFields *fields)
{
	const FieldValue *value;

	if ((value = sfn_field_value(fields, FIELD_SECONDS)) != NULL && value->expression != NULL)
	{
		state->u.wait.kind = WAIT_SECONDS_PATH;
		state->u.wait.path = value->expression;
	}
	else if (value != NULL)
	{
		state->u.wait.kind = WAIT_SECONDS;
		state->u.wait.seconds = value->u.integer;
	}
	else if ((value = sfn_field_value(fields, FIELD_TIMESTAMP)) != NULL && value->expression != NULL)
	{
		state->u.wait.kind = WAIT_TIMESTAMP_PATH;
		state->u.wait.path = value->expression;
	}
	else if (value != NULL)
	{
		state->u.wait.kind = WAIT_TIMESTAMP;
		state->u.wait.timestamp = value->u.timestamp;
	}
	else if ((value = sfn_field_value(fields, FIELD_SECONDS_PATH)) != NULL)
	{
		state->u.wait.kind = WAIT_SECONDS_PATH;
		state->u.wait.path = value->u.path;
	}
	else if ((value = sfn_field_value(fields, FIELD_TIMESTAMP_PATH)) != NULL)
	{
		state->u.wait.kind = WAIT_TIMESTAMP_PATH;
		state->u.wait.path = value->u.path;
	}
}

/*
 * A Result is taken as it is, so what looks like an expression in it is worth
 * a word.
 */
static void
compile_pass(Compiler *compiler, StateSource *source, const ObjectFields *fields)
{
	State	   *state = source->state;
	const FieldValue *result = sfn_field_value(fields, FIELD_RESULT);

	if (result == NULL)
		return;
	state->u.pass.has_result = true;
	sfn_json_from_jsonb(sfn_json_tree_to_jsonb(result->node), &state->u.pass.result);

	if (sfn_looks_like_path(result->node, ACCEPT_ANY))
		sfn_compiler_report(compiler, DIAGNOSTIC_WARNING, CODE_PASS_RESULT_IS_STATIC, result->place,
							"The Result of a Pass state is not evaluated; use Parameters for that");
	for (int i = 0; i < (result->node->type == JSON_NODE_OBJECT ? result->node->count : 0); i++)
	{
		const char *key = result->node->keys[i];
		size_t		len = strlen(key);

		if (len > 2 && strcmp(key + len - 2, ".$") == 0)
			sfn_compiler_report(compiler, DIAGNOSTIC_WARNING, CODE_PASS_RESULT_IS_STATIC, result->place,
								"The field '%s' in the Result of a Pass state is not evaluated; use Parameters for that",
								key);
	}
}

static void
compile_fail(Compiler *compiler, State *state, const ObjectFields *fields)
{
	state->u.fail.error = sfn_field_text(fields, FIELD_ERROR);
	state->u.fail.error_path = compile_fail_field(compiler, fields, FIELD_ERROR, FIELD_ERROR_PATH);
	state->u.fail.cause = sfn_field_text(fields, FIELD_CAUSE);
	state->u.fail.cause_path = compile_fail_field(compiler, fields, FIELD_CAUSE, FIELD_CAUSE_PATH);
}

/* NULL: a constant, if anything */
static Expression *
compile_fail_field(Compiler *compiler, const ObjectFields *fields, FieldId id, FieldId path_id)
{
	const FieldValue *value = sfn_field_value(fields, path_id);

	if (value != NULL)
		return value->u.path;
	value = sfn_field_value(fields, id);
	if (value == NULL)
		return NULL;
	if (fields->language == QUERY_JSONPATH)
		sfn_warn_of_path(compiler, value->node, value->place, ACCEPT_ANY);
	return value->expression;
}
