/*-------------------------------------------------------------------------
 *
 * log_level.h
 *	  Which history events a state machine logs.
 *
 *-------------------------------------------------------------------------
 */
#ifndef SFN_LOG_LEVEL_H
#define SFN_LOG_LEVEL_H

#include "postgres.h"

#include "engine/event.h"

typedef enum LogLevel
{
	LOG_LEVEL_OFF,
	LOG_LEVEL_FATAL,
	LOG_LEVEL_ERROR,
	LOG_LEVEL_ALL
} LogLevel;

typedef struct LogSettings
{
	LogLevel	level;
	bool		include_data;	/* inputs, outputs, parameters, variables */
} LogSettings;

/* "ALL" and so on; false: no such level */
extern bool sfn_log_level_parse(const char *name, LogLevel *level);
extern bool sfn_log_level_covers(LogLevel level, EventType type);

#endif							/* SFN_LOG_LEVEL_H */
