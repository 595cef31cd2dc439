/*-------------------------------------------------------------------------
 *
 * tag_functions.c
 *	  Tags from SQL: sfn_tag, sfn_untag.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "api/json_argument.h"
#include "base/error_codes.h"
#include "catalog/pg_type.h"
#include "miscadmin.h"
#include "runtime/tag.h"
#include "utils/array.h"
#include "utils/builtins.h"

static List *read_tags(const Jsonb *jsonb);

PG_FUNCTION_INFO_V1(sfn_sql_tag);
PG_FUNCTION_INFO_V1(sfn_sql_untag);

Datum
sfn_sql_tag(PG_FUNCTION_ARGS)
{
	char	   *arn = sfn_argument_required_text(fcinfo, 0, "arn");
	TagTarget	target;
	List	   *tags;

	sfn_require_argument(PG_ARGISNULL(1), "tags");
	tags = read_tags(PG_GETARG_JSONB_P(1));
	PreventCommandIfReadOnly("sfn_tag()");
	sfn_tags_check(tags);
	sfn_tag_target_find(arn, ACCESS_MANAGE, &target);
	sfn_tags_put(target.kind, target.id, tags);
	PG_RETURN_VOID();
}

Datum
sfn_sql_untag(PG_FUNCTION_ARGS)
{
	char	   *arn = sfn_argument_required_text(fcinfo, 0, "arn");
	TagTarget	target;
	Datum	   *keys;
	bool	   *nulls;
	int			count;

	sfn_require_argument(PG_ARGISNULL(1), "keys");
	PreventCommandIfReadOnly("sfn_untag()");
	sfn_tag_target_find(arn, ACCESS_MANAGE, &target);
	deconstruct_array(PG_GETARG_ARRAYTYPE_P(1), TEXTOID, -1, false, TYPALIGN_INT, &keys, &nulls, &count);
	for (int i = 0; i < count; i++)
	{
		CHECK_FOR_INTERRUPTS();
		sfn_require_argument(nulls[i], "keys");
		sfn_tag_delete(target.kind, target.id, TextDatumGetCString(keys[i]));
	}
	PG_RETURN_VOID();
}

/* {"key": "value"} */
static List *
read_tags(const Jsonb *jsonb)
{
	List	   *tags = NIL;
	JsonbValue	object;
	JsonbValue	key;
	JsonbValue	value;
	JsonCursor	cursor;

	sfn_json_from_jsonb(jsonb, &object);
	if (!sfn_json_is_object(&object))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("tags must be a JSON object"),
				 errhint("Its members are the tags, such as {\"team\": \"bakery\"}.")));
	sfn_json_cursor_init(&cursor, &object);
	while (sfn_json_next_member(&cursor, &key, &value))
	{
		Tag		   *tag = palloc(sizeof(Tag));

		tag->key = sfn_json_string(&key);
		if (value.type != jbvString)
			ereport(ERROR,
					(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
					 errmsg("the value of tag \"%s\" must be a string", tag->key)));
		tag->value = sfn_json_string(&value);
		tags = lappend(tags, tag);
	}
	return tags;
}
