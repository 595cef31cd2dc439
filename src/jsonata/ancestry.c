/*-------------------------------------------------------------------------
 *
 * ancestry.c
 *	  Which step a parent operator speaks of.
 *
 * In a.b.c.{"x": %.d} the % means what c was taken from, that is, an item of a.b.
 * Each % has a slot with a level, the number of steps that are still to be gone
 * back, one to begin with; a name or wildcard on the way takes one off, another % adds
 * one.  The step that brings it to zero remembers its input under the slot's
 * label, for all that comes after it in the path, which becomes a stream of tuples.
 *
 * A slot that does not find its step within a path goes on from where the
 * path stands, so nodes carry the slots that are still seeking upwards.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "jsonata/ancestry.h"
#include "miscadmin.h"

static void seek_in_path(Shaper *shaper, AstNode *path, ParentSlot *slot);
static void seek_parent(Shaper *shaper, AstNode *node, ParentSlot *slot);

void
sfn_ancestry_new_slot(Shaper *shaper, AstNode *parent)
{
	char		label[16];
	int			len = snprintf(label, sizeof(label), "!%d", shaper->labels++);

	parent->slot = palloc(sizeof(ParentSlot));
	parent->slot->symbol = sfn_symbol_intern(shaper->expression, pnstrdup(label, len), len);
	parent->slot->level = 1;
}

void
sfn_ancestry_seek(AstNode *node, ParentSlot *slot)
{
	ParentSlots *sought = &node->sought;

	if (sought->count == sought->capacity)
	{
		sought->capacity = Max(sought->capacity * 2, 2);
		sought->slots = sought->slots == NULL ?
			palloc(sought->capacity * sizeof(ParentSlot *)) :
			repalloc(sought->slots, sought->capacity * sizeof(ParentSlot *));
	}
	sought->slots[sought->count++] = slot;
	node->seeking = true;
}

void
sfn_ancestry_pass_on(AstNode *node, const AstNode *part)
{
	int			i;

	for (i = 0; i < part->sought.count; i++)
		sfn_ancestry_seek(node, part->sought.slots[i]);
	if (part->kind == AST_PARENT)
		sfn_ancestry_seek(node, part->slot);
}

void
sfn_ancestry_resolve(Shaper *shaper, AstNode *path)
{
	const AstNode *last = path->items[path->count - 1];
	int			i;

	for (i = 0; i < last->sought.count; i++)
		seek_in_path(shaper, path, last->sought.slots[i]);
	if (last->kind == AST_PARENT)
		seek_in_path(shaper, path, last->slot);
}

static void
seek_in_path(Shaper *shaper, AstNode *path, ParentSlot *slot)
{
	int			at = path->count - 2;

	while (slot->level > 0)
	{
		AstNode    *step;

		if (at < 0)
		{
			sfn_ancestry_seek(path, slot);
			break;
		}
		step = path->items[at--];

		/* Steps in a row that bind the focus all start from one place. */
		while (at >= 0 && step->focus >= 0 && path->items[at]->focus >= 0)
			step = path->items[at--];
		seek_parent(shaper, step, slot);
	}
}

void
sfn_ancestry_enter_filter(Shaper *shaper, AstNode *step, const AstNode *filter)
{
	int			i;

	for (i = 0; i < filter->sought.count; i++)
	{
		ParentSlot *slot = filter->sought.slots[i];

		if (slot->level == 1)
			seek_parent(shaper, step, slot);
		else
			slot->level--;
	}
	sfn_ancestry_pass_on(step, filter);
}

static void
seek_parent(Shaper *shaper, AstNode *node, ParentSlot *slot)
{
	int			at;

	if (stack_is_too_deep())
		sfn_shape_fail(shaper, "D1011", node->position, UNDEFINED_VALUE);

	switch (node->kind)
	{
		case AST_NAME:
		case AST_WILDCARD:
			if (--slot->level == 0)
			{
				if (node->ancestor != NULL)
					slot->symbol = node->ancestor->symbol;
				node->ancestor = slot;
				node->has_tuples = true;
			}
			break;
		case AST_PARENT:
			slot->level++;
			break;
		case AST_BLOCK:
			if (node->count > 0)
			{
				node->has_tuples = true;
				seek_parent(shaper, node->items[node->count - 1], slot);
			}
			break;
		case AST_PATH:
			node->has_tuples = true;
			at = node->count - 1;
			seek_parent(shaper, node->items[at--], slot);
			while (slot->level > 0 && at >= 0)
				seek_parent(shaper, node->items[at--], slot);
			break;
		default:
			sfn_shape_fail(shaper, "S0217", node->position, UNDEFINED_VALUE);
	}
}
