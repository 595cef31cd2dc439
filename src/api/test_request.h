/*-------------------------------------------------------------------------
 *
 * test_request.h
 *	  What is asked of a test of a state, by either API.
 *
 *-------------------------------------------------------------------------
 */
#ifndef SFN_TEST_REQUEST_H
#define SFN_TEST_REQUEST_H

#include "postgres.h"

#include "api/service_request.h"
#include "runtime/test_state.h"

/* The service's limit for documents, in characters */
#define LONGEST_DOCUMENT 262144

#define INSPECTION_LEVELS "INFO, DEBUG, TRACE"

/*
 * The members of a mock.  The first is its result, which is text at the
 * service; those behind it are a table, too, for mocks whose result is a value.
 */
extern const RequestMember sfn_mock_members[];

/* By name, NULL: INFO; ereport ValidationException for any other. */
extern InspectionLevel sfn_inspection_level(const char *name);

/*
 * A member that is JSON text; false: it is absent.  noun is what an error calls
 * it.
 */
extern bool sfn_request_document(const ServiceRequest *request, const char *name, const char *noun,
								 JsonbValue *value);
/*
 * The member "mock"; false: it is absent.  as_text: its result is JSON text,
 * and otherwise a value, or a string that may be JSON text.
 */
extern bool sfn_request_mock(const ServiceRequest *request, bool as_text, StateMock *mock);

#endif							/* SFN_TEST_REQUEST_H */
