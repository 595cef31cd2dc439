/*-------------------------------------------------------------------------
 *
 * event.h
 *	  History events: their types, and what each carries.
 *
 * An Event is transient: history.c fills one in, the sink (codec, log, none)
 * takes what it needs before it returns.  Names, resources and JSON texts are
 * not in it; they are made on reading from the state and the documents.
 *
 *-------------------------------------------------------------------------
 */
#ifndef SFN_EVENT_H
#define SFN_EVENT_H

#include "postgres.h"

#include "asl/state_machine.h"
#include "base/document.h"

/*
 * What the details object of an event type holds.  The codec and the
 * reader share this: a shape says which members of Event are used.
 */
typedef enum EventShape
{
	SHAPE_NONE,					/* no details object */
	SHAPE_EXECUTION_STARTED,	/* data = input; role and version ARNs are the execution's */
	SHAPE_OUTPUT,				/* data = output (ExecutionSucceeded, LambdaFunctionSucceeded, ActivitySucceeded) */
	SHAPE_ERROR,				/* error, cause */
	SHAPE_REDRIVEN,				/* number = redriveCount */
	SHAPE_STATE_ENTERED,		/* state, data = input */
	SHAPE_STATE_EXITED,			/* state, data = output, assigned */
	SHAPE_TASK_SCHEDULED,		/* state, data = parameters, number = timeout, heartbeat, text = credentials */
	SHAPE_TASK,					/* state (TaskStarted) */
	SHAPE_TASK_OUTPUT,			/* state, data = output (TaskSubmitted, TaskSucceeded) */
	SHAPE_TASK_ERROR,			/* state, error, cause */
	SHAPE_LAMBDA_SCHEDULED,		/* state, data = input, number = timeout, text = credentials */
	SHAPE_ACTIVITY_SCHEDULED,	/* state, data = input, number = timeout, heartbeat */
	SHAPE_ACTIVITY_STARTED,		/* text = worker name or NULL */
	SHAPE_MAP_STARTED,			/* number = length */
	SHAPE_ITERATION,			/* state, number = index */
	SHAPE_EVALUATION_FAILED		/* state, error, cause, text = location or NULL */
} EventShape;

/*
 * EVENT_TYPE(C name, the service's name, details member of the service's JSON
 * or NULL, shape).  The position is stored in history: append only.
 */
#define SFN_EVENT_TYPES(EVENT_TYPE) \
	EVENT_TYPE(EXECUTION_STARTED, "ExecutionStarted", "executionStartedEventDetails", SHAPE_EXECUTION_STARTED) \
	EVENT_TYPE(EXECUTION_SUCCEEDED, "ExecutionSucceeded", "executionSucceededEventDetails", SHAPE_OUTPUT) \
	EVENT_TYPE(EXECUTION_FAILED, "ExecutionFailed", "executionFailedEventDetails", SHAPE_ERROR) \
	EVENT_TYPE(EXECUTION_ABORTED, "ExecutionAborted", "executionAbortedEventDetails", SHAPE_ERROR) \
	EVENT_TYPE(EXECUTION_TIMED_OUT, "ExecutionTimedOut", "executionTimedOutEventDetails", SHAPE_ERROR) \
	EVENT_TYPE(EXECUTION_REDRIVEN, "ExecutionRedriven", "executionRedrivenEventDetails", SHAPE_REDRIVEN) \
	EVENT_TYPE(TASK_STATE_ENTERED, "TaskStateEntered", "stateEnteredEventDetails", SHAPE_STATE_ENTERED) \
	EVENT_TYPE(WAIT_STATE_ENTERED, "WaitStateEntered", "stateEnteredEventDetails", SHAPE_STATE_ENTERED) \
	EVENT_TYPE(PASS_STATE_ENTERED, "PassStateEntered", "stateEnteredEventDetails", SHAPE_STATE_ENTERED) \
	EVENT_TYPE(SUCCEED_STATE_ENTERED, "SucceedStateEntered", "stateEnteredEventDetails", SHAPE_STATE_ENTERED) \
	EVENT_TYPE(FAIL_STATE_ENTERED, "FailStateEntered", "stateEnteredEventDetails", SHAPE_STATE_ENTERED) \
	EVENT_TYPE(CHOICE_STATE_ENTERED, "ChoiceStateEntered", "stateEnteredEventDetails", SHAPE_STATE_ENTERED) \
	EVENT_TYPE(PARALLEL_STATE_ENTERED, "ParallelStateEntered", "stateEnteredEventDetails", SHAPE_STATE_ENTERED) \
	EVENT_TYPE(MAP_STATE_ENTERED, "MapStateEntered", "stateEnteredEventDetails", SHAPE_STATE_ENTERED) \
	EVENT_TYPE(TASK_STATE_EXITED, "TaskStateExited", "stateExitedEventDetails", SHAPE_STATE_EXITED) \
	EVENT_TYPE(WAIT_STATE_EXITED, "WaitStateExited", "stateExitedEventDetails", SHAPE_STATE_EXITED) \
	EVENT_TYPE(PASS_STATE_EXITED, "PassStateExited", "stateExitedEventDetails", SHAPE_STATE_EXITED) \
	EVENT_TYPE(SUCCEED_STATE_EXITED, "SucceedStateExited", "stateExitedEventDetails", SHAPE_STATE_EXITED) \
	EVENT_TYPE(FAIL_STATE_EXITED_UNUSED, "FailStateExited", "stateExitedEventDetails", SHAPE_STATE_EXITED) \
	EVENT_TYPE(CHOICE_STATE_EXITED, "ChoiceStateExited", "stateExitedEventDetails", SHAPE_STATE_EXITED) \
	EVENT_TYPE(PARALLEL_STATE_EXITED, "ParallelStateExited", "stateExitedEventDetails", SHAPE_STATE_EXITED) \
	EVENT_TYPE(MAP_STATE_EXITED, "MapStateExited", "stateExitedEventDetails", SHAPE_STATE_EXITED) \
	EVENT_TYPE(TASK_SCHEDULED, "TaskScheduled", "taskScheduledEventDetails", SHAPE_TASK_SCHEDULED) \
	EVENT_TYPE(TASK_STARTED, "TaskStarted", "taskStartedEventDetails", SHAPE_TASK) \
	EVENT_TYPE(TASK_START_FAILED, "TaskStartFailed", "taskStartFailedEventDetails", SHAPE_TASK_ERROR) \
	EVENT_TYPE(TASK_SUBMITTED, "TaskSubmitted", "taskSubmittedEventDetails", SHAPE_TASK_OUTPUT) \
	EVENT_TYPE(TASK_SUBMIT_FAILED, "TaskSubmitFailed", "taskSubmitFailedEventDetails", SHAPE_TASK_ERROR) \
	EVENT_TYPE(TASK_SUCCEEDED, "TaskSucceeded", "taskSucceededEventDetails", SHAPE_TASK_OUTPUT) \
	EVENT_TYPE(TASK_FAILED, "TaskFailed", "taskFailedEventDetails", SHAPE_TASK_ERROR) \
	EVENT_TYPE(TASK_TIMED_OUT, "TaskTimedOut", "taskTimedOutEventDetails", SHAPE_TASK_ERROR) \
	EVENT_TYPE(LAMBDA_SCHEDULED, "LambdaFunctionScheduled", "lambdaFunctionScheduledEventDetails", SHAPE_LAMBDA_SCHEDULED) \
	EVENT_TYPE(LAMBDA_SCHEDULE_FAILED, "LambdaFunctionScheduleFailed", "lambdaFunctionScheduleFailedEventDetails", SHAPE_ERROR) \
	EVENT_TYPE(LAMBDA_STARTED, "LambdaFunctionStarted", NULL, SHAPE_NONE) \
	EVENT_TYPE(LAMBDA_START_FAILED, "LambdaFunctionStartFailed", "lambdaFunctionStartFailedEventDetails", SHAPE_ERROR) \
	EVENT_TYPE(LAMBDA_SUCCEEDED, "LambdaFunctionSucceeded", "lambdaFunctionSucceededEventDetails", SHAPE_OUTPUT) \
	EVENT_TYPE(LAMBDA_FAILED, "LambdaFunctionFailed", "lambdaFunctionFailedEventDetails", SHAPE_ERROR) \
	EVENT_TYPE(LAMBDA_TIMED_OUT, "LambdaFunctionTimedOut", "lambdaFunctionTimedOutEventDetails", SHAPE_ERROR) \
	EVENT_TYPE(ACTIVITY_SCHEDULED, "ActivityScheduled", "activityScheduledEventDetails", SHAPE_ACTIVITY_SCHEDULED) \
	EVENT_TYPE(ACTIVITY_SCHEDULE_FAILED, "ActivityScheduleFailed", "activityScheduleFailedEventDetails", SHAPE_ERROR) \
	EVENT_TYPE(ACTIVITY_STARTED, "ActivityStarted", "activityStartedEventDetails", SHAPE_ACTIVITY_STARTED) \
	EVENT_TYPE(ACTIVITY_SUCCEEDED, "ActivitySucceeded", "activitySucceededEventDetails", SHAPE_OUTPUT) \
	EVENT_TYPE(ACTIVITY_FAILED, "ActivityFailed", "activityFailedEventDetails", SHAPE_ERROR) \
	EVENT_TYPE(ACTIVITY_TIMED_OUT, "ActivityTimedOut", "activityTimedOutEventDetails", SHAPE_ERROR) \
	EVENT_TYPE(MAP_STATE_STARTED, "MapStateStarted", "mapStateStartedEventDetails", SHAPE_MAP_STARTED) \
	EVENT_TYPE(MAP_STATE_SUCCEEDED, "MapStateSucceeded", NULL, SHAPE_NONE) \
	EVENT_TYPE(MAP_STATE_FAILED, "MapStateFailed", NULL, SHAPE_NONE) \
	EVENT_TYPE(MAP_STATE_ABORTED, "MapStateAborted", NULL, SHAPE_NONE) \
	EVENT_TYPE(MAP_ITERATION_STARTED, "MapIterationStarted", "mapIterationStartedEventDetails", SHAPE_ITERATION) \
	EVENT_TYPE(MAP_ITERATION_SUCCEEDED, "MapIterationSucceeded", "mapIterationSucceededEventDetails", SHAPE_ITERATION) \
	EVENT_TYPE(MAP_ITERATION_FAILED, "MapIterationFailed", "mapIterationFailedEventDetails", SHAPE_ITERATION) \
	EVENT_TYPE(MAP_ITERATION_ABORTED, "MapIterationAborted", "mapIterationAbortedEventDetails", SHAPE_ITERATION) \
	EVENT_TYPE(PARALLEL_STATE_STARTED, "ParallelStateStarted", NULL, SHAPE_NONE) \
	EVENT_TYPE(PARALLEL_STATE_SUCCEEDED, "ParallelStateSucceeded", NULL, SHAPE_NONE) \
	EVENT_TYPE(PARALLEL_STATE_FAILED, "ParallelStateFailed", NULL, SHAPE_NONE) \
	EVENT_TYPE(PARALLEL_STATE_ABORTED, "ParallelStateAborted", NULL, SHAPE_NONE) \
	EVENT_TYPE(TASK_STATE_ABORTED, "TaskStateAborted", NULL, SHAPE_NONE) \
	EVENT_TYPE(WAIT_STATE_ABORTED, "WaitStateAborted", NULL, SHAPE_NONE) \
	EVENT_TYPE(EVALUATION_FAILED, "EvaluationFailed", "evaluationFailedEventDetails", SHAPE_EVALUATION_FAILED)

typedef enum EventType
{
#define EVENT_TYPE(cname, name, details, shape) EVENT_##cname,
	SFN_EVENT_TYPES(EVENT_TYPE)
#undef EVENT_TYPE
	EVENT_TYPE_COUNT
} EventType;

typedef struct EventTypeInfo
{
	const char *name;
	const char *details_member;
	EventShape	shape;
} EventTypeInfo;

typedef struct Event
{
	EventType	type;
	int64		id;
	int64		previous;
	TimestampTz time;
	const State *state;			/* NULL: none */
	const Document *data;		/* input, output or parameters; NULL: none */
	const Document *assigned;	/* object: variable name -> value; NULL: nothing assigned */
	const char *error;			/* NULL: absent */
	const char *cause;			/* NULL: absent */
	int64		number;			/* length, index, redriveCount, timeoutInSeconds; -1: absent */
	int64		heartbeat;		/* heartbeatInSeconds; -1: absent */
	const char *text;			/* worker name, location, credentials role ARN; NULL: absent */
} Event;

/* What the reader of an event needs besides it */
typedef struct EventSurroundings
{
	const char *role_arn;
	const char *region;
	const char *version_arn;	/* NULL: none */
	const char *alias_arn;		/* NULL: none */
	bool		hide_data;		/* inputs, outputs, parameters and variables are not to be seen */
} EventSurroundings;

extern const EventTypeInfo *sfn_event_type_info(EventType type);
extern EventType sfn_event_state_entered(StateType type);
extern EventType sfn_event_state_exited(StateType type);

/*
 * The details object of an event as the service gives it: JSON values as text.
 * false: the type has none.
 */
extern bool sfn_event_details(const Event *event, const EventSurroundings *surroundings,
							  bool include_data, JsonbValue *details);

#endif							/* SFN_EVENT_H */
