/*-------------------------------------------------------------------------
 *
 * execution.h
 *	  Everything of an execution that moves.
 *
 * An Execution is a tree of Branches: the main line, under it the branches of
 * the Parallel or the iterations of the Map that it is in, and so on.  A
 * branch runs one States object and is either runnable, waits (timer, outside
 * answer, children), or has ended.  The engine moves branches in memory; the
 * store turns branches that wait into rows and back.
 *
 * Persistence.  id is the branch's row (0: none yet).  Whoever changes a stored
 * branch sets dirty.  The flush writes new and dirty branches that live, and
 * removes rows of branches that do not.
 *
 *-------------------------------------------------------------------------
 */
#ifndef SFN_EXECUTION_H
#define SFN_EXECUTION_H

#include "postgres.h"

#include "asl/state_machine.h"
#include "base/document.h"
#include "base/random_id.h"
#include "engine/event.h"
#include "engine/log_level.h"
#include "lib/ilist.h"
#include "nodes/pg_list.h"
#include "task/task.h"
#include "template/environment.h"

typedef struct Execution Execution;
typedef struct Branch Branch;

/* Stored as the number. */
typedef enum ExecutionStatus
{
	EXECUTION_RUNNING = 0,
	EXECUTION_SUCCEEDED = 1,
	EXECUTION_FAILED = 2,
	EXECUTION_TIMED_OUT = 3,
	EXECUTION_ABORTED = 4
} ExecutionStatus;

/* Where a branch stands.  Stored as the number. */
typedef enum BranchPhase
{
	BRANCH_ENTER = 0,			/* about to enter state with input */
	BRANCH_ATTEMPT = 1,			/* entered; about to (re)try the state's work */
	BRANCH_WAITING = 2,			/* in a Wait; timer set */
	BRANCH_RETRYING = 3,		/* between two attempts; timer set */
	BRANCH_TASK = 4,			/* a task waits for an outside answer; pending set */
	BRANCH_JOINING = 5,			/* a Parallel or Map whose children run; join set */
	BRANCH_ENDED = 6			/* output is its result */
} BranchPhase;

/* Why a wakeup is due.  Stored as the number. */
typedef enum WakeupKind
{
	WAKEUP_NONE = 0,
	WAKEUP_START = 1,			/* an async execution is to be started (no branch) */
	WAKEUP_WAIT = 2,			/* a Wait is over */
	WAKEUP_RETRY = 3,			/* a Retrier's delay is over */
	WAKEUP_TASK_TIMEOUT = 4,	/* TimeoutSeconds or HeartbeatSeconds of a task */
	WAKEUP_EXECUTION_TIMEOUT = 5,	/* TimeoutSeconds of the machine (no branch) */
	WAKEUP_CHILD_ENDED = 6,		/* a nested execution has ended (detail = its id) */
	WAKEUP_RESUME = 7			/* an async execution has something to do: go on */
} WakeupKind;

/* A timer of a branch or of the execution, and its wakeup row. */
typedef struct Timer
{
	WakeupKind	kind;			/* WAKEUP_NONE: no timer */
	TimestampTz due;
	/* the stored wakeup row that stands for it; id 0: none */
	int64		stored_id;
	TimestampTz stored_due;
} Timer;

/* A task that waits for somebody outside. */
typedef struct PendingTask
{
	int64		id;				/* row of sfn.task; 0: not stored */
	bool		dirty;
	bool		has_token;
	uint8		token_hash[TASK_TOKEN_HASH_BYTES];
	const char *activity;		/* ARN; NULL: a callback or a nested execution */
	bool		taken;			/* activity: a worker has it */
	const char *worker_name;	/* activity: who; NULL: unknown */
	Document   *input;			/* activity: what the worker gets */
	TimestampTz scheduled;
	int64		timeout_seconds;	/* 0: none; an activity's clock starts when it is taken */
	int64		heartbeat_seconds;	/* 0: none */
	TimestampTz timeout_at;		/* DT_NOEND: none */
	TimestampTz heartbeat_at;	/* DT_NOEND: none */
	bool		has_child;		/* nested execution (.sync) */
	pg_uuid_t	child;

	/* An answer that is kept until a worker comes to it (async executions) */
	bool		is_answered;
	bool		has_succeeded;
	Document   *output;			/* has_succeeded */
	const char *error;			/* !has_succeeded; NULL: absent, as is cause */
	const char *cause;
} PendingTask;

/* The children of a Parallel or Map. */
typedef struct BranchJoin
{
	int			count;			/* branches or items */
	int			next;			/* the first that was not started */
	int			live;			/* started and not ended */
	int			max_concurrency;	/* 0: no limit */
	Document   *input;			/* Parallel: what every branch gets; Map: effective input */
	Document   *items;			/* Map: the array; NULL for a Parallel */
	int64		started_event;	/* MapStateStarted, ParallelStateStarted */
	int64		last_event;		/* what the state's Succeeded event follows */

	/*
	 * Outputs of ended children by index.  Those already stored
	 * (sfn.branch_output) are not in memory until the join completes and the
	 * store fills them in.
	 */
	Document  **outputs;		/* count pointers; NULL: none yet or stored */
	int			held_from;		/* those in memory are from here ... */
	int			held_to;		/* ... up to here, this one not included */
	int			stored_outputs; /* how many are rows only */
} BranchJoin;

struct Branch
{
	Execution  *execution;
	Branch	   *parent;			/* NULL: main line */
	dlist_head	children;		/* loaded live children */
	dlist_node	sibling;		/* in parent->children */
	dlist_node	run;			/* in execution->runnable */
	bool		runnable;

	int64		id;				/* row of sfn.branch; 0: not stored */
	bool		dirty;
	int			index;			/* which branch or iteration of parent */
	const StateScope *scope;
	const State *state;
	BranchPhase phase;
	Document   *input;			/* raw input of state */
	Document   *output;			/* BRANCH_ENDED */
	VariableScope variables;	/* variables.outer is the parent's */

	int64		last_event;		/* what this branch's next event follows */
	int64		entered_event;	/* id of state's Entered event */
	int64		before_event;	/* what that one follows */
	TimestampTz entered_time;
	int			retry_count;	/* of this visit, over all Retriers */
	int		   *attempts;		/* per Retrier of state; NULL: none used */

	Timer		timer;
	PendingTask *pending;		/* BRANCH_TASK */
	BranchJoin	   *join;			/* BRANCH_JOINING */
};

/* What the machine and its revision fix for an execution; outlives it. */
typedef struct MachineIdentity
{
	int64		machine_id;
	int64		revision_id;
	MachineType type;
	const char *name;
	const char *arn;
	const char *role_arn;
	TaskSurroundings surroundings;
	LogSettings logging;
	const StateMachine *machine;
} MachineIdentity;

/* What states:startExecution is asked to do */
typedef struct NestedRequest
{
	const JsonbValue *parameters;	/* StateMachineArn, Input, Name ... */
	ResourcePattern pattern;
	const char *credentials;	/* role ARN of Credentials; NULL: none */
	int64		entered_event;	/* of the Task */
} NestedRequest;

/* The outcome of a nested start */
typedef struct NestedStart
{
	bool		ok;
	ExecutionError error;		/* !ok */
	pg_uuid_t	execution;
	JsonbValue	response;		/* of the start: ExecutionArn, StartDate ... */
	bool		ended;			/* it has ended already; result/error of a .sync follow */
	bool		succeeded;
	JsonbValue	description;	/* ended: as .sync and .sync:2 give it, or the Cause's object */
} NestedStart;

/* What a payload has become on its way through a state */
typedef enum DataFlowStage
{
	FLOW_INPUT_PATH,			/* the input after InputPath */
	FLOW_PARAMETERS,			/* after Parameters */
	FLOW_ARGUMENTS,				/* the input that Arguments made */
	FLOW_ITEMS_PATH,			/* a Map's items */
	FLOW_ITEM_SELECTOR,			/* array: what its iterations get */
	FLOW_MAX_CONCURRENCY,		/* number */
	FLOW_TOLERATED_FAILURE_COUNT,	/* number */
	FLOW_TOLERATED_FAILURE_PERCENTAGE,	/* number */
	FLOW_RESULT,				/* of the state's work */
	FLOW_RESULT_SELECTOR,		/* the result after ResultSelector */
	FLOW_RESULT_PATH,			/* the input with the result in it */
	FLOW_VARIABLES				/* object: all variables of the scope, once assigned */
} DataFlowStage;

#define DATA_FLOW_STAGES (FLOW_VARIABLES + 1)

struct Recovery;				/* recovery.h */

/*
 * What the engine needs from around it.  The runtime gives one that stores,
 * TestState one that looks on and mocks.
 */
typedef struct ExecutionHost
{
	/* History sink; NULL: nobody listens, and no payload is kept. */
	void		(*emit) (Execution *execution, const Event *event);
	/*
	 * Somebody looks at each stage of the data flow; NULL: nobody.  The value
	 * is gone at the next step.
	 */
	void		(*observe) (Execution *execution, DataFlowStage stage, const JsonbValue *value);
	/* A state has failed, and what will be done about it; NULL: nobody looks */
	void		(*observe_failure) (Execution *execution, const ExecutionError *error,
									const struct Recovery *recovery);
	/*
	 * The outcome of a Task, Parallel or Map (count: its branches or items)
	 * that is not to be run.  false: do run it; NULL: always.
	 */
	bool		(*mock) (Execution *execution, Branch *branch, int count, TaskOutcome *outcome);
	/* The array that a Map's ItemReader reads */
	bool		(*read_items) (Execution *execution, Branch *branch, JsonbValue *items, ExecutionError *error);
	/* states:startExecution */
	void		(*start_child) (Execution *execution, const NestedRequest *request, NestedStart *outcome);
	/* Stop a nested execution whose .sync task was abandoned. */
	void		(*stop_child) (Execution *execution, const pg_uuid_t *child);
	/* Bring the stored live children of a branch into memory, all the way down. */
	void		(*load_children) (Execution *execution, Branch *branch);
	/* Read the input of a stored execution, which waits until it is asked for. */
	void		(*load_input) (Execution *execution);
	/* Fill join->outputs from rows. */
	void		(*load_outputs) (Execution *execution, Branch *branch);
	/*
	 * Lock a shared execution and read again what others may have changed: stored_events,
	 * stored_clock, the joins around the own branch.  Does not return if that is no more.
	 */
	void		(*settle) (Execution *execution);
	bool		(*activity_exists) (Execution *execution, const char *arn);
	void	   *arg;
} ExecutionHost;

/* Rows of a branch that is no more; the flush removes them. */
typedef struct RemovedBranch
{
	int64		id;
	int64		task_id;		/* 0: none */
	Timer		timer;			/* stored_id 0: none */
} RemovedBranch;

/*
 * What a task's function does to the very execution that runs it is kept and applied when
 * the task returns.
 */
typedef enum RequestKind
{
	REQUEST_STOP,
	REQUEST_TASK_SUCCESS,
	REQUEST_TASK_FAILURE,
	REQUEST_TASK_HEARTBEAT
} RequestKind;

typedef struct ExecutionRequest
{
	RequestKind kind;
	SubTransactionId subtransaction;	/* forgotten when that one rolls back */
	uint8		token_hash[TASK_TOKEN_HASH_BYTES];
	Document   *output;			/* REQUEST_TASK_SUCCESS */
	const char *error;			/* REQUEST_STOP, REQUEST_TASK_FAILURE; NULL: absent */
	const char *cause;
} ExecutionRequest;

struct Execution
{
	MemoryContext context;		/* the execution and its documents */
	MemoryContext step;			/* reset at each transition */
	const ExecutionHost *host;
	const MachineIdentity *identity;

	pg_uuid_t	id;
	const char *name;			/* as given, or the id's text */
	bool		name_given;
	const char *arn;
	bool		async;			/* workers run it; else its callers do */
	bool		sync;			/* EXPRESS: its caller gets the result */
	bool		notifies;		/* changes of its status are told to who listens */
	const char *trace_header;	/* NULL: none */
	int			version;		/* started through a version; 0: none */
	const char *alias;			/* started through an alias; NULL: none */
	bool		has_parent;		/* nested: who waits for it */
	pg_uuid_t	parent_execution;

	ExecutionStatus status;
	Document   *input;			/* NULL: not read yet; see sfn_execution_input */
	Document   *output;			/* EXECUTION_SUCCEEDED */
	ExecutionError error;		/* failed, aborted, timed out */
	TimestampTz start_date;
	TimestampTz stop_date;
	int			redrive_count;
	TimestampTz redrive_date;	/* 0: never */

	TimestampTz clock;			/* of the last event; never goes back */
	int64		last_event;		/* id */
	Branch	   *root;			/* main line; NULL: ended or not loaded */
	Timer		timer;			/* machine timeout */
	TimestampTz yields_at;		/* from then on, what is runnable is left to the queue; DT_NOEND: never */
	dlist_head	runnable;
	List	   *removed;		/* of RemovedBranch * */
	List	   *requests;		/* of ExecutionRequest * */
	List	   *late_requests;	/* those about branches that are not in memory */
	bool		stored;			/* has a row in sfn.execution */
	int64		stored_events;	/* last_event when loaded or last flushed */

	/* Several workers at one execution (settle.c) */
	bool		hands_over;		/* branches but the main line and the own one leave tasks to the queue */
	bool		has_handed_over;	/* one has */
	Branch	   *own;			/* NULL: none */
	bool		is_unsettled;	/* nothing but the own branch is locked; ids are provisional */
	List	   *held;			/* of Event *: not yet emitted */
	int64		settled_after;	/* id before that of the first event that was held; 0: none was */
	TimestampTz stored_clock;	/* at which the others are */
	bool		is_timed;		/* task_count and task_us are wanted */
	int64		task_count;		/* functions that were called */
	int64		task_us;		/* how long that took */

	bool		logged;			/* EXPRESS: an event passed the machine's logging level */
	void	   *history;		/* the store's encoder, opaque here */
	void	   *runtime;		/* the runtime's own, opaque here */
	const JsonbValue *context_object;	/* NULL: made of what is known here */
};

/*
 * A new execution in memory, of a pinned machine, in a context of its own under parent.
 * Takes over nothing; input is copied.
 */
extern Execution *sfn_execution_create(MemoryContext parent, const ExecutionHost *host,
									   const MachineIdentity *identity, const JsonbValue *input);
/* An empty one, for the store to fill from rows. */
extern Execution *sfn_execution_create_empty(MemoryContext parent, const ExecutionHost *host,
											 const MachineIdentity *identity);
/* Its input, read now if it was not. */
extern Document *sfn_execution_input(Execution *execution);
extern void sfn_execution_free(Execution *execution);

/* Write ExecutionStarted and make the main line runnable. */
extern void sfn_execution_begin(Execution *execution);
/* Run every runnable branch until all wait or the execution has ended. */
extern void sfn_execution_advance(Execution *execution);
/*
 * One turn of a branch: enter its state and do its work, or go on where it left
 * off.  What it allocates in the current context is worthless afterwards.
 * Returns whether the branch has another turn to take at once (phase
 * BRANCH_ENTER or BRANCH_ATTEMPT).
 */
extern bool sfn_branch_step(Branch *branch);

/*
 * A new branch of the given scope under parent (NULL: main line); phase
 * BRANCH_ENTER, not runnable.
 */
extern Branch *sfn_branch_create(Execution *execution, Branch *parent, const StateScope *scope, int index);

/*
 * What happens from outside.  Each leaves the branch runnable, or ends the
 * execution; then advance.
 */

extern void sfn_execution_time_out(Execution *execution);
extern void sfn_execution_stop(Execution *execution, const char *error, const char *cause);
/* Fail a running execution for a reason of sfn's own (States.Runtime) */
extern void sfn_execution_fail(Execution *execution, const char *error, const char *cause);
/* A Wait or Retry delay is over, or a queued branch may go on. */
extern void sfn_branch_timer_fired(Branch *branch);
/* An answer to the branch's task; kept: it is for the next worker to act on. */
extern void sfn_branch_answer(Branch *branch, const ExecutionRequest *answer, bool kept);
/* Instead of advancing: every runnable branch gets a timer that is due now. */
extern void sfn_execution_queue(Execution *execution);
extern void sfn_branch_task_succeeded(Branch *branch, const JsonbValue *output);
extern void sfn_branch_task_failed(Branch *branch, const char *error, const char *cause);
/*
 * TimeoutSeconds or HeartbeatSeconds may have passed; if neither has, the
 * timer is set anew.
 */
extern void sfn_branch_task_timer_fired(Branch *branch);
extern void sfn_branch_heartbeat(Branch *branch);
/*
 * An activity worker takes the task: writes ActivityStarted, makes the token,
 * sets the clocks.
 */
extern char *sfn_branch_activity_taken(Branch *branch, const char *worker_name);
/* A fresh token for the branch's task; the old one dies. */
extern char *sfn_branch_renew_token(Branch *branch);
/* The live branch whose task waits with this token, among those in memory; NULL: none. */
extern Branch *sfn_branch_find_token(Execution *execution, const uint8 *token_hash);
/*
 * The nested execution of a .sync task has ended; description as
 * NestedStart.description.
 */
extern void sfn_branch_child_ended(Branch *branch, bool succeeded, const JsonbValue *description);

extern const char *sfn_execution_status_name(ExecutionStatus status);	/* "RUNNING" */
/* false: no such name */
extern bool sfn_execution_status_parse(const char *name, ExecutionStatus *status);

#endif							/* SFN_EXECUTION_H */
