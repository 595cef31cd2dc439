/*-------------------------------------------------------------------------
 *
 * intrinsic_json.c
 *	  Intrinsic functions between JSON values and their texts.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "miscadmin.h"
#include "template/intrinsic_call.h"
#include "template/json_pack.h"

typedef struct MemberCursor
{
	JsonbIterator *iterator;
	bool		has_member;
	JsonbValue	name;
	JsonbValue	value;
} MemberCursor;

static void cursor_open(MemberCursor *cursor, const JsonbValue *object);
static void cursor_advance(MemberCursor *cursor);
static bool is_blank(const char *text, int len);

/*
 * States.JsonMerge(object, object, false): the second one's members win
 *
 * Both objects have their members in jsonb's order, so merging is walking through both.  The
 * third argument asks for a deep merge, which the service does not offer.
 */
bool
sfn_intrinsic_json_merge(const IntrinsicCall *call, JsonbValue *result)
{
	MemberCursor left;
	MemberCursor right;
	JsonbValue *names;
	JsonbValue *values;
	int			most;
	int			count = 0;

	if (!sfn_intrinsic_object(call, 0) || !sfn_intrinsic_object(call, 1))
		return false;
	if (call->arguments[2].type != jbvBool || call->arguments[2].val.boolean)
		return sfn_intrinsic_fail(call, "only shallow merging is supported, argument 3 must be false");

	most = Max(sfn_json_count(&call->arguments[0]) + sfn_json_count(&call->arguments[1]), 1);
	names = palloc(most * sizeof(JsonbValue));
	values = palloc(most * sizeof(JsonbValue));

	cursor_open(&left, &call->arguments[0]);
	cursor_open(&right, &call->arguments[1]);
	while (left.has_member || right.has_member)
	{
		int			order;
		MemberCursor *taken;

		CHECK_FOR_INTERRUPTS();
		if (!left.has_member)
			order = 1;
		else if (!right.has_member)
			order = -1;
		else
			order = sfn_member_name_compare(left.name.val.string.val, left.name.val.string.len,
											right.name.val.string.val, right.name.val.string.len);

		taken = order < 0 ? &left : &right;
		names[count] = taken->name;
		values[count++] = taken->value;

		if (order <= 0)
			cursor_advance(&left);
		if (order >= 0)
			cursor_advance(&right);
	}
	sfn_object_pack(sfn_object_shape_make(names, count), values, result);

	return true;
}

static void
cursor_open(MemberCursor *cursor, const JsonbValue *object)
{
	cursor->iterator = JsonbIteratorInit(object->val.binary.data);
	cursor_advance(cursor);
}

static void
cursor_advance(MemberCursor *cursor)
{
	JsonbIteratorToken token;

	cursor->has_member = false;
	while ((token = JsonbIteratorNext(&cursor->iterator, &cursor->name, true)) != WJB_DONE)
	{
		if (token != WJB_KEY)
			continue;

		/* Members that are containers stay whole: the iterator skips into none. */
		(void) JsonbIteratorNext(&cursor->iterator, &cursor->value, true);
		cursor->has_member = true;
		break;
	}
}

/* States.JsonToString(value) */
bool
sfn_intrinsic_json_to_string(const IntrinsicCall *call, JsonbValue *result)
{
	StringInfoData text;

	initStringInfo(&text);
	sfn_json_append_text(&text, &call->arguments[0]);
	sfn_json_set_string(result, text.data, text.len);

	return true;
}

/* States.StringToJson(text): a blank text is null */
bool
sfn_intrinsic_string_to_json(const IntrinsicCall *call, JsonbValue *result)
{
	const char *text;
	int			len;
	char	   *problem;
	Jsonb	   *document;

	if (!sfn_intrinsic_string(call, 0, &text, &len))
		return false;

	if (is_blank(text, len))
	{
		sfn_json_set_null(result);
		return true;
	}

	document = sfn_json_parse(text, len, &problem);
	if (document == NULL)
		return sfn_intrinsic_fail(call, "argument 1 is no JSON text: %s", problem);
	sfn_json_from_jsonb(document, result);

	return true;
}

static bool
is_blank(const char *text, int len)
{
	for (int i = 0; i < len; i++)
	{
		if (strchr(" \t\r\n", text[i]) == NULL)
			return false;
	}

	return true;
}
