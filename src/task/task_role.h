/*-------------------------------------------------------------------------
 *
 * task_role.h
 *	  Which database role a task runs as.
 *
 *-------------------------------------------------------------------------
 */
#ifndef SFN_TASK_ROLE_H
#define SFN_TASK_ROLE_H

#include "postgres.h"

#include "task/task.h"

typedef struct TaskRole
{
	Oid			oid;
	const char *name;
} TaskRole;

/*
 * That of Credentials, else the machine's.  false: *error says why there is
 * none.
 */
extern bool sfn_task_role_find(const TaskCall *call, TaskRole *role, ExecutionError *error);

#endif							/* SFN_TASK_ROLE_H */
