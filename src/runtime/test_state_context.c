/*-------------------------------------------------------------------------
 *
 * test_state_context.c
 *	  The context object of a tested state.
 *
 * A test may say what the context object is; what it leaves out is made up.
 * Members that the state would not find there are refused.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "asl/compile.h"
#include "base/random_id.h"
#include "base/rfc3339.h"
#include "runtime/test_state_run.h"

typedef struct ContextMember
{
	const char *section;
	const char *name;
	const char *type;			/* NULL: any */
} ContextMember;

static const ContextMember members[] = {
	{"Execution", "Id", "string"},
	{"Execution", "Input", NULL},
	{"Execution", "Name", "string"},
	{"Execution", "RedriveCount", "number"},
	{"Execution", "RedriveTime", "string"},
	{"Execution", "RoleArn", "string"},
	{"Execution", "StartTime", "string"},
	{"State", "EnteredTime", "string"},
	{"State", "Name", "string"},
	{"State", "RetryCount", "number"},
	{"StateMachine", "Id", "string"},
	{"StateMachine", "Name", "string"},
	{"Task", "Token", "string"}
};

static void check_context(const JsonbValue *context, bool has_token);
static bool check_member(const char *section, const JsonbValue *key, const JsonbValue *value);
static void refuse(const JsonbValue *key, const char *what) pg_attribute_noreturn();
static void begin_section(JsonBuilder *builder, const char *section);
static void end_section(JsonBuilder *builder, const char *section, const JsonbValue *given);
static bool runs_work(const State *state);
static bool has_task_token(const State *state);

void
sfn_test_context_make(const StateTest *test, const State *state, const Execution *execution, JsonbValue *context)
{
	const JsonbValue *given = test->context;
	JsonBuilder builder = {0};
	const char *now = sfn_rfc3339_format(execution->start_date);
	uint8		hash[TASK_TOKEN_HASH_BYTES];

	if (given != NULL)
		check_context(given, has_task_token(state));
	sfn_json_begin_object(&builder);

	begin_section(&builder, "Execution");
	sfn_json_add_string(&builder, "Id", execution->arn);
	sfn_json_add(&builder, "Input", &execution->input->value);
	sfn_json_add_string(&builder, "Name", execution->name);
	if (test->role != NULL && runs_work(state))
		sfn_json_add_string(&builder, "RoleArn", execution->identity->role_arn);
	else
	{
		JsonbValue	none;

		sfn_json_set_null(&none);
		sfn_json_add(&builder, "RoleArn", &none);
	}
	sfn_json_add_string(&builder, "StartTime", now);
	end_section(&builder, "Execution", given);

	begin_section(&builder, "StateMachine");
	sfn_json_add_string(&builder, "Id", execution->identity->arn);
	sfn_json_add_string(&builder, "Name", execution->identity->name);
	end_section(&builder, "StateMachine", given);

	begin_section(&builder, "State");
	sfn_json_add_string(&builder, "Name", LONE_STATE_NAME);
	sfn_json_add_string(&builder, "EnteredTime", now);
	if (runs_work(state))
		sfn_json_add_int64(&builder, "RetryCount", 0);
	end_section(&builder, "State", given);

	if (has_task_token(state))
	{
		begin_section(&builder, "Task");
		sfn_json_add_string(&builder, "Token", sfn_token_make(&execution->id, hash));
		end_section(&builder, "Task", given);
	}
	sfn_json_end_object(&builder);
	sfn_json_built(&builder, context);
}

static void
check_context(const JsonbValue *context, bool has_token)
{
	JsonCursor	sections;
	JsonbValue	section;
	JsonbValue	content;

	if (!sfn_json_is_object(context))
		ereport(ERROR,
				(errcode(ERRCODE_SFN_VALIDATION),
				 errmsg("Invalid Context object provided: it must be a JSON object")));
	sfn_json_cursor_init(&sections, context);
	while (sfn_json_next_member(&sections, &section, &content))
	{
		const char *name = sfn_json_string(&section);
		bool		known = false;
		JsonCursor	cursor;
		JsonbValue	key;
		JsonbValue	value;

		for (int i = 0; i < lengthof(members); i++)
			known = known || strcmp(members[i].section, name) == 0;
		if (!known || (strcmp(name, "Task") == 0 && !has_token))
			refuse(&section, "is not allowed");
		if (!sfn_json_is_object(&content))
			refuse(&section, "must be an object");
		sfn_json_cursor_init(&cursor, &content);
		while (sfn_json_next_member(&cursor, &key, &value))
		{
			if (!check_member(name, &key, &value))
				refuse(&key, "is not allowed");
		}
	}
}

/* false: there is no such member. */
static bool
check_member(const char *section, const JsonbValue *key, const JsonbValue *value)
{
	for (int i = 0; i < lengthof(members); i++)
	{
		const ContextMember *member = &members[i];

		if (strcmp(member->section, section) != 0 || !sfn_json_string_is(key, member->name))
			continue;
		if (member->type != NULL && value->type != jbvNull &&
			strcmp(sfn_json_type_name(value), member->type) != 0)
			refuse(key, psprintf("must be a %s", member->type));
		return true;
	}
	return false;
}

static void
refuse(const JsonbValue *key, const char *what)
{
	ereport(ERROR,
			(errcode(ERRCODE_SFN_VALIDATION),
			 errmsg("Invalid Context object provided: Field '%s' %s", sfn_json_string(key), what)));
}

static void
begin_section(JsonBuilder *builder, const char *section)
{
	sfn_json_key(builder, section, -1);
	sfn_json_begin_object(builder);
}

/* Of members with one name the last one stays: what is given. */
static void
end_section(JsonBuilder *builder, const char *section, const JsonbValue *given)
{
	JsonbValue	content;

	if (given != NULL && sfn_json_member(given, section, -1, &content))
		sfn_json_push_members(builder, &content);
	sfn_json_end_object(builder);
}

/* Whether it does work that needs a role and can be tried again */
static bool
runs_work(const State *state)
{
	return state->type == STATE_TASK || state->type == STATE_PARALLEL || state->type == STATE_MAP;
}

static bool
has_task_token(const State *state)
{
	return state->type == STATE_TASK && state->u.task.resource->pattern != PATTERN_REQUEST_RESPONSE;
}
