/*-------------------------------------------------------------------------
 *
 * defence.h
 *	  Defences that a build for tests can be made without.
 *
 * A test of a defence is worth something if it fails where the defence is
 * missing.  "make SFN_WITHOUT=name" builds without one, and "make defences" does
 * so for each and expects its test to fail.  In any other build SFN_DEFENDED() is
 * the constant true.
 *
 * DEFENCE(name, test): the test, a file of test/sql/, that has to notice.
 *
 *-------------------------------------------------------------------------
 */
#ifndef SFN_DEFENCE_H
#define SFN_DEFENCE_H

#include "postgres.h"

#define SFN_DEFENCES(DEFENCE) \
	/* a task runs as the machine's role */ \
	DEFENCE(task_role, escape) \
	/* SECURITY_RESTRICTED_OPERATION: nothing that runs later or changes names */ \
	DEFENCE(restricted_operation, escape) \
	/* SECURITY_LOCAL_USERID_CHANGE: no way back in a session that has SET ROLE */ \
	DEFENCE(local_userid_change, escape) \
	/* what a task has set is unset when it returns */ \
	DEFENCE(setting_nest, escape) \
	/* cursors that a task has left open are closed */ \
	DEFENCE(open_cursors, escape) \
	/* names mean what they meant to the machine's creator */ \
	DEFENCE(captured_path, escape) \
	/* temporary tables stand in for nothing */ \
	DEFENCE(temporary_last, escape) \
	/* the machine's role needs EXECUTE on the task's function */ \
	DEFENCE(execute_check, escape) \
	/* a registration serves the machines of the role that made it */ \
	DEFENCE(own_integrations, escape) \
	/* sfn_tick moves what its caller may manage */ \
	DEFENCE(tick_rights, escape) \
	/* sfn's statements have a search_path of their own, and qualified operators */ \
	DEFENCE(own_names, escape) \
	/* nobody makes a machine that runs as somebody else */ \
	DEFENCE(assumed_role, second_role) \
	/* the function that decides who may do what */ \
	DEFENCE(access_rights, second_role)

#define DEFENCE(name, test) DEFENCE_##name,
typedef enum Defence
{
	SFN_DEFENCES(DEFENCE)
} Defence;
#undef DEFENCE

#ifdef SFN_WITHOUT
#define SFN_DEFENCE_OF(name) DEFENCE_##name
#define SFN_DEFENCE_NAMED(name) SFN_DEFENCE_OF(name)
#define SFN_DEFENDED(name) (DEFENCE_##name != SFN_DEFENCE_NAMED(SFN_WITHOUT))
#else
#define SFN_DEFENDED(name) ((void) DEFENCE_##name, true)
#endif

#endif							/* SFN_DEFENCE_H */
