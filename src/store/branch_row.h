/*-------------------------------------------------------------------------
 *
 * branch_row.h
 *	  Rows of sfn.branch, sfn.branch_output and sfn.task.
 *
 *-------------------------------------------------------------------------
 */
#ifndef SFN_BRANCH_ROW_H
#define SFN_BRANCH_ROW_H

#include "postgres.h"

#include "engine/execution.h"
#include "store/sql.h"

/* sfn.task.answer */
#define ANSWER_SUCCESS 1
#define ANSWER_FAILURE 2

/* New rows; lists are of Branch *.  Ids are assigned, parents may come later. */
extern void sfn_branch_rows_insert(const Execution *execution, const List *branches);
/* pending of each */
extern void sfn_task_rows_insert(const Execution *execution, const List *branches);

/* Outputs of a branch's children that are not stored yet */
typedef struct NewOutputs
{
	const Branch *branch;
	int			count;
	int		   *indexes;
} NewOutputs;

/* Find them and count them as stored; NULL: there are none. */
extern NewOutputs *sfn_join_new_outputs(Branch *branch);
/* list is of NewOutputs * */
extern void sfn_output_rows_insert(const List *list);
/* Let go of outputs that are rows now. */
extern void sfn_join_forget_outputs(const NewOutputs *outputs);

/* Changed rows */
extern void sfn_branch_row_update(Execution *execution, const Branch *branch);
extern void sfn_task_row_update(const PendingTask *pending);

/* due and id of the stored wakeup */
extern void sfn_values_add_timer(SqlValues *values, const Timer *timer);
/* NULL where time is none */
extern void sfn_values_add_time(SqlValues *values, TimestampTz time, TimestampTz none);
extern void sfn_values_add_document(SqlValues *values, const Document *document);

#endif							/* SFN_BRANCH_ROW_H */
