/*-------------------------------------------------------------------------
 *
 * field_value.c
 *	  Check the value of one field, and parse what has to be parsed.
 *
 * Everything that a field's row of the table says about its value is checked
 * here, and paths and templates are parsed here, whether or not the field is
 * needed for the compiled form: so nothing in a definition goes unread.
 *
 * In JSONata states expressions are recognized by their delimiters only
 * (jsonata_check.c).
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "asl/compiler.h"
#include "base/rfc3339.h"
#include "miscadmin.h"

typedef struct TemplateReport
{
	Compiler   *compiler;
	const Place *place;
} TemplateReport;

typedef struct ReferenceNote
{
	Compiler   *compiler;
	const Place *place;
} ReferenceNote;

static bool check_type(Compiler *compiler, const FieldValue *value, JsonNodeType type, const char *name);
static bool check_integer(Compiler *compiler, FieldValue *value);
static bool check_number(Compiler *compiler, FieldValue *value);
static bool check_enum(Compiler *compiler, FieldValue *value);
static bool check_timestamp(Compiler *compiler, FieldValue *value);
static bool check_path(Compiler *compiler, FieldValue *value);
static bool check_result_path(Compiler *compiler, FieldValue *value);
static bool check_template(Compiler *compiler, QueryLanguage language, FieldValue *value);
static void warn_of_literals(Compiler *compiler, const JsonNode *node, const Place *place);
static bool check_assign(Compiler *compiler, QueryLanguage language, FieldValue *value);
static bool check_credentials(Compiler *compiler, QueryLanguage language, FieldValue *value);
static bool check_condition(Compiler *compiler, FieldValue *value);
static bool check_container(Compiler *compiler, const FieldValue *value);
static bool check_strings(Compiler *compiler, const FieldValue *value);

/* Sets value->valid and what belongs to it. */
void
sfn_field_value_check(Compiler *compiler, QueryLanguage language, FieldValue *value)
{
	const Field *field = value->field;

	value->is_null = value->node->type == JSON_NODE_NULL;
	if (value->is_null && (field->flags & FIELD_NULLABLE) != 0)
		return;

	if (language == QUERY_JSONATA && (field->flags & FIELD_EXPRESSION) != 0 &&
		value->node->type == JSON_NODE_STRING &&
		sfn_expression_delimiters(value->node->text, value->node->len) != DELIMITERS_NONE)
	{
		value->expression = sfn_compile_jsonata(compiler, value);
		value->valid = value->expression != NULL;
		return;
	}

	switch (field->form)
	{
		case FORM_STRING:
			value->valid = check_type(compiler, value, JSON_NODE_STRING, "[STRING]");
			break;
		case FORM_BOOLEAN:
			value->valid = check_type(compiler, value, JSON_NODE_BOOL, "[BOOLEAN]");
			value->u.boolean = value->node->boolean;
			break;
		case FORM_INTEGER:
			value->valid = check_integer(compiler, value);
			break;
		case FORM_NUMBER:
			value->valid = check_number(compiler, value);
			break;
		case FORM_ENUM:
			value->valid = check_enum(compiler, value);
			break;
		case FORM_TIMESTAMP:
			value->valid = check_timestamp(compiler, value);
			break;
		case FORM_PATH:
		case FORM_RULE_PATH:
			value->valid = check_path(compiler, value);
			break;
		case FORM_RESULT_PATH:
			value->valid = check_result_path(compiler, value);
			break;
		case FORM_TEMPLATE:
			value->valid = check_template(compiler, language, value);
			break;
		case FORM_ASSIGN:
			value->valid = check_assign(compiler, language, value);
			break;
		case FORM_CREDENTIALS:
			value->valid = check_credentials(compiler, language, value);
			break;
		case FORM_VALUE:
			break;
		case FORM_CONDITION:
			value->valid = check_condition(compiler, value);
			break;
		case FORM_OBJECT:
		case FORM_OBJECTS:
			value->valid = check_container(compiler, value);
			break;
		case FORM_STRINGS:
			value->valid = check_strings(compiler, value);
			break;
	}
}

static bool
check_type(Compiler *compiler, const FieldValue *value, JsonNodeType type, const char *name)
{
	if (value->node->type == type)
		return true;
	sfn_compiler_complain(compiler, value->place, "Expected value of type %s", name);
	return false;
}

static bool
check_integer(Compiler *compiler, FieldValue *value)
{
	const Field *field = value->field;
	double		number;

	if (!check_type(compiler, value, JSON_NODE_NUMBER, "Integer"))
		return false;

	number = strtod(value->node->text, NULL);
	if (number < field->min)
		sfn_compiler_complain(compiler, value->place, "Minimum value is %.0f", field->min);
	else if (number > field->max)
		sfn_compiler_complain(compiler, value->place, "Maximum value is %.0f", field->max);
	else if (!sfn_json_tree_int64(value->node, &value->u.integer))
		sfn_compiler_complain(compiler, value->place, "Expected value of type Integer");
	else
		return true;
	return false;
}

static bool
check_number(Compiler *compiler, FieldValue *value)
{
	const Field *field = value->field;

	if (!check_type(compiler, value, JSON_NODE_NUMBER, "[NUMBER]"))
		return false;

	value->u.number = strtod(value->node->text, NULL);
	if (value->u.number < field->min)
		sfn_compiler_complain(compiler, value->place, "Minimum value is %.1f", field->min);
	else if (value->u.number > field->max)
		sfn_compiler_complain(compiler, value->place, "Maximum value is %.1f", field->max);
	else
		return true;
	return false;
}

static bool
check_enum(Compiler *compiler, FieldValue *value)
{
	const Field *field = value->field;
	StringInfoData allowed;

	if (!check_type(compiler, value, JSON_NODE_STRING, "[STRING]"))
		return false;

	initStringInfo(&allowed);
	for (int i = 0; field->values[i] != NULL; i++)
	{
		if (strcmp(field->values[i], value->node->text) == 0)
		{
			value->u.choice = i;
			pfree(allowed.data);
			return true;
		}
		appendStringInfo(&allowed, "%s%s", i > 0 ? ", " : "", field->values[i]);
	}
	sfn_compiler_complain(compiler, value->place, "Value should be one of the following: [%s]", allowed.data);
	pfree(allowed.data);
	return false;
}

static bool
check_timestamp(Compiler *compiler, FieldValue *value)
{
	if (!check_type(compiler, value, JSON_NODE_STRING, "[STRING]"))
		return false;
	if (sfn_rfc3339_parse(value->node->text, value->node->len, &value->u.timestamp))
		return true;
	sfn_compiler_complain(compiler, value->place, "String does not match RFC3339 timestamp");
	return false;
}

static void
note_reference(const char *name, void *arg)
{
	ReferenceNote *note = arg;

	sfn_compiler_note_variable(note->compiler, &note->compiler->references, name, note->place);
}

/*
 * sfn_compile_path
 *		Parse a path or intrinsic; NULL when it is none that accept allows.
 *
 * The service words the same mistake differently inside Choice rules.
 */
Expression *
sfn_compile_path(Compiler *compiler, const JsonNode *node, const Place *place, int accept, bool in_rule)
{
	ReferenceNote note = {compiler, place};
	Expression *path;
	char	   *problem;

	path = sfn_expression_parse(node->text, node->len, accept, &problem);
	if (path != NULL)
		sfn_expression_walk_variables(path, note_reference, &note);
	else if (in_rule && node->text[0] != '$')
		sfn_compiler_complain(compiler, place, "Value is not a Reference Path: Reference path didn't start with '$'");
	else if (node->text[0] == '$' && (accept & ACCEPT_REFERENCE_ONLY) != 0)
		sfn_compiler_complain(compiler, place, "Value is not a Reference Path");
	else
		sfn_compiler_complain(compiler, place, "Value must be a valid JSONPath.");
	return path;
}

static bool
check_path(Compiler *compiler, FieldValue *value)
{
	const Field *field = value->field;

	if (!check_type(compiler, value, JSON_NODE_STRING, "[STRING]"))
		return false;
	value->u.path = sfn_compile_path(compiler, value->node, value->place, field->accept,
									 field->form == FORM_RULE_PATH);
	return value->u.path != NULL;
}

/*
 * Where a result is written to: a reference path into the input, neither "$$"
 * nor a variable
 */
static bool
check_result_path(Compiler *compiler, FieldValue *value)
{
	const JsonNode *node = value->node;
	char	   *problem;
	SfnPath    *path = NULL;

	if (!check_type(compiler, value, JSON_NODE_STRING, "[STRING]"))
		return false;

	if (node->text[0] != '$')
	{
		sfn_compiler_complain(compiler, value->place, "Value must be a valid JSONPath.");
		return false;
	}
	if (node->len == 1 || node->text[1] == '.' || node->text[1] == '[')
		path = sfn_path_parse(node->text, node->len, JSON_PATH_SERVICE, &problem);
	if (path == NULL || !sfn_path_is_reference(path))
	{
		sfn_compiler_complain(compiler, value->place, "Value is not a Reference Path");
		return false;
	}
	value->u.result_path = sfn_path_is_root(path) ? NULL : path;
	return true;
}

static void
report_template(const char *pointer, const char *field, const char *message, void *arg)
{
	TemplateReport *report = arg;
	const Place *place = report->place;

	if (pointer[0] == '/')
		place = sfn_place_key(report->compiler, place, MemoryContextStrdup(report->compiler->scratch, pointer + 1));
	sfn_compiler_complain(report->compiler, place, "%s", message);
}

static bool
check_template(Compiler *compiler, QueryLanguage language, FieldValue *value)
{
	TemplateReport report = {compiler, value->place};
	ReferenceNote note = {compiler, value->place};

	if (language == QUERY_JSONATA)
	{
		value->u.tmpl = sfn_compile_jsonata_template(compiler, value);
		return value->u.tmpl != NULL;
	}

	value->u.tmpl = sfn_template_compile(value->node, report_template, &report);
	if (value->u.tmpl == NULL)
		return false;
	warn_of_literals(compiler, value->node, value->place);
	sfn_template_walk_variables(value->u.tmpl, note_reference, &note);
	return true;
}

/*
 * Members whose value looks like an expression but whose name does not end in
 * ".$", so that it is passed on as text.
 */
static void
warn_of_literals(Compiler *compiler, const JsonNode *node, const Place *place)
{
	check_stack_depth();

	for (int i = 0; i < node->count; i++)
	{
		const JsonNode *item = node->items[i];
		bool		is_member = node->type == JSON_NODE_OBJECT;

		if (item->type == JSON_NODE_ARRAY || item->type == JSON_NODE_OBJECT)
		{
			warn_of_literals(compiler, item, is_member ? sfn_place_key(compiler, place, node->keys[i]) :
							 sfn_place_index(compiler, place, i));
			continue;
		}
		if (!is_member)
			continue;
		if (strlen(node->keys[i]) >= 2 && strcmp(node->keys[i] + strlen(node->keys[i]) - 2, ".$") == 0)
			continue;
		if (sfn_looks_like_path(item, ACCEPT_ANY))
			sfn_compiler_report(compiler, DIAGNOSTIC_WARNING, CODE_NO_DOLLAR, place,
								"The value of the field '%s' looks like a path or an intrinsic function call, but is passed on as text: the field's name does not end in '.$'",
								node->keys[i]);
	}
}

bool
sfn_looks_like_path(const JsonNode *node, int accept)
{
	char	   *problem;

	if (node->type != JSON_NODE_STRING)
		return false;
	if (strncmp(node->text, "$.", 2) != 0 && strncmp(node->text, "$$.", 3) != 0 && strncmp(node->text, "States.", 7) != 0)
		return false;
	return sfn_expression_parse(node->text, node->len, accept, &problem) != NULL;
}

void
sfn_warn_of_path(Compiler *compiler, const JsonNode *node, const Place *place, int accept)
{
	if (sfn_looks_like_path(node, accept))
		sfn_compiler_report(compiler, DIAGNOSTIC_WARNING, CODE_NO_PATH, place,
							"The value looks like a path, but is taken as text: the field's name does not end in 'Path'");
}

static bool
check_assign(Compiler *compiler, QueryLanguage language, FieldValue *value)
{
	const JsonNode *node = value->node;
	bool		valid = true;

	if (!check_type(compiler, value, JSON_NODE_OBJECT, "[OBJECT]"))
		return false;

	for (int i = 0; i < node->count; i++)
	{
		const char *key = node->keys[i];
		int			len = strlen(key);
		const Place *place = sfn_place_key(compiler, value->place, key);

		if (language == QUERY_JSONPATH && len > 2 && strcmp(key + len - 2, ".$") == 0)
			len -= 2;
		if (!sfn_variable_name_check(compiler, key, len, place))
			valid = false;
		else
			sfn_compiler_note_variable(compiler, &compiler->assignments, pnstrdup(key, len), place);
	}
	return check_template(compiler, language, value) && valid;
}

static bool
check_credentials(Compiler *compiler, QueryLanguage language, FieldValue *value)
{
	const JsonNode *role;

	if (!check_type(compiler, value, JSON_NODE_OBJECT, "[OBJECT]"))
		return false;

	role = sfn_json_tree_member(value->node, "RoleArn");
	if (role != NULL && role->type != JSON_NODE_STRING)
	{
		sfn_compiler_complain(compiler, sfn_place_key(compiler, value->place, "RoleArn"),
							  "Expected value of type [STRING]");
		return false;
	}
	if (role == NULL &&
		(language == QUERY_JSONATA || sfn_json_tree_member(value->node, "RoleArn.$") == NULL))
	{
		sfn_compiler_complain(compiler, value->place, "The field 'RoleArn' is required but was missing");
		return false;
	}
	return check_template(compiler, language, value);
}

static bool
check_condition(Compiler *compiler, FieldValue *value)
{
	if (value->node->type == JSON_NODE_BOOL)
		return true;
	if (!check_type(compiler, value, JSON_NODE_STRING, "[STRING]"))
		return false;
	value->expression = sfn_compile_jsonata(compiler, value);
	return value->expression != NULL;
}

static bool
check_container(Compiler *compiler, const FieldValue *value)
{
	const Field *field = value->field;
	bool		is_object = field->form == FORM_OBJECT;

	if (!check_type(compiler, value, is_object ? JSON_NODE_OBJECT : JSON_NODE_ARRAY,
					is_object ? "[OBJECT]" : "[ARRAY]"))
		return false;
	if ((field->flags & FIELD_NON_EMPTY) != 0 && value->node->count == 0)
	{
		sfn_compiler_complain(compiler, value->place, "Value cannot be empty");
		return false;
	}
	return true;
}

static bool
check_strings(Compiler *compiler, const FieldValue *value)
{
	const JsonNode *node = value->node;
	bool		valid = true;

	if (!check_type(compiler, value, JSON_NODE_ARRAY, "[ARRAY]"))
		return false;
	if (node->count == 0)
	{
		sfn_compiler_complain(compiler, value->place, "Value cannot be empty");
		return false;
	}
	for (int i = 0; i < node->count; i++)
	{
		if (node->items[i]->type == JSON_NODE_STRING)
			continue;
		sfn_compiler_complain(compiler, sfn_place_index(compiler, value->place, i),
							  "Expected value of type [STRING]");
		valid = false;
	}
	return valid;
}
