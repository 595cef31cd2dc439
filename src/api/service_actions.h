/*-------------------------------------------------------------------------
 *
 * service_actions.h
 *	  The tables of actions that sfn_api offers, one per noun.
 *
 *-------------------------------------------------------------------------
 */
#ifndef SFN_SERVICE_ACTIONS_H
#define SFN_SERVICE_ACTIONS_H

#include "postgres.h"

#include "api/service_request.h"

extern const ServiceAction sfn_machine_actions[];	/* service_machine.c */
extern const ServiceAction sfn_machine_view_actions[];	/* service_machine_view.c */
extern const ServiceAction sfn_version_actions[];	/* service_version.c */
extern const ServiceAction sfn_alias_actions[]; /* service_alias.c */
extern const ServiceAction sfn_tag_actions[];	/* service_tag.c */
extern const ServiceAction sfn_map_run_actions[];	/* service_map_run.c */
extern const ServiceAction sfn_execution_actions[]; /* service_execution.c */
extern const ServiceAction sfn_activity_actions[];	/* service_activity.c */
extern const ServiceAction sfn_test_actions[];	/* service_test_state.c */
extern const ServiceAction sfn_task_actions[];	/* service_task.c */

#endif							/* SFN_SERVICE_ACTIONS_H */
