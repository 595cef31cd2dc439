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

/*
 * Under AddressSanitizer what has not been handed out is out of bounds, and
 * so is a gap behind everything that has.
 */
#ifdef FUZZ_ADDRESSES
#include <sanitizer/asan_interface.h>
#define ARENA_GAP 32
#define sfn_arena_hide(memory, size) ASAN_POISON_MEMORY_REGION(memory, size)
#define sfn_arena_show(memory, size) ASAN_UNPOISON_MEMORY_REGION(memory, size)
#else
#define ARENA_GAP 0
#define sfn_arena_hide(memory, size) ((void) 0)
#define sfn_arena_show(memory, size) ((void) 0)
#endif

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
	Size		room = MAXALIGN(size) + ARENA_GAP;

	if (unlikely(room > (Size) (arena->end - result)))
		result = sfn_arena_more(arena, room);
	else
		arena->next = result + room;
	sfn_arena_show(result, size);
	return result;
}

static inline void
sfn_arena_mark(const Arena *arena, ArenaMark *mark)
{
	mark->chunk = arena->chunk;
	mark->next = arena->next;
}

#endif							/* SFN_ARENA_H */
