/*-------------------------------------------------------------------------
 *
 * intrinsic.c
 *	  The table of intrinsic functions, and what they have in common.
 *
 * A call that the grammar allows and whose number of arguments is right can
 * fail only for the values it gets.  Such a failure is the service's "Invalid
 * arguments in States.X"; what follows the colon is ours.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "mb/pg_wchar.h"
#include "template/intrinsic_call.h"
#include "utils/fmgrprotos.h"
#include "utils/numeric.h"

static bool type_mismatch(const IntrinsicCall *call, int index, const char *wanted);
static bool round_half_up(Numeric number, int64 *result);

/*
 * name, arguments from, to, types (a: array, b: boolean, n: number, o: object,
 * s: string, *: any), in ErrorPath and CausePath, takes a template, function
 */
static const IntrinsicFunction functions[] =
{
	{"States.Array", 0, -1, "*", false, false, sfn_intrinsic_array},
	{"States.ArrayContains", 2, 2, "a*", false, false, sfn_intrinsic_array_contains},
	{"States.ArrayGetItem", 2, 2, "an", true, false, sfn_intrinsic_array_get_item},
	{"States.ArrayLength", 1, 1, "a", false, false, sfn_intrinsic_array_length},
	{"States.ArrayPartition", 2, 2, "an", false, false, sfn_intrinsic_array_partition},
	{"States.ArrayRange", 3, 3, "n", false, false, sfn_intrinsic_array_range},
	{"States.ArrayUnique", 1, 1, "a", false, false, sfn_intrinsic_array_unique},
	{"States.Base64Decode", 1, 1, "s", true, false, sfn_intrinsic_base64_decode},
	{"States.Base64Encode", 1, 1, "s", true, false, sfn_intrinsic_base64_encode},
	{"States.Format", 1, -1, "s*", true, true, sfn_intrinsic_format},
	{"States.Hash", 2, 2, "*s", true, false, sfn_intrinsic_hash},
	{"States.JsonMerge", 3, 3, "oob", false, false, sfn_intrinsic_json_merge},
	{"States.JsonToString", 1, 1, "*", true, false, sfn_intrinsic_json_to_string},
	{"States.MathAdd", 2, 2, "n", false, false, sfn_intrinsic_math_add},
	{"States.MathRandom", 2, 3, "n", false, false, sfn_intrinsic_math_random},
	{"States.StringSplit", 2, 2, "s", false, false, sfn_intrinsic_string_split},
	{"States.StringToJson", 1, 1, "s", false, false, sfn_intrinsic_string_to_json},
	{"States.UUID", 0, 0, "", true, false, sfn_intrinsic_uuid}
};

const IntrinsicFunction *
sfn_intrinsic_find(const char *name, int len)
{
	for (int i = 0; i < lengthof(functions); i++)
	{
		if (strlen(functions[i].name) == len && memcmp(functions[i].name, name, len) == 0)
			return &functions[i];
	}

	return NULL;
}

const char *
sfn_intrinsic_mismatch(const IntrinsicFunction *function, int index, const JsonbValue *value)
{
	static const char *const names[] = {"array", "boolean", "number", "object", "string"};
	int			last = (int) strlen(function->types) - 1;

	for (int i = 0; i < lengthof(names); i++)
	{
		if (names[i][0] == function->types[Min(index, last)])
			return strcmp(names[i], sfn_json_type_name(value)) == 0 ? NULL : names[i];
	}

	return NULL;
}

/* Numbers and the like are too small to count. */
bool
sfn_intrinsic_check_size(const IntrinsicCall *call)
{
	int64		size = 0;

	for (int i = 0; i < call->count; i++)
	{
		const JsonbValue *argument = &call->arguments[i];

		if (argument->type == jbvString)
			size += argument->val.string.len;
		else if (argument->type == jbvBinary)
			size += argument->val.binary.len;
	}
	if (size > INTRINSIC_MAX_BYTES)
		return sfn_intrinsic_fail(call, "they have more than %d bytes", INTRINSIC_MAX_BYTES);

	return true;
}

bool
sfn_intrinsic_fail(const IntrinsicCall *call, const char *format,...)
{
	StringInfoData cause;

	initStringInfo(&cause);
	appendStringInfo(&cause, "Invalid arguments in %s: ", call->function->name);
	for (;;)
	{
		va_list		args;
		int			needed;

		va_start(args, format);
		needed = appendStringInfoVA(&cause, format, args);
		va_end(args);
		if (needed == 0)
			break;
		enlargeStringInfo(&cause, needed);
	}

	call->error->error = STATES_INTRINSIC_FAILURE;
	call->error->cause = cause.data;
	call->error->heartbeat = false;

	return false;
}

bool
sfn_intrinsic_string(const IntrinsicCall *call, int index, const char **text, int *len)
{
	const JsonbValue *value = &call->arguments[index];

	if (value->type != jbvString)
		return type_mismatch(call, index, "string");

	*text = value->val.string.val;
	*len = value->val.string.len;

	return true;
}

bool
sfn_intrinsic_integer(const IntrinsicCall *call, int index, int64 *number)
{
	const JsonbValue *value = &call->arguments[index];

	if (value->type != jbvNumeric)
		return type_mismatch(call, index, "number");
	if (sfn_json_int64(value, number))
		return true;
	if (!round_half_up(value->val.numeric, number))
		return sfn_intrinsic_fail(call, "argument %d is out of range", index + 1);

	return true;
}

bool
sfn_intrinsic_elements(const IntrinsicCall *call, int index, JsonbValue **elements, int *count)
{
	const JsonbValue *value = &call->arguments[index];
	JsonCursor	cursor;

	if (!sfn_intrinsic_length(call, index, count))
		return false;

	*elements = palloc(Max(*count, 1) * sizeof(JsonbValue));
	sfn_json_cursor_init(&cursor, value);
	for (int i = 0; i < *count; i++)
		(void) sfn_json_next_element(&cursor, &(*elements)[i]);

	return true;
}

bool
sfn_intrinsic_length(const IntrinsicCall *call, int index, int *count)
{
	if (!sfn_json_is_array(&call->arguments[index]))
		return type_mismatch(call, index, "array");

	*count = sfn_json_count(&call->arguments[index]);

	return true;
}

bool
sfn_intrinsic_object(const IntrinsicCall *call, int index)
{
	if (!sfn_json_is_object(&call->arguments[index]))
		return type_mismatch(call, index, "object");

	return true;
}

bool
sfn_intrinsic_check_length(const IntrinsicCall *call, int index, const char *text, int len)
{
	/* The bytes prove it most of the time. */
	if (len > INTRINSIC_MAX_CHARACTERS &&
		pg_mbstrlen_with_len(text, len) > INTRINSIC_MAX_CHARACTERS)
		return sfn_intrinsic_fail(call, "argument %d is longer than %d characters",
								  index + 1, INTRINSIC_MAX_CHARACTERS);

	return true;
}

void
sfn_intrinsic_set_array(JsonbValue *elements, int count, JsonbValue *array)
{
	array->type = jbvArray;
	array->val.array.nElems = count;
	array->val.array.elems = elements;
	array->val.array.rawScalar = false;
}

static bool
type_mismatch(const IntrinsicCall *call, int index, const char *wanted)
{
	return sfn_intrinsic_fail(call, "argument %d must be of type %s, but was of type %s",
							  index + 1, wanted, sfn_json_type_name(&call->arguments[index]));
}

/*
 * round_half_up
 *		The nearest integer; a half goes toward positive infinity, as the service
 *		has it (the server's own rounding takes it away from zero).
 */
static bool
round_half_up(Numeric number, int64 *result)
{
	Numeric		half = int64_div_fast_to_numeric(5, 1);
	bool		overflow = false;
	Numeric		sum;
	JsonbValue	floor;

	sum = numeric_add_opt_error(number, half, &overflow);
	if (overflow)
		return false;

	floor.type = jbvNumeric;
	floor.val.numeric = DatumGetNumeric(DirectFunctionCall1(numeric_floor, NumericGetDatum(sum)));

	return sfn_json_int64(&floor, result);
}
