/*-------------------------------------------------------------------------
 *
 * arena.h
 *	  Memory of one evaluation: handed out in a row, given back at once.
 *
 *-------------------------------------------------------------------------
 */
#ifndef SFN_ARENA_H
#define SFN_ARENA_H

#include "postgres.h"

typedef struct ArenaChunk
{
	struct ArenaChunk *before;
	char	   *end;
} ArenaChunk;

typedef struct Arena
{
	char	   *next;
	char	   *end;
	ArenaChunk *chunk;			/* NULL: still in the caller's buffer */
	char	   *buffer;
	char	   *buffer_end;
	Size		chunk_size;		/* of the next chunk */
	Size		total;			/* bytes of all chunks */
	Size		limit;			/* bytes of all chunks together; 0: none */
	MemoryContext context;		/* of the chunks; NULL as long as there are none */
	void		(*exhausted) (void *arg);	/* does not return */
	void	   *arg;
} Arena;

/* Where an arena stood: sfn_arena_rewind gives back what came after. */
typedef struct ArenaMark
{
	ArenaChunk *chunk;
	char	   *next;
} ArenaMark;

extern void sfn_arena_init(Arena *arena, char *buffer, Size size, Size limit);
extern void sfn_arena_free(Arena *arena);
extern void *sfn_arena_more(Arena *arena, Size size);
extern void sfn_arena_rewind(Arena *arena, const ArenaMark *mark);
/* Whether memory handed out since mark holds the address. */
extern bool sfn_arena_is_newer(const Arena *arena, const ArenaMark *mark, const void *address);

static inline void *
sfn_arena_alloc(Arena *arena, Size size)
{
	char	   *result = arena->next;

	size = MAXALIGN(size);
	if (unlikely(size > (Size) (arena->end - result)))
		return sfn_arena_more(arena, size);
	arena->next = result + size;
	return result;
}

static inline void
sfn_arena_mark(const Arena *arena, ArenaMark *mark)
{
	mark->chunk = arena->chunk;
	mark->next = arena->next;
}

#endif							/* SFN_ARENA_H */
