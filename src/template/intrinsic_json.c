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

static void add_members(JsonBuilder *builder, const JsonbValue *object);
static bool is_blank(const char *text, int len);

/*
 * States.JsonMerge(object, object, false): the second one's members win
 *
 * The third argument asks for a deep merge, which the service does not offer.
 */
bool
sfn_intrinsic_json_merge(const IntrinsicCall *call, JsonbValue *result)
{
	JsonBuilder builder = {0};

	if (!sfn_intrinsic_object(call, 0) || !sfn_intrinsic_object(call, 1))
		return false;
	if (call->arguments[2].type != jbvBool || call->arguments[2].val.boolean)
		return sfn_intrinsic_fail(call, "only shallow merging is supported, argument 3 must be false");

	sfn_json_begin_object(&builder);
	add_members(&builder, &call->arguments[0]);
	add_members(&builder, &call->arguments[1]);
	sfn_json_end_object(&builder);
	sfn_json_built(&builder, result);

	return true;
}

static void
add_members(JsonBuilder *builder, const JsonbValue *object)
{
	JsonCursor	cursor;
	JsonbValue	name;
	JsonbValue	value;

	sfn_json_cursor_init(&cursor, object);
	while (sfn_json_next_member(&cursor, &name, &value))
	{
		CHECK_FOR_INTERRUPTS();
		sfn_json_key(builder, name.val.string.val, name.val.string.len);
		sfn_json_push(builder, &value);
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
