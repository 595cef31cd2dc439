/*-------------------------------------------------------------------------
 *
 * log_level.c
 *	  Which history events a state machine logs.
 *
 * FATAL are the ends of an execution that are no success, ERROR whatever
 * failed, timed out or was aborted on the way as well.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "engine/log_level.h"

static bool ends_with(const char *name, const char *suffix);

bool
sfn_log_level_parse(const char *name, LogLevel *level)
{
	static const char *const names[] = {
		[LOG_LEVEL_OFF] = "OFF",
		[LOG_LEVEL_FATAL] = "FATAL",
		[LOG_LEVEL_ERROR] = "ERROR",
		[LOG_LEVEL_ALL] = "ALL",
	};

	for (int i = 0; i < lengthof(names); i++)
	{
		if (strcmp(name, names[i]) == 0)
		{
			*level = (LogLevel) i;
			return true;
		}
	}
	return false;
}

bool
sfn_log_level_covers(LogLevel level, EventType type)
{
	const char *name = sfn_event_type_info(type)->name;

	switch (level)
	{
		case LOG_LEVEL_OFF:
			return false;
		case LOG_LEVEL_FATAL:
			return type == EVENT_EXECUTION_FAILED || type == EVENT_EXECUTION_ABORTED ||
				type == EVENT_EXECUTION_TIMED_OUT;
		case LOG_LEVEL_ERROR:
			return type == EVENT_FAIL_STATE_ENTERED || ends_with(name, "Failed") ||
				ends_with(name, "TimedOut") || ends_with(name, "Aborted");
		case LOG_LEVEL_ALL:
			break;
	}
	return true;
}

static bool
ends_with(const char *name, const char *suffix)
{
	size_t		length = strlen(name);
	size_t		suffix_length = strlen(suffix);

	return length >= suffix_length && strcmp(name + length - suffix_length, suffix) == 0;
}
