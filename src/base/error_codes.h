/*-------------------------------------------------------------------------
 *
 * error_codes.h
 *	  The service's error codes as SQLSTATEs, and the States.* names.
 *
 * A refusal that the service knows is raised with one of these SQLSTATEs and
 * the service's message verbatim; sfn_error_code(sqlstate) gives the service's
 * name back.  Class SF is free for implementations (SQL reserves 0-4 and A-H).
 *
 *-------------------------------------------------------------------------
 */
#ifndef SFN_ERROR_CODES_H
#define SFN_ERROR_CODES_H

#include "postgres.h"

/* SERVICE_ERROR(C name, the service's code, last three digits of SQLSTATE SFnnn) */
#define SFN_SERVICE_ERRORS(SERVICE_ERROR) \
	SERVICE_ERROR(ACTIVITY_ALREADY_EXISTS, "ActivityAlreadyExists", '0', '0', '1') \
	SERVICE_ERROR(ACTIVITY_DOES_NOT_EXIST, "ActivityDoesNotExist", '0', '0', '2') \
	SERVICE_ERROR(ACTIVITY_LIMIT_EXCEEDED, "ActivityLimitExceeded", '0', '0', '3') \
	SERVICE_ERROR(ACTIVITY_WORKER_LIMIT_EXCEEDED, "ActivityWorkerLimitExceeded", '0', '0', '4') \
	SERVICE_ERROR(CONFLICT, "ConflictException", '0', '0', '5') \
	SERVICE_ERROR(EXECUTION_ALREADY_EXISTS, "ExecutionAlreadyExists", '0', '0', '6') \
	SERVICE_ERROR(EXECUTION_DOES_NOT_EXIST, "ExecutionDoesNotExist", '0', '0', '7') \
	SERVICE_ERROR(EXECUTION_LIMIT_EXCEEDED, "ExecutionLimitExceeded", '0', '0', '8') \
	SERVICE_ERROR(EXECUTION_NOT_REDRIVABLE, "ExecutionNotRedrivable", '0', '0', '9') \
	SERVICE_ERROR(INVALID_ARN, "InvalidArn", '0', '1', '0') \
	SERVICE_ERROR(INVALID_DEFINITION, "InvalidDefinition", '0', '1', '1') \
	SERVICE_ERROR(INVALID_EXECUTION_INPUT, "InvalidExecutionInput", '0', '1', '2') \
	SERVICE_ERROR(INVALID_LOGGING_CONFIGURATION, "InvalidLoggingConfiguration", '0', '1', '3') \
	SERVICE_ERROR(INVALID_NAME, "InvalidName", '0', '1', '4') \
	SERVICE_ERROR(INVALID_OUTPUT, "InvalidOutput", '0', '1', '5') \
	SERVICE_ERROR(INVALID_TOKEN, "InvalidToken", '0', '1', '6') \
	SERVICE_ERROR(INVALID_TRACING_CONFIGURATION, "InvalidTracingConfiguration", '0', '1', '7') \
	SERVICE_ERROR(INVALID_ENCRYPTION_CONFIGURATION, "InvalidEncryptionConfiguration", '0', '1', '8') \
	SERVICE_ERROR(MISSING_REQUIRED_PARAMETER, "MissingRequiredParameter", '0', '1', '9') \
	SERVICE_ERROR(RESOURCE_NOT_FOUND, "ResourceNotFound", '0', '2', '0') \
	SERVICE_ERROR(SERVICE_QUOTA_EXCEEDED, "ServiceQuotaExceededException", '0', '2', '1') \
	SERVICE_ERROR(STATE_MACHINE_ALREADY_EXISTS, "StateMachineAlreadyExists", '0', '2', '2') \
	SERVICE_ERROR(STATE_MACHINE_DELETING, "StateMachineDeleting", '0', '2', '3') \
	SERVICE_ERROR(STATE_MACHINE_DOES_NOT_EXIST, "StateMachineDoesNotExist", '0', '2', '4') \
	SERVICE_ERROR(STATE_MACHINE_LIMIT_EXCEEDED, "StateMachineLimitExceeded", '0', '2', '5') \
	SERVICE_ERROR(STATE_MACHINE_TYPE_NOT_SUPPORTED, "StateMachineTypeNotSupported", '0', '2', '6') \
	SERVICE_ERROR(TASK_DOES_NOT_EXIST, "TaskDoesNotExist", '0', '2', '7') \
	SERVICE_ERROR(TASK_TIMED_OUT, "TaskTimedOut", '0', '2', '8') \
	SERVICE_ERROR(TOO_MANY_TAGS, "TooManyTags", '0', '2', '9') \
	SERVICE_ERROR(VALIDATION, "ValidationException", '0', '3', '0') \
	SERVICE_ERROR(SERIALIZATION, "SerializationException", '0', '3', '1') \
	SERVICE_ERROR(UNKNOWN_OPERATION, "UnknownOperationException", '0', '3', '2') \
	SERVICE_ERROR(ACCESS_DENIED, "AccessDeniedException", '0', '3', '3')

/* ERRCODE_SFN_INVALID_DEFINITION and so on, for errcode() */
typedef enum SfnSqlState
{
#define SERVICE_ERROR(cname, code, a, b, c) \
	ERRCODE_SFN_##cname = MAKE_SQLSTATE('S', 'F', a, b, c),
	SFN_SERVICE_ERRORS(SERVICE_ERROR)
#undef SERVICE_ERROR

	/* sfn_raise_error: the task's own error; message = Error, detail = Cause */
	ERRCODE_SFN_TASK_ERROR = MAKE_SQLSTATE('S', 'F', 'T', '0', '1'),
	/* a JSONPath or intrinsic given to sfn_jsonpath, sfn_intrinsic is malformed */
	ERRCODE_SFN_INVALID_EXPRESSION = MAKE_SQLSTATE('S', 'F', 'X', '0', '1'),
	/* evaluating an expression failed */
	ERRCODE_SFN_EVALUATION_FAILED = MAKE_SQLSTATE('S', 'F', 'X', '0', '2')
} SfnSqlState;

/* Predefined error names of the States Language */
#define STATES_ALL "States.ALL"
#define STATES_TIMEOUT "States.Timeout"
#define STATES_HEARTBEAT_TIMEOUT "States.HeartbeatTimeout"
#define STATES_TASK_FAILED "States.TaskFailed"
#define STATES_PERMISSIONS "States.Permissions"
#define STATES_RUNTIME "States.Runtime"
#define STATES_EXCEED_TOLERATED_FAILURE_THRESHOLD "States.ExceedToleratedFailureThreshold"
#define STATES_DATA_LIMIT_EXCEEDED "States.DataLimitExceeded"
#define STATES_INTRINSIC_FAILURE "States.IntrinsicFailure"
#define STATES_RESULT_PATH_MATCH_FAILURE "States.ResultPathMatchFailure"
#define STATES_QUERY_EVALUATION_ERROR "States.QueryEvaluationError"

/*
 * An error of the state machine: data that Retry and Catch see, never thrown.
 * Either member may be NULL (absent in events, null in a catcher's output).
 */
typedef struct ExecutionError
{
	const char *error;
	const char *cause;
	bool		heartbeat;		/* a States.Timeout that was a missed heartbeat */
	bool		terminal;		/* no Retrier or Catcher may take it */
	bool		evaluation;		/* of a JSONata field: EvaluationFailed tells of it */
	bool		in_work;		/* evaluation: found by the state's work, not on the way to it */
	const char *location;		/* evaluation: the field, "Output/total"; NULL: none */
	char		sqlstate[6];	/* of an SQL error, for SQLSTATE:23505 in ErrorEquals; "" if none */
} ExecutionError;

extern const char *sfn_service_error_name(int sqlstate);	/* NULL: not one of ours */
/* NULL format: no Cause.  The name is pointed to, the Cause palloc'd. */
extern void sfn_execution_error_set(ExecutionError *error, const char *name,
									const char *cause_format,...) pg_attribute_printf(3, 4);
/* ereport 22004 naming a required parameter that is NULL */
extern void sfn_require_argument(bool is_null, const char *name);

#endif							/* SFN_ERROR_CODES_H */
