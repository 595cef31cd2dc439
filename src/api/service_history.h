/*-------------------------------------------------------------------------
 *
 * service_history.h
 *	  The service's API: GetExecutionHistory.
 *
 *-------------------------------------------------------------------------
 */
#ifndef SFN_SERVICE_HISTORY_H
#define SFN_SERVICE_HISTORY_H

#include "postgres.h"

#include "api/service_request.h"

extern void sfn_service_get_history(const ServiceRequest *request, JsonBuilder *response);

#endif							/* SFN_SERVICE_HISTORY_H */
