/*-------------------------------------------------------------------------
 *
 * fn_boolean.c
 *	  $boolean, $not, $exists, $type, $error, $assert.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "jsonata/native.h"

static void fail_with_message(Evaluator *ev, const char *code, Value message,
							  const char *otherwise) pg_attribute_noreturn();

Value
sfn_fn_boolean(Evaluator *ev, const NativeCall *call)
{
	if (is_undefined(call->args[0]))
		return UNDEFINED_VALUE;
	return value_bool(sfn_value_truth(ev, call->args[0]));
}

Value
sfn_fn_not(Evaluator *ev, const NativeCall *call)
{
	if (is_undefined(call->args[0]))
		return UNDEFINED_VALUE;
	return value_bool(!sfn_value_truth(ev, call->args[0]));
}

Value
sfn_fn_exists(Evaluator *ev, const NativeCall *call)
{
	return value_bool(!is_undefined(call->args[0]));
}

Value
sfn_fn_type(Evaluator *ev, const NativeCall *call)
{
	static const char *const names[] = {
		[VALUE_NULL] = "null",[VALUE_BOOL] = "boolean",[VALUE_NUMBER] = "number",
		[VALUE_NUMERIC] = "number",[VALUE_STRING] = "string",[VALUE_ARRAY] = "array",
		[VALUE_JSONB_ARRAY] = "array",[VALUE_OBJECT] = "object",
		[VALUE_JSONB_OBJECT] = "object",[VALUE_FUNCTION] = "function",
		[VALUE_TUPLE] = "object",[VALUE_THUNK] = "function"
	};
	const char *name = names[call->args[0].kind];

	return name == NULL ? UNDEFINED_VALUE : value_string(name, strlen(name));
}

Value
sfn_fn_error(Evaluator *ev, const NativeCall *call)
{
	fail_with_message(ev, "D3137", call->args[0], "$error() function evaluated");
}

Value
sfn_fn_assert(Evaluator *ev, const NativeCall *call)
{
	if (call->args[0].kind != VALUE_BOOL || !call->args[0].boolean)
		fail_with_message(ev, "D3141", call->args[1], "$assert() statement failed");
	return UNDEFINED_VALUE;
}

static void
fail_with_message(Evaluator *ev, const char *code, Value message, const char *otherwise)
{
	Complaint	complaint = {.code = code,.position = ev->call_position,
		.message = otherwise,.message_len = strlen(otherwise)};

	if (is_string(message) && message.len > 0)
	{
		complaint.message = message.string;
		complaint.message_len = message.len;
	}
	sfn_evaluator_fail(ev, &complaint);
}
