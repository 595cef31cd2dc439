/*-------------------------------------------------------------------------
 *
 * settings.c
 *	  sfn's configuration parameters.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include <limits.h>

#include "base/settings.h"
#include "utils/guc.h"

#define ACCOUNT_ID_DIGITS 12
#define LONGEST_REGION 64

/* The largest jsonb; a limit above it could not be reached. */
#define LARGEST_PAYLOAD 0x0FFFFFFF

char	   *sfn_setting_region = NULL;
char	   *sfn_setting_account_id = NULL;
bool		sfn_setting_async = false;
bool		sfn_setting_virtual_clock = false;
bool		sfn_setting_notify_executions = false;
bool		sfn_setting_log_to_server = false;
int			sfn_setting_max_payload_bytes = 262144;
int			sfn_setting_max_history_events = 25000;
int			sfn_setting_max_execution_seconds = 0;
int			sfn_setting_max_state_machines = 0;
int			sfn_setting_max_activities = 0;
int			sfn_setting_max_activity_pollers = 0;
int			sfn_setting_max_running_executions = 0;
int			sfn_setting_plan_cache_size = 256;
int			sfn_setting_jsonata_max_depth = 100;
int			sfn_setting_jsonata_max_steps = 50000000;
int			sfn_setting_jsonata_max_memory = 65536;

static void define_identity(void);
static void define_modes(void);
static void define_limits(void);
static void define_quotas(void);
static void define_quota(const char *name, const char *description, int *quota);
static void define_jsonata_limits(void);
static bool check_region(char **newval, void **extra, GucSource source);
static bool check_account_id(char **newval, void **extra, GucSource source);

void
sfn_settings_define(void)
{
	define_identity();
	define_modes();
	define_limits();
	define_quotas();
	define_jsonata_limits();

	MarkGUCPrefixReserved("sfn");
}

/* Both become part of ARNs, which outlive the setting. */
static void
define_identity(void)
{
	DefineCustomStringVariable("sfn.region",
							   "Region in the ARNs of new state machines and activities.",
							   "ARNs that exist keep theirs.",
							   &sfn_setting_region,
							   "us-east-1",
							   PGC_USERSET, 0,
							   check_region, NULL, NULL);
	DefineCustomStringVariable("sfn.account_id",
							   "Account in the ARNs of new state machines and activities.",
							   "Twelve digits. ARNs that exist keep theirs.",
							   &sfn_setting_account_id,
							   "000000000000",
							   PGC_USERSET, 0,
							   check_account_id, NULL, NULL);
}

static void
define_modes(void)
{
	DefineCustomBoolVariable("sfn.async",
							 "Leaves new executions to workers unless sfn_start says otherwise.",
							 "Off: they run in the transaction that starts them.",
							 &sfn_setting_async,
							 false,
							 PGC_USERSET, 0,
							 NULL, NULL, NULL);
	DefineCustomBoolVariable("sfn.virtual_clock",
							 "Lets waits and retries of EXPRESS executions pass without sleeping.",
							 "For tests: their clock jumps to when they are due.",
							 &sfn_setting_virtual_clock,
							 false,
							 PGC_USERSET, 0,
							 NULL, NULL, NULL);
	DefineCustomBoolVariable("sfn.notify_executions",
							 "Notifies channel sfn_execution of status changes.",
							 "Of executions started while this is on.",
							 &sfn_setting_notify_executions,
							 false,
							 PGC_USERSET, 0,
							 NULL, NULL, NULL);
}

/* Executions of others depend on the first two: workers run them all. */
static void
define_limits(void)
{
	DefineCustomBoolVariable("sfn.log_to_server",
							 "Writes what state machines log to the server's log too.",
							 "As one JSON object an event, of machines whose logging has a level other than OFF.",
							 &sfn_setting_log_to_server,
							 false,
							 PGC_SUSET, 0,
							 NULL, NULL, NULL);
	DefineCustomIntVariable("sfn.max_payload_bytes",
							"Largest input, output or variable, in bytes of compact JSON.",
							NULL,
							&sfn_setting_max_payload_bytes,
							262144, 1, LARGEST_PAYLOAD,
							PGC_SUSET, 0,
							NULL, NULL, NULL);
	DefineCustomIntVariable("sfn.max_history_events",
							"History events after which an execution fails.",
							"Zero: no limit.",
							&sfn_setting_max_history_events,
							25000, 0, INT_MAX,
							PGC_SUSET, 0,
							NULL, NULL, NULL);
	DefineCustomIntVariable("sfn.max_execution_seconds",
							"Timeout of executions and tasks that set none of their own, in seconds.",
							"Zero: none.",
							&sfn_setting_max_execution_seconds,
							0, 0, INT_MAX,
							PGC_USERSET, 0,
							NULL, NULL, NULL);
	DefineCustomIntVariable("sfn.plan_cache_size",
							"Compiled definitions kept per session.",
							NULL,
							&sfn_setting_plan_cache_size,
							256, 1, 100000,
							PGC_USERSET, 0,
							NULL, NULL, NULL);
}

/* The service has them; a database need not. */
static void
define_quotas(void)
{
	define_quota("sfn.max_state_machines",
				 "State machines that there may be in a region of an account.",
				 &sfn_setting_max_state_machines);
	define_quota("sfn.max_activities",
				 "Activities that there may be in a region of an account.",
				 &sfn_setting_max_activities);
	define_quota("sfn.max_activity_pollers",
				 "Sessions that may wait for tasks of an activity at the same time.",
				 &sfn_setting_max_activity_pollers);
	define_quota("sfn.max_running_executions",
				 "STANDARD executions that may be running when another is started.",
				 &sfn_setting_max_running_executions);
}

static void
define_quota(const char *name, const char *description, int *quota)
{
	DefineCustomIntVariable(name, description, "Zero: no limit.",
							quota, 0, 0, INT_MAX,
							PGC_SUSET, 0,
							NULL, NULL, NULL);
}

/* Of one evaluation; they keep a hostile expression from taking the session down. */
static void
define_jsonata_limits(void)
{
	DefineCustomIntVariable("sfn.jsonata_max_depth",
							"Calls of functions within calls that a JSONata expression may make.",
							"Calls in tail position do not count.",
							&sfn_setting_jsonata_max_depth,
							100, 1, 100000,
							PGC_USERSET, 0,
							NULL, NULL, NULL);
	DefineCustomIntVariable("sfn.jsonata_max_steps",
							"Steps that evaluating a JSONata expression may take.",
							"Zero: no limit.",
							&sfn_setting_jsonata_max_steps,
							50000000, 0, INT_MAX,
							PGC_USERSET, 0,
							NULL, NULL, NULL);
	DefineCustomIntVariable("sfn.jsonata_max_memory",
							"Memory that parsing or evaluating a JSONata expression may take.",
							"Zero: no limit.",
							&sfn_setting_jsonata_max_memory,
							65536, 0, MAX_KILOBYTES,
							PGC_USERSET, GUC_UNIT_KB,
							NULL, NULL, NULL);
}

static bool
check_region(char **newval, void **extra, GucSource source)
{
	size_t		len = strspn(*newval, "abcdefghijklmnopqrstuvwxyz0123456789-");

	if (len == strlen(*newval) && len > 0 && len <= LONGEST_REGION)
		return true;
	GUC_check_errdetail("A region is made of lower-case letters, digits and hyphens.");
	return false;
}

static bool
check_account_id(char **newval, void **extra, GucSource source)
{
	if (strlen(*newval) == ACCOUNT_ID_DIGITS &&
		strspn(*newval, "0123456789") == ACCOUNT_ID_DIGITS)
		return true;
	GUC_check_errdetail("An account id has %d digits.", ACCOUNT_ID_DIGITS);
	return false;
}
