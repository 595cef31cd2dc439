/*-------------------------------------------------------------------------
 *
 * logging.c
 *	  A state machine's logging configuration.
 *
 *		{"level": "ERROR", "includeExecutionData": true,
 *		 "destinations": [{"cloudWatchLogsLogGroup": {"logGroupArn": "arn:..."}}]}
 *
 * sfn keeps its log in a table whatever the destination says, so a destination
 * is kept only to be shown again; clients of the service's API must still give
 * one where the service wants it.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "base/error_codes.h"
#include "base/json_value.h"
#include "runtime/constraint.h"
#include "runtime/logging.h"

typedef struct LoggingConfiguration
{
	const char *level;
	bool		include_data;
	bool		has_destinations;
	JsonbValue	destinations;
} LoggingConfiguration;

static void read_member(const char *name, const JsonbValue *value, LoggingConfiguration *logging);
static const char *read_level(const JsonbValue *value);
static bool is_destination(const JsonbValue *value);
static void refuse(const char *why) pg_attribute_noreturn();

Jsonb *
sfn_logging_complete(const Jsonb *configuration, bool need_destination)
{
	LoggingConfiguration logging = {.level = "OFF"};
	JsonBuilder builder = {0};
	JsonbValue	object;
	JsonbValue	name;
	JsonbValue	value;
	JsonCursor	cursor;
	int			destinations = 0;

	if (configuration != NULL)
	{
		sfn_json_from_jsonb(configuration, &object);
		if (!sfn_json_is_object(&object))
			refuse("It must be a JSON object.");
		sfn_json_cursor_init(&cursor, &object);
		while (sfn_json_next_member(&cursor, &name, &value))
			read_member(sfn_json_string(&name), &value, &logging);
	}
	if (logging.has_destinations)
		destinations = sfn_json_count(&logging.destinations);
	if (destinations > 1 ||
		(need_destination && destinations == 0 && strcmp(logging.level, "OFF") != 0))
		refuse("Must specify exactly one Log Destination.");

	sfn_json_begin_object(&builder);
	sfn_json_add_string(&builder, "level", logging.level);
	sfn_json_add_bool(&builder, "includeExecutionData", logging.include_data);
	if (logging.has_destinations)
		sfn_json_add(&builder, "destinations", &logging.destinations);
	sfn_json_end_object(&builder);
	return sfn_json_built_jsonb(&builder);
}

static void
read_member(const char *name, const JsonbValue *value, LoggingConfiguration *logging)
{
	JsonbValue	destination;

	if (value->type == jbvNull)
		return;
	if (strcmp(name, "level") == 0)
		logging->level = read_level(value);
	else if (strcmp(name, "includeExecutionData") == 0)
	{
		if (value->type != jbvBool)
			refuse("The field 'includeExecutionData' must be a boolean.");
		logging->include_data = value->val.boolean;
	}
	else if (strcmp(name, "destinations") == 0)
	{
		if (!sfn_json_is_array(value))
			refuse("The field 'destinations' must be an array.");
		for (int i = 0; sfn_json_element(value, i, &destination); i++)
		{
			if (!is_destination(&destination))
				refuse("A Log Destination must be a CloudWatch Logs log group.");
		}
		logging->has_destinations = true;
		logging->destinations = *value;
	}
	else
		refuse(psprintf("The field '%s' is not known.", name));
}

static const char *
read_level(const JsonbValue *value)
{
	static const char *const levels[] = {"ALL", "ERROR", "FATAL", "OFF"};

	for (int i = 0; i < lengthof(levels); i++)
	{
		if (sfn_json_string_is(value, levels[i]))
			return levels[i];
	}
	sfn_constraint_refuse(value->type == jbvString ? sfn_json_string(value) : sfn_json_text(value),
						  "loggingConfiguration.level", "satisfy enum value set: [ALL, ERROR, FATAL, OFF]");
}

/* {"cloudWatchLogsLogGroup": {"logGroupArn": "..."}} */
static bool
is_destination(const JsonbValue *value)
{
	JsonbValue	group;
	JsonbValue	arn;

	return sfn_json_member(value, "cloudWatchLogsLogGroup", -1, &group) &&
		sfn_json_member(&group, "logGroupArn", -1, &arn) && arn.type == jbvString;
}

static void
refuse(const char *why)
{
	ereport(ERROR,
			(errcode(ERRCODE_SFN_INVALID_LOGGING_CONFIGURATION),
			 errmsg_internal("Invalid Logging Configuration: %s", why)));
}
