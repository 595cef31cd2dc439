/*-------------------------------------------------------------------------
 *
 * service_model.h
 *	  What services of AWS answer, to check mocked answers by.
 *
 *-------------------------------------------------------------------------
 */
#ifndef SFN_SERVICE_MODEL_H
#define SFN_SERVICE_MODEL_H

#include "postgres.h"

#include "base/json_value.h"

/*
 * What is wrong with an answer of a service's action, in the service's words
 * (palloc'd); NULL: nothing, or the action is not known.  service is as in
 * resources: "sqs", "aws-sdk:s3".  need_all: required members must be there.
 */
extern char *sfn_service_model_check(const char *service, const char *action, const JsonbValue *answer,
									 bool need_all);

#endif							/* SFN_SERVICE_MODEL_H */
