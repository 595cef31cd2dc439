/*-------------------------------------------------------------------------
 *
 * service_check.c
 *	  Check a request to the service's API against the table of its members.
 *
 * A member that is null counts as absent.  Members that an action does not
 * know are ignored, as the service's protocol has it: newer clients may send
 * more.
 *
 * What is of a wrong type is refused at once, since a client's library would not
 * even send it; everything else that is wrong is told together.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "api/service_request.h"
#include "base/error_codes.h"
#include "lib/stringinfo.h"
#include "mb/pg_wchar.h"
#include "runtime/constraint.h"

/* What was found wrong so far */
typedef struct Violations
{
	int			count;
	StringInfoData text;
} Violations;

static void check_members(const JsonbValue *object, const RequestMember *members, const char *prefix,
						  Violations *violations);
static void check_member(const RequestMember *member, const char *path, const JsonbValue *value,
						 Violations *violations);
static void check_type(MemberType type, const char *path, const JsonbValue *value);
static void check_string(const RequestMember *member, const char *path, const char *text, Violations *violations);
static void check_number(const RequestMember *member, const char *path, const JsonbValue *value,
						 Violations *violations);
static void check_list(const RequestMember *member, const char *path, const JsonbValue *list,
					   Violations *violations);
static char *list_text(const RequestMember *member, const JsonbValue *list);
static void append_structure(StringInfo out, const RequestMember *member, const JsonbValue *structure);
static bool is_listed(const char *values, const char *text);
static void add_violation(Violations *violations, const RequestMember *member, const char *path,
						  const char *value, const char *constraint);
static const char *token_name(const JsonbValue *value);

void
sfn_request_check(const ServiceRequest *request)
{
	Violations	violations = {0};

	if (!sfn_json_is_object(&request->object))
		ereport(ERROR,
				(errcode(ERRCODE_SFN_SERIALIZATION),
				 errmsg("%s found where a structure was expected", token_name(&request->object))));
	initStringInfo(&violations.text);
	check_members(&request->object, request->members, "", &violations);
	if (violations.count > 0)
		ereport(ERROR,
				(errcode(ERRCODE_SFN_VALIDATION),
				 errmsg_internal("%d validation error%s detected: %s", violations.count,
								 violations.count == 1 ? "" : "s", violations.text.data)));
}

static void
check_members(const JsonbValue *object, const RequestMember *members, const char *prefix,
			  Violations *violations)
{
	for (const RequestMember *member = members; member->name != NULL; member++)
	{
		const char *path = psprintf("%s%s", prefix, member->name);
		JsonbValue	value;

		if (sfn_json_member(object, member->name, -1, &value) && value.type != jbvNull)
			check_member(member, path, &value, violations);
		else if (member->required)
			add_violation(violations, member, path, NULL, "not be null");
	}
}

static void
check_member(const RequestMember *member, const char *path, const JsonbValue *value, Violations *violations)
{
	check_type(member->type, path, value);
	switch (member->type)
	{
		case MEMBER_STRING:
			check_string(member, path, sfn_json_string(value), violations);
			break;
		case MEMBER_INTEGER:
		case MEMBER_NUMBER:
			check_number(member, path, value, violations);
			break;
		case MEMBER_BOOLEAN:
			break;
		case MEMBER_STRUCTURE:
			if (member->members != NULL)
				check_members(value, member->members, psprintf("%s.", path), violations);
			break;
		case MEMBER_LIST:
		case MEMBER_STRINGS:
			check_list(member, path, value, violations);
			break;
	}
}

static void
check_type(MemberType type, const char *path, const JsonbValue *value)
{
	static const struct
	{
		const char *json;
		const char *words;		/* as in the service's refusals */
	}			types[] = {
		[MEMBER_STRING] = {"string", "a String"},
		[MEMBER_INTEGER] = {"number", "an Integer"},
		[MEMBER_NUMBER] = {"number", "a Float"},
		[MEMBER_BOOLEAN] = {"boolean", "a Boolean"},
		[MEMBER_STRUCTURE] = {"object", "a structure"},
		[MEMBER_LIST] = {"array", "a list"},
		[MEMBER_STRINGS] = {"array", "a list"}
	};
	int64		number;

	if (strcmp(sfn_json_type_name(value), types[type].json) == 0 &&
		(type != MEMBER_INTEGER || sfn_json_int64(value, &number)))
		return;
	ereport(ERROR,
			(errcode(ERRCODE_SFN_SERIALIZATION),
			 errmsg("%s can not be converted to %s", token_name(value), types[type].words),
			 errdetail("This is about the member \"%s\".", path)));
}

static void
check_string(const RequestMember *member, const char *path, const char *text, Violations *violations)
{
	int			length = pg_mbstrlen(text);

	if (length < member->least)
		add_violation(violations, member, path, text,
					  psprintf("have length greater than or equal to " INT64_FORMAT, member->least));
	if (member->most > 0 && length > member->most)
		add_violation(violations, member, path, text,
					  psprintf("have length less than or equal to " INT64_FORMAT, member->most));
	if (member->values != NULL && !is_listed(member->values, text))
		add_violation(violations, member, path, text, psprintf("satisfy enum value set: [%s]", member->values));
}

static void
check_number(const RequestMember *member, const char *path, const JsonbValue *value, Violations *violations)
{
	double		number = sfn_json_double(value);

	if (number < member->least)
		add_violation(violations, member, path, sfn_json_text(value),
					  psprintf("have value greater than or equal to " INT64_FORMAT, member->least));
	if (member->most > 0 && number > member->most)
		add_violation(violations, member, path, sfn_json_text(value),
					  psprintf("have value less than or equal to " INT64_FORMAT, member->most));
}

static void
check_list(const RequestMember *member, const char *path, const JsonbValue *list, Violations *violations)
{
	int			count = sfn_json_count(list);
	JsonCursor	cursor;
	JsonbValue	element;
	int			number = 0;

	if (member->type == MEMBER_LIST && member->members == NULL)
		return;
	sfn_json_cursor_init(&cursor, list);
	while (sfn_json_next_element(&cursor, &element))
	{
		char	   *place = psprintf("%s.%d.member", path, ++number);

		check_type(member->type == MEMBER_LIST ? MEMBER_STRUCTURE : MEMBER_STRING, place, &element);
		if (member->type == MEMBER_LIST)
			check_members(&element, member->members, psprintf("%s.", place), violations);
	}
	if (count < member->least)
		add_violation(violations, member, path, list_text(member, list),
					  psprintf("have length greater than or equal to " INT64_FORMAT, member->least));
	if (member->most > 0 && count > member->most)
		add_violation(violations, member, path, list_text(member, list),
					  psprintf("have length less than or equal to " INT64_FORMAT, member->most));
}

/* As the service shows lists: [Tag(key=a, value=b), Tag(...)] */
static char *
list_text(const RequestMember *member, const JsonbValue *list)
{
	StringInfoData text;
	JsonCursor	cursor;
	JsonbValue	element;

	initStringInfo(&text);
	appendStringInfoChar(&text, '[');
	sfn_json_cursor_init(&cursor, list);
	while (sfn_json_next_element(&cursor, &element))
	{
		if (text.len > 1)
			appendStringInfoString(&text, ", ");
		if (member->type == MEMBER_LIST)
			append_structure(&text, member, &element);
		else
			appendStringInfoString(&text, sfn_json_string(&element));
	}
	appendStringInfoChar(&text, ']');
	return text.data;
}

static void
append_structure(StringInfo out, const RequestMember *member, const JsonbValue *structure)
{
	appendStringInfo(out, "%s(", member->shape);
	for (const RequestMember *inner = member->members; inner->name != NULL; inner++)
	{
		JsonbValue	value;

		appendStringInfo(out, "%s%s=", inner == member->members ? "" : ", ", inner->name);
		if (!sfn_json_member(structure, inner->name, -1, &value))
			appendStringInfoString(out, "null");
		else if (value.type == jbvString)
			appendBinaryStringInfo(out, value.val.string.val, value.val.string.len);
		else
			sfn_json_append_text(out, &value);
	}
	appendStringInfoChar(out, ')');
}

/* Whether text is one of the names in "ONE, TWO, THREE" */
static bool
is_listed(const char *values, const char *text)
{
	size_t		length = strlen(text);

	while (*values != '\0')
	{
		size_t		name = strcspn(values, ",");

		if (name == length && strncmp(values, text, length) == 0)
			return true;
		values += name;
		values += strspn(values, ", ");
	}
	return false;
}

static void
add_violation(Violations *violations, const RequestMember *member, const char *path,
			  const char *value, const char *constraint)
{
	if (violations->count++ > 0)
		appendStringInfoString(&violations->text, "; ");
	if (member->is_sensitive && value != NULL)
		appendStringInfo(&violations->text, "Value at '%s' failed to satisfy constraint: Member must %s",
						 path, constraint);
	else
		appendStringInfoString(&violations->text, sfn_constraint_violation(value, path, constraint));
}

/* What the service's parser calls it */
static const char *
token_name(const JsonbValue *value)
{
	if (sfn_json_is_object(value))
		return "START_OBJECT";
	if (sfn_json_is_array(value))
		return "START_ARRAY";
	switch (value->type)
	{
		case jbvString:
			return "STRING_VALUE";
		case jbvNumeric:
			return "NUMBER_VALUE";
		case jbvBool:
			return value->val.boolean ? "TRUE_VALUE" : "FALSE_VALUE";
		default:
			return "NULL_VALUE";
	}
}
