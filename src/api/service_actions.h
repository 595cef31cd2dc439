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
extern const ServiceAction sfn_execution_actions[]; /* service_execution.c */
extern const ServiceAction sfn_activity_actions[];	/* service_activity.c */
extern const ServiceAction sfn_task_actions[];	/* service_task.c */
extern const ServiceAction sfn_test_actions[];	/* service_test_state.c */

#endif							/* SFN_SERVICE_ACTIONS_H */
