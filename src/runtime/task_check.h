/*-------------------------------------------------------------------------
 *
 * task_check.h
 *	  What the tasks of a definition would not find if they ran now.
 *
 *-------------------------------------------------------------------------
 */
#ifndef SFN_TASK_CHECK_H
#define SFN_TASK_CHECK_H

#include "postgres.h"

#include "asl/diagnostic.h"

/*
 * Add a warning for each task of the definition that was compiled with these
 * diagnostics whose function, registration or activity is missing, or may not
 * be used, for tasks that run as role with this search_path.
 */
extern void sfn_tasks_check(Diagnostics *diagnostics, const char *role, const char *search_path);

/* A NOTICE for each warning */
extern void sfn_warnings_show(const Diagnostics *diagnostics);

#endif							/* SFN_TASK_CHECK_H */
