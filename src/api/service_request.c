/*-------------------------------------------------------------------------
 *
 * service_request.c
 *	  A request to the service's API: check it, and read its members.
 *
 * A member that is null counts as absent.  Members that an action does not
 * know are ignored, as the service's protocol has it: newer clients may send
 * more.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "api/service_request.h"
#include "base/error_codes.h"
#include "base/rfc3339.h"
#include "lib/stringinfo.h"
#include "mb/pg_wchar.h"
#include "runtime/constraint.h"
#include "utils/numeric.h"

/* What was found wrong so far */
typedef struct Violations
{
	const char *outer;			/* member that holds these; NULL: none */
	int			count;
	StringInfoData text;
} Violations;

static void check_type(const RequestMember *member, const JsonbValue *value);
static void check_string(const RequestMember *member, const JsonbValue *value, Violations *violations);
static void check_integer(const RequestMember *member, const JsonbValue *value, Violations *violations);
static bool is_listed(const char *values, const char *text);
static void add_violation(Violations *violations, const char *value, const RequestMember *member,
						  const char *constraint);
static const char *token_name(const JsonbValue *value);

void
sfn_request_check(const ServiceRequest *request)
{
	Violations	violations = {request->outer};

	if (!sfn_json_is_object(&request->object))
		ereport(ERROR,
				(errcode(ERRCODE_SFN_SERIALIZATION),
				 errmsg("%s found where a structure was expected", token_name(&request->object))));
	initStringInfo(&violations.text);
	for (const RequestMember *member = request->members; member->name != NULL; member++)
	{
		JsonbValue	value;

		if (!sfn_request_value(request, member->name, &value))
		{
			if (member->required)
				add_violation(&violations, NULL, member, "not be null");
			continue;
		}
		check_type(member, &value);
		if (member->type == MEMBER_STRING)
			check_string(member, &value, &violations);
		else if (member->type == MEMBER_INTEGER)
			check_integer(member, &value, &violations);
	}
	if (violations.count > 0)
		ereport(ERROR,
				(errcode(ERRCODE_SFN_VALIDATION),
				 errmsg_internal("%d validation error%s detected: %s", violations.count,
								 violations.count == 1 ? "" : "s", violations.text.data)));
}

bool
sfn_request_structure(const ServiceRequest *request, const char *name, const RequestMember *members,
					  ServiceRequest *structure)
{
	memset(structure, 0, sizeof(*structure));
	structure->action = request->action;
	structure->outer = request->outer == NULL ? name : psprintf("%s.%s", request->outer, name);
	structure->members = members;
	if (!sfn_request_value(request, name, &structure->object))
		return false;
	sfn_request_check(structure);
	return true;
}

char *
sfn_request_string(const ServiceRequest *request, const char *name)
{
	JsonbValue	value;

	return sfn_request_value(request, name, &value) ? sfn_json_string(&value) : NULL;
}

int64
sfn_request_integer(const ServiceRequest *request, const char *name, int64 absent)
{
	JsonbValue	value;
	int64		number;

	if (!sfn_request_value(request, name, &value) || !sfn_json_int64(&value, &number))
		return absent;
	return number;
}

bool
sfn_request_boolean(const ServiceRequest *request, const char *name, bool absent)
{
	JsonbValue	value;

	return sfn_request_value(request, name, &value) ? value.val.boolean : absent;
}

bool
sfn_request_value(const ServiceRequest *request, const char *name, JsonbValue *value)
{
	return sfn_json_member(&request->object, name, -1, value) && value->type != jbvNull;
}

Jsonb *
sfn_request_jsonb(const ServiceRequest *request, const char *name)
{
	JsonbValue	value;

	return sfn_request_value(request, name, &value) ? sfn_json_to_jsonb(&value) : NULL;
}

int
sfn_request_limit(const ServiceRequest *request)
{
	int64		limit = sfn_request_integer(request, "maxResults", 0);

	return limit == 0 ? DEFAULT_RESULTS : (int) limit;
}

void
sfn_request_refuse_unoffered(const ServiceRequest *request, const char *name)
{
	JsonbValue	value;

	if (!sfn_request_value(request, name, &value) ||
		(value.type == jbvBool && !value.val.boolean) ||
		(value.type == jbvBinary && sfn_json_count(&value) == 0))
		return;
	ereport(ERROR,
			(errcode(ERRCODE_FEATURE_NOT_SUPPORTED),
			 errmsg("%s does not support the member \"%s\"", request->action, name)));
}

/* Encryption is the server's business: there are no keys of customers here. */
void
sfn_request_check_encryption(const ServiceRequest *request)
{
	JsonbValue	encryption;
	JsonbValue	type;

	if (!sfn_request_value(request, "encryptionConfiguration", &encryption) ||
		(sfn_json_member(&encryption, "type", -1, &type) && sfn_json_string_is(&type, OWN_ENCRYPTION)))
		return;
	ereport(ERROR,
			(errcode(ERRCODE_SFN_INVALID_ENCRYPTION_CONFIGURATION),
			 errmsg("Invalid Encryption Configuration: type must be %s", OWN_ENCRYPTION)));
}

void
sfn_response_add_time(JsonBuilder *response, const char *name, TimestampTz time)
{
	JsonbValue	seconds;

	if (time == 0)
		return;
	seconds.type = jbvNumeric;
	seconds.val.numeric = int64_div_fast_to_numeric(sfn_epoch_ms(time), 3);
	sfn_json_add(response, name, &seconds);
}

void
sfn_response_add_flag(JsonBuilder *response, const char *name, const char *flag, bool value)
{
	sfn_json_key(response, name, -1);
	sfn_json_begin_object(response);
	sfn_json_add_bool(response, flag, value);
	sfn_json_end_object(response);
}

static void
check_type(const RequestMember *member, const JsonbValue *value)
{
	static const struct
	{
		const char *json;
		const char *words;		/* as in the service's refusals */
	}			types[] = {
		[MEMBER_STRING] = {"string", "a String"},
		[MEMBER_INTEGER] = {"number", "an Integer"},
		[MEMBER_BOOLEAN] = {"boolean", "a Boolean"},
		[MEMBER_STRUCTURE] = {"object", "a structure"},
		[MEMBER_LIST] = {"array", "a list"}
	};
	int64		number;

	if (strcmp(sfn_json_type_name(value), types[member->type].json) == 0 &&
		(member->type != MEMBER_INTEGER || sfn_json_int64(value, &number)))
		return;
	ereport(ERROR,
			(errcode(ERRCODE_SFN_SERIALIZATION),
			 errmsg("%s can not be converted to %s", token_name(value), types[member->type].words),
			 errdetail("This is about the member \"%s\".", member->name)));
}

static void
check_string(const RequestMember *member, const JsonbValue *value, Violations *violations)
{
	char	   *text = sfn_json_string(value);
	int			length = pg_mbstrlen(text);

	if (length < member->least)
		add_violation(violations, text, member,
					  psprintf("have length greater than or equal to " INT64_FORMAT, member->least));
	if (member->most > 0 && length > member->most)
		add_violation(violations, text, member,
					  psprintf("have length less than or equal to " INT64_FORMAT, member->most));
	if (member->values != NULL && !is_listed(member->values, text))
		add_violation(violations, text, member, psprintf("satisfy enum value set: [%s]", member->values));
}

static void
check_integer(const RequestMember *member, const JsonbValue *value, Violations *violations)
{
	int64		number = 0;
	char	   *text = sfn_json_text(value);

	(void) sfn_json_int64(value, &number);
	if (number < member->least)
		add_violation(violations, text, member,
					  psprintf("have value greater than or equal to " INT64_FORMAT, member->least));
	if (member->most > 0 && number > member->most)
		add_violation(violations, text, member,
					  psprintf("have value less than or equal to " INT64_FORMAT, member->most));
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
add_violation(Violations *violations, const char *value, const RequestMember *member, const char *constraint)
{
	const char *name = violations->outer == NULL ? member->name : psprintf("%s.%s", violations->outer, member->name);

	if (violations->count++ > 0)
		appendStringInfoString(&violations->text, "; ");
	appendStringInfoString(&violations->text, sfn_constraint_violation(value, name, constraint));
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
