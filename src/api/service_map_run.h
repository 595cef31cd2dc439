/*-------------------------------------------------------------------------
 *
 * service_map_run.h
 *	  The service's API: Map Runs.
 *
 *-------------------------------------------------------------------------
 */
#ifndef SFN_SERVICE_MAP_RUN_H
#define SFN_SERVICE_MAP_RUN_H

#include "postgres.h"

/* ereport ResourceNotFound for the ARN of a Map Run */
extern void sfn_map_run_refuse_missing(const char *arn) pg_attribute_noreturn();

#endif							/* SFN_SERVICE_MAP_RUN_H */
