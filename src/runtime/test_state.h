/*-------------------------------------------------------------------------
 *
 * test_state.h
 *	  Run a single state, without a machine and without a trace.
 *
 *-------------------------------------------------------------------------
 */
#ifndef SFN_TEST_STATE_H
#define SFN_TEST_STATE_H

#include "postgres.h"

#include "base/json_value.h"

/* How much is told about the way through the state */
typedef enum InspectionLevel
{
	INSPECTION_INFO,			/* nothing */
	INSPECTION_DEBUG,			/* the data flow */
	INSPECTION_TRACE			/* also HTTP requests and their responses */
} InspectionLevel;

/* How a mocked result is compared with what the service's API answers */
typedef enum MockValidation
{
	MOCK_STRICT,				/* required members must be there, and all be right */
	MOCK_PRESENT,				/* those that are there must be right */
	MOCK_NONE
} MockValidation;

/* What stands for the work of a Task, Parallel or Map: a result or an error */
typedef struct StateMock
{
	bool		has_result;
	JsonbValue	result;
	bool		has_error;
	const char *error;			/* NULL: none */
	const char *cause;
	MockValidation validation;
} StateMock;

/* What is supposed to have happened before and inside the state */
typedef struct StateConfiguration
{
	int64		retries;		/* how often its Retriers were used */
	const char *error_caused_by;	/* state inside that failed; NULL: not said */
	int64		failed_iterations;	/* of a Map; -1: not said */
	const char *item_reader_data;	/* what a Map's ItemReader reads; NULL: not said */
} StateConfiguration;

typedef struct StateTest
{
	const char *definition;
	const char *state_name;		/* NULL: the definition is that of the state alone */
	JsonbValue	input;
	const char *role;			/* database role that a Task runs as; NULL: none */
	const JsonbValue *context;	/* what is known of the context object; NULL: nothing */
	const JsonbValue *variables;	/* NULL: none */
	const StateMock *mock;		/* NULL: do the work */
	StateConfiguration configuration;
	InspectionLevel level;
	bool		reveal_secrets;
	bool		as_text;		/* payloads are told as JSON text, as the service does */
} StateTest;

/*
 * Run it and add what came of it to the response, an object that is begun.
 * What the state does to the database stays done.  ereport InvalidDefinition,
 * or ValidationException for a test that cannot be.
 */
extern void sfn_test_state(const StateTest *test, JsonBuilder *response);

#endif							/* SFN_TEST_STATE_H */
