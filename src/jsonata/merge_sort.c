/*-------------------------------------------------------------------------
 *
 * merge_sort.c
 *	  The sort of $sort and of the order-by clause.
 *
 * Stable, and in the reference's own order of comparisons: what a comparison function
 * that contradicts itself leads to is then the same, too.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "jsonata/merge_sort.h"

typedef struct MergeSort
{
	int		   *items;
	int		   *merged;
	ItemComparison compare;
	void	   *arg;
} MergeSort;

static void
sort_part(MergeSort *sort, int start, int end)
{
	int			middle = start + (end - start) / 2;
	int			left = start;
	int			right = middle;
	int			out;

	if (end - start <= 1)
		return;
	sort_part(sort, start, middle);
	sort_part(sort, middle, end);

	for (out = start; left < middle && right < end; out++)
	{
		if (sort->compare(sort->arg, sort->items[left], sort->items[right]) > 0)
			sort->merged[out] = sort->items[right++];
		else
			sort->merged[out] = sort->items[left++];
	}
	while (left < middle)
		sort->merged[out++] = sort->items[left++];
	while (right < end)
		sort->merged[out++] = sort->items[right++];
	memcpy(sort->items + start, sort->merged + start, (end - start) * sizeof(int));
}

int *
sfn_merge_sort(Evaluator *ev, int count, ItemComparison compare, void *arg)
{
	MergeSort	sort = {.compare = compare,.arg = arg};
	int			i;

	sort.items = ALLOC(ev, count * sizeof(int));
	sort.merged = ALLOC(ev, count * sizeof(int));
	for (i = 0; i < count; i++)
		sort.items[i] = i;
	sort_part(&sort, 0, count);
	return sort.items;
}
