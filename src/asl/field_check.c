/*-------------------------------------------------------------------------
 *
 * field_check.c
 *	  Check one object of a definition against the table of fields.
 *
 * Which fields are there is checked first, and reported at the object; then
 * each field's value (field_value.c), reported at the field.  That is the
 * order in which the service reports.
 *
 * A field of the other query language counts as given, so that it is not
 * called missing as well, but its value is not looked at.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "asl/compiler.h"
#include "lib/stringinfo.h"
#include "miscadmin.h"

static const char *const language_names[] = {
	[QUERY_JSONPATH] = "JSONPath",
	[QUERY_JSONATA] = "JSONata",
};

static void collect_fields(Compiler *compiler, ObjectKind kind, int languages, const JsonNode *node,
						   const Place *place, ObjectFields *fields);
static bool collect_operator(Compiler *compiler, ObjectKind kind, int languages, const char *key,
							 const JsonNode *node, const Place *place, ObjectFields *fields);
static void check_required(Compiler *compiler, ObjectKind kind, const Place *place, const ObjectFields *fields);
static void check_groups(Compiler *compiler, ObjectKind kind, const Place *place, const ObjectFields *fields);
static FieldValue *field_given(const ObjectFields *fields, FieldId id);

/*
 * sfn_fields_check
 *		The fields of an object, checked; NULL when it is no object.
 *
 * languages says fields of which query languages may be there: normally just
 * the one of the state, but both where the state's language is itself the
 * problem.
 */
ObjectFields *
sfn_fields_check(Compiler *compiler, ObjectKind kind, QueryLanguage language, int languages,
				 const JsonNode *node, const Place *place)
{
	ObjectFields *fields;

	CHECK_FOR_INTERRUPTS();

	if (node->type != JSON_NODE_OBJECT)
	{
		sfn_compiler_complain(compiler, place, "Expected value of type [OBJECT]");
		return NULL;
	}

	fields = MemoryContextAllocZero(compiler->scratch, sizeof(ObjectFields));
	fields->language = language;
	fields->values = MemoryContextAllocZero(compiler->scratch, sizeof(FieldValue) * Max(node->count, 1));
	collect_fields(compiler, kind, languages, node, place, fields);
	check_required(compiler, kind, place, fields);
	check_groups(compiler, kind, place, fields);
	for (int i = 0; i < fields->count; i++)
		if (fields->values[i].valid)
			sfn_field_value_check(compiler, language, &fields->values[i]);
	return fields;
}

static void
collect_fields(Compiler *compiler, ObjectKind kind, int languages, const JsonNode *node,
			   const Place *place, ObjectFields *fields)
{
	for (int i = 0; i < node->count; i++)
	{
		const Field *field = sfn_field_find(kind, node->keys[i]);
		FieldValue *value;

		if (field == NULL)
		{
			if (!collect_operator(compiler, kind, languages, node->keys[i], node->items[i], place, fields))
				sfn_compiler_complain(compiler, place, "Field '%s' is not supported", node->keys[i]);
			continue;
		}

		value = &fields->values[fields->count++];
		fields->slot[field->id] = fields->count;
		value->field = field;
		value->kind = kind;
		value->node = node->items[i];
		value->place = sfn_place_key(compiler, place, node->keys[i]);
		value->valid = (field->languages & languages) != 0;
		if (!value->valid)
			sfn_compiler_complain(compiler, place,
								  "The QueryLanguage is set to '%s', but field '%s' is only supported for the '%s' QueryLanguage",
								  language_names[fields->language], field->name,
								  field->languages == LANGUAGE_JSONPATH ? "JSONPath" : "JSONata");
	}
}

/* A comparison operator of a Choice rule; false: it is none. */
static bool
collect_operator(Compiler *compiler, ObjectKind kind, int languages, const char *key,
				 const JsonNode *node, const Place *place, ObjectFields *fields)
{
	ChoiceOperator op;
	bool		is_path;

	if ((kind != KIND_RULE && kind != KIND_NESTED_RULE) || !sfn_choice_operator_find(key, &op, &is_path))
		return false;

	if ((languages & LANGUAGE_JSONPATH) == 0)
	{
		sfn_compiler_complain(compiler, place,
							  "The QueryLanguage is set to 'JSONata', but field '%s' is only supported for the 'JSONPath' QueryLanguage",
							  key);
		return true;
	}

	fields->operators++;
	fields->op = op;
	fields->operand_is_path = is_path;
	fields->operand = node;
	fields->operand_place = sfn_place_key(compiler, place, key);
	return true;
}

static void
check_required(Compiler *compiler, ObjectKind kind, const Place *place, const ObjectFields *fields)
{
	StringInfoData missing;
	int			count;
	const Field *table = sfn_field_table(&count);

	initStringInfo(&missing);
	for (int i = 0; i < count; i++)
	{
		if ((table[i].kinds & (1u << kind)) == 0 || (table[i].flags & FIELD_REQUIRED) == 0 ||
			sfn_field_given(fields, table[i].id))
			continue;
		if (missing.len > 0)
			appendStringInfoString(&missing, ", ");
		appendStringInfoString(&missing, table[i].name);
	}
	if (missing.len > 0)
		sfn_compiler_complain(compiler, place, "These fields are required: [%s]", missing.data);
	pfree(missing.data);
}

/*
 * How many fields of a group there are.  "End": false says nothing.
 */
static int
group_given(const FieldGroup *group, const ObjectFields *fields)
{
	int			given = 0;

	for (int i = 0; i < group->count; i++)
	{
		const FieldValue *value = field_given(fields, group->fields[i]);

		if (value == NULL)
			continue;
		if (value->field->id == FIELD_END && value->node->type == JSON_NODE_BOOL && !value->node->boolean)
			continue;
		given++;
	}
	return given;
}

static void
check_groups(Compiler *compiler, ObjectKind kind, const Place *place, const ObjectFields *fields)
{
	int			count;
	const FieldGroup *groups = sfn_field_groups(&count);

	for (int i = 0; i < count; i++)
	{
		const FieldGroup *group = &groups[i];
		int			given;
		StringInfoData names;

		if ((group->kinds & (1u << kind)) == 0)
			continue;
		given = group_given(group, fields);
		if (given == 1 || (given == 0 && !group->required))
			continue;

		initStringInfo(&names);
		for (int j = 0; j < group->count; j++)
			appendStringInfo(&names, "%s%s", j > 0 ? ", " : "", sfn_field_name(group->fields[j]));
		if (kind == KIND_RULE || kind == KIND_NESTED_RULE)
			sfn_compiler_complain(compiler, place, "The object must have only one of the following fields, [%s]",
								  names.data);
		else if (given == 0)
			sfn_compiler_complain(compiler, place, "This object should have only one of the following fields: [%s]",
								  names.data);
		else
			sfn_compiler_complain(compiler, place, "There should only be one of the following fields: [%s]",
								  names.data);
		pfree(names.data);
	}
}

bool
sfn_field_given(const ObjectFields *fields, FieldId id)
{
	return fields->slot[id] != 0;
}

static FieldValue *
field_given(const ObjectFields *fields, FieldId id)
{
	return fields->slot[id] == 0 ? NULL : &fields->values[fields->slot[id] - 1];
}

const FieldValue *
sfn_field_value(const ObjectFields *fields, FieldId id)
{
	const FieldValue *value = field_given(fields, id);

	return value != NULL && value->valid ? value : NULL;
}

char *
sfn_field_text(const ObjectFields *fields, FieldId id)
{
	const FieldValue *value = sfn_field_value(fields, id);

	return value == NULL || value->expression != NULL ? NULL : pstrdup(value->node->text);
}

int64
sfn_field_integer(const ObjectFields *fields, FieldId id, int64 otherwise)
{
	const FieldValue *value = sfn_field_value(fields, id);

	return value == NULL || value->expression != NULL ? otherwise : value->u.integer;
}

PayloadTemplate *
sfn_field_template(const ObjectFields *fields, FieldId id)
{
	const FieldValue *value = sfn_field_value(fields, id);

	return value == NULL ? NULL : value->u.tmpl;
}

PathField
sfn_field_path(const ObjectFields *fields, FieldId id)
{
	const FieldValue *value = sfn_field_value(fields, id);
	PathField	path = {false, NULL};

	if (value != NULL)
	{
		path.discard = value->is_null;
		if (!value->is_null && !sfn_expression_is_input(value->u.path))
			path.path = value->u.path;
	}
	return path;
}

/*
 * A number that may come from a path: at most one of the two fields is there.
 */
NumberField
sfn_field_number(const ObjectFields *fields, FieldId constant, FieldId path)
{
	const FieldValue *value = sfn_field_value(fields, constant);
	NumberField number = {false, 0, NULL};

	if (value != NULL && value->expression != NULL)
	{
		number.is_set = true;
		number.path = value->expression;
	}
	else if (value != NULL)
	{
		number.is_set = true;
		number.constant = value->field->form == FORM_INTEGER ?
			(double) value->u.integer : value->u.number;
	}
	else if ((value = sfn_field_value(fields, path)) != NULL)
	{
		number.is_set = true;
		number.path = value->u.path;
	}
	return number;
}
