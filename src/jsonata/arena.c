/*-------------------------------------------------------------------------
 *
 * arena.c
 *	  Memory of one evaluation: handed out in a row, given back at once.
 *
 * Most evaluations fit the buffer that their caller has on its stack and
 * never come here.  What does not fit goes into chunks of a memory context of
 * its own, a child of the current one, so that an error thrown past the evaluation
 * frees it as well.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "jsonata/arena.h"
#include "utils/memutils.h"

#define FIRST_CHUNK (32 * 1024)
#define LARGEST_CHUNK (1024 * 1024)

void
sfn_arena_init(Arena *arena, char *buffer, Size size, Size limit)
{
	memset(arena, 0, sizeof(*arena));
	arena->buffer = arena->next = (char *) MAXALIGN(buffer);
	arena->buffer_end = arena->end = buffer + size;
	arena->chunk_size = FIRST_CHUNK;
	arena->limit = limit;
	sfn_arena_hide(arena->buffer, arena->end - arena->buffer);
}

void
sfn_arena_free(Arena *arena)
{
	ArenaChunk *chunk;

	for (chunk = arena->chunk; chunk != NULL; chunk = chunk->before)
		sfn_arena_show(chunk, chunk->end - (char *) chunk);
	sfn_arena_show(arena->buffer, arena->buffer_end - arena->buffer);
	if (arena->context != NULL)
		MemoryContextDelete(arena->context);
	arena->context = NULL;
}

/*
 * Memory from a new chunk.  What is left of the chunk before is lost.
 */
void *
sfn_arena_more(Arena *arena, Size size)
{
	Size		header = MAXALIGN(sizeof(ArenaChunk));
	Size		wanted = Max(arena->chunk_size, size + header);
	ArenaChunk *chunk;
	char	   *result;

	if ((arena->limit > 0 && wanted > arena->limit - Min(arena->total, arena->limit)) ||
		!AllocHugeSizeIsValid(wanted))
		arena->exhausted(arena->arg);

	if (arena->context == NULL)
		arena->context = AllocSetContextCreate(CurrentMemoryContext, "JSONata evaluation",
											   ALLOCSET_SMALL_SIZES);
	chunk = MemoryContextAllocHuge(arena->context, wanted);
	chunk->before = arena->chunk;
	chunk->end = (char *) chunk + wanted;
	result = (char *) chunk + header;
	sfn_arena_hide(result, wanted - header);

	arena->chunk = chunk;
	arena->next = result + size;
	arena->end = chunk->end;
	arena->total += wanted;
	arena->chunk_size = Min(arena->chunk_size * 2, LARGEST_CHUNK);
	return result;
}

void
sfn_arena_rewind(Arena *arena, const ArenaMark *mark)
{
	while (arena->chunk != mark->chunk)
	{
		ArenaChunk *chunk = arena->chunk;

		arena->chunk = chunk->before;
		arena->total -= chunk->end - (char *) chunk;
		sfn_arena_show(chunk, chunk->end - (char *) chunk);
		pfree(chunk);
	}
	arena->end = arena->chunk != NULL ? arena->chunk->end : arena->buffer_end;
	arena->next = mark->next;
	sfn_arena_hide(arena->next, arena->end - arena->next);
}

bool
sfn_arena_is_newer(const Arena *arena, const ArenaMark *mark, const void *address)
{
	const char *place = address;
	const ArenaChunk *chunk;

	for (chunk = arena->chunk; chunk != mark->chunk; chunk = chunk->before)
	{
		if (place >= (const char *) chunk && place < chunk->end)
			return true;
	}
	return place >= mark->next &&
		place < (chunk != NULL ? (const char *) chunk->end : arena->buffer_end);
}
