/*-------------------------------------------------------------------------
 *
 * merge_sort.h
 *	  The sort of $sort and of the order-by clause.
 *
 *-------------------------------------------------------------------------
 */
#ifndef SFN_MERGE_SORT_H
#define SFN_MERGE_SORT_H

#include "postgres.h"

#include "jsonata/evaluator.h"

/* Above zero: item a must come behind item b, which came later. */
typedef int (*ItemComparison) (void *arg, int a, int b);

/* The numbers 0 to count - 1 in order, in the arena; comparisons may raise. */
extern int *sfn_merge_sort(Evaluator *ev, int count, ItemComparison compare, void *arg);

#endif							/* SFN_MERGE_SORT_H */
