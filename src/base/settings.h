/*-------------------------------------------------------------------------
 *
 * settings.h
 *	  sfn's configuration parameters.
 *
 *-------------------------------------------------------------------------
 */
#ifndef SFN_SETTINGS_H
#define SFN_SETTINGS_H

#include "postgres.h"

extern char *sfn_setting_region;	/* sfn.region */
extern char *sfn_setting_account_id;	/* sfn.account_id */
extern bool sfn_setting_async;	/* sfn.async */
extern bool sfn_setting_virtual_clock;	/* sfn.virtual_clock */
extern bool sfn_setting_notify_executions;	/* sfn.notify_executions */
extern bool sfn_setting_log_to_server;	/* sfn.log_to_server, superuser */
extern int	sfn_setting_max_payload_bytes;	/* sfn.max_payload_bytes, superuser */
extern int	sfn_setting_max_history_events; /* sfn.max_history_events, superuser; 0 = none */
extern int	sfn_setting_max_execution_seconds;	/* sfn.max_execution_seconds; 0 = none */
extern int	sfn_setting_max_state_machines; /* sfn.max_state_machines, superuser; 0 = none */
extern int	sfn_setting_max_activities; /* sfn.max_activities, superuser; 0 = none */
extern int	sfn_setting_max_activity_pollers;	/* sfn.max_activity_pollers, superuser; 0 = none */
extern int	sfn_setting_max_running_executions; /* sfn.max_running_executions, superuser; 0 = none */
extern int	sfn_setting_plan_cache_size;	/* sfn.plan_cache_size: compiled definitions kept per backend */
extern int	sfn_setting_jsonata_max_depth;	/* sfn.jsonata_max_depth: calls of functions within calls */
extern int	sfn_setting_jsonata_max_steps;	/* sfn.jsonata_max_steps; 0 = none */
extern int	sfn_setting_jsonata_max_memory; /* sfn.jsonata_max_memory, in kB; 0 = none */

/* Called once from _PG_init. */
extern void sfn_settings_define(void);

#endif							/* SFN_SETTINGS_H */
