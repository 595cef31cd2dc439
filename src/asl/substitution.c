/*-------------------------------------------------------------------------
 *
 * substitution.c
 *	  Replace ${Name} in a definition, as deployment templates do.
 *
 * Values go into strings, and into member names too, since a state's name may
 * have a part that differs from one deployment to the next.  A name without a
 * value stays as it is: it may be text that only looks like one.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "asl/compile.h"
#include "asl/compiler.h"
#include "base/json_value.h"
#include "miscadmin.h"

static void substitute(Compiler *compiler, JsonNode *node, const JsonbValue *values, const Place *place);
static void substitute_keys(Compiler *compiler, JsonNode *node, const JsonbValue *values, const Place *place);
static char *replaced(const JsonbValue *values, const char *text);
static bool append_value(StringInfo out, const JsonbValue *values, const char *name, int len);

/* ereport when substitutions is no object of strings, numbers and booleans */
void
sfn_substitutions_check(const Jsonb *substitutions)
{
	JsonbIterator *iterator;
	JsonbIteratorToken token;
	JsonbValue	value;

	if (!JB_ROOT_IS_OBJECT(substitutions))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("substitutions must be a JSON object"),
				 errdetail("Its members name what stands as ${Name} in the definition.")));

	iterator = JsonbIteratorInit((JsonbContainer *) &substitutions->root);
	while ((token = JsonbIteratorNext(&iterator, &value, true)) != WJB_DONE)
	{
		char	   *name;

		if (token != WJB_KEY)
			continue;
		name = pnstrdup(value.val.string.val, value.val.string.len);
		(void) JsonbIteratorNext(&iterator, &value, true);
		if (value.type != jbvString && value.type != jbvNumeric && value.type != jbvBool)
			ereport(ERROR,
					(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
					 errmsg("substitution \"%s\" must be a string, a number or a boolean", name)));
	}
}

/* In place; new strings go to the current memory context. */
void
sfn_substitute(Compiler *compiler, JsonNode *tree, const Jsonb *substitutions)
{
	JsonbValue	values;

	sfn_json_from_jsonb(substitutions, &values);
	substitute(compiler, tree, &values, NULL);
}

static void
substitute(Compiler *compiler, JsonNode *node, const JsonbValue *values, const Place *place)
{
	check_stack_depth();

	if (node->type == JSON_NODE_STRING)
	{
		char	   *text = replaced(values, node->text);

		if (text != NULL)
		{
			node->text = text;
			node->len = strlen(text);
		}
	}
	else if (node->type == JSON_NODE_OBJECT)
		substitute_keys(compiler, node, values, place);

	for (int i = 0; i < node->count; i++)
		substitute(compiler, node->items[i], values,
				   node->type == JSON_NODE_OBJECT ?
				   sfn_place_key(compiler, place, node->keys[i]) : sfn_place_index(compiler, place, i));
}

/* Two names may become one, which the parser could not see. */
static void
substitute_keys(Compiler *compiler, JsonNode *node, const JsonbValue *values, const Place *place)
{
	for (int i = 0; i < node->count; i++)
	{
		char	   *key = replaced(values, node->keys[i]);

		if (key == NULL)
			continue;
		node->keys[i] = key;
		for (int j = 0; j < node->count; j++)
			if (j != i && strcmp(node->keys[j], key) == 0)
				sfn_compiler_complain(compiler, place, "Duplicate field '%s'", key);
	}
}

/*
 * text with its placeholders replaced; NULL: there are none that have a value.
 */
static char *
replaced(const JsonbValue *values, const char *text)
{
	StringInfoData out;
	bool		changed = false;
	const char *start;

	if (strstr(text, "${") == NULL)
		return NULL;

	initStringInfo(&out);
	while ((start = strstr(text, "${")) != NULL)
	{
		const char *end = strchr(start, '}');

		appendBinaryStringInfo(&out, text, start - text);
		if (end != NULL && append_value(&out, values, start + 2, end - start - 2))
		{
			changed = true;
			text = end + 1;
		}
		else
		{
			appendStringInfoString(&out, "${");
			text = start + 2;
		}
	}
	appendStringInfoString(&out, text);
	return changed ? out.data : NULL;
}

static bool
append_value(StringInfo out, const JsonbValue *values, const char *name, int len)
{
	JsonbValue	value;

	if (!sfn_json_member(values, name, len, &value))
		return false;
	if (value.type == jbvString)
		appendBinaryStringInfo(out, value.val.string.val, value.val.string.len);
	else
		sfn_json_append_text(out, &value);
	return true;
}
