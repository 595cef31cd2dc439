/*-------------------------------------------------------------------------
 *
 * random_id.c
 *	  Version 7 and version 4 uuids, task tokens.
 *
 * All random bits are cryptographically strong, since a token is a bearer
 * secret.  Asking for them is a system call that costs fifty times the rest of
 * a uuid, so they are fetched by the kilobyte.  A byte that was handed out is
 * wiped from the pool, and the pool belongs to one process: a copy inherited by fork
 * would give two backends the same secrets.
 *
 * A token is base64 of
 *
 *		2 bytes		constant, a mark that this is a task token
 *		32 bytes	random
 *		16 bytes	the execution's id
 *		4 bytes		CRC-32C of all that
 *
 * The checksum is no protection, it tells a mangled token from one that is
 * unknown, which the service answers differently.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include <time.h>

#include "base/random_id.h"
#include "common/cryptohash.h"
#include "miscadmin.h"
#include "port/pg_bswap.h"
#include "port/pg_crc32c.h"

#define POOL_BYTES 1024

typedef struct RandomPool
{
	int			owner;			/* process id; 0 before the first use */
	int			used;
	uint8		bytes[POOL_BYTES];
} RandomPool;

#define UUID_TEXT_LEN 36

#define TOKEN_MARK_BYTES 2
#define TOKEN_SECRET_BYTES 32
#define TOKEN_CRC_BYTES 4
#define TOKEN_BODY_BYTES (TOKEN_MARK_BYTES + TOKEN_SECRET_BYTES + UUID_LEN)
#define TOKEN_BYTES (TOKEN_BODY_BYTES + TOKEN_CRC_BYTES)
/* A multiple of three, so base64 needs no padding and has no idle bits. */
#define TOKEN_TEXT_LEN (TOKEN_BYTES / 3 * 4)

StaticAssertDecl(TOKEN_BYTES % 3 == 0, "token bytes must be a multiple of three");

/* "sf" and four bits of the next character */
static const uint8 token_mark[TOKEN_MARK_BYTES] = {0xB1, 0xF9};

static const char base64_alphabet[] =
"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

static void random_bytes(void *target, int len);
static uint64 unix_time_ticks(void);
static int	hex_value(char c);
static uint32 token_crc(const uint8 *token);
static void token_hash(const uint8 *token, uint8 hash[TASK_TOKEN_HASH_BYTES]);

/*
 * sfn_uuid7
 *		Milliseconds in the first 48 bits, then the fraction of the millisecond in
 *		12 bits, then 62 random bits.
 *
 * When the clock has not moved on since the last uuid, or went back, the
 * 60 bits count on from there.
 */
void
sfn_uuid7(pg_uuid_t *id)
{
	static uint64 last_ticks = 0;
	uint64		ticks = Max(unix_time_ticks(), last_ticks + 1);
	uint64		high = ((ticks >> 12) << 16) | UINT64CONST(0x7000) | (ticks & 0xFFF);

	last_ticks = ticks;
	high = pg_hton64(high);
	memcpy(id->data, &high, sizeof(high));
	random_bytes(id->data + sizeof(high), UUID_LEN - sizeof(high));
	id->data[8] = (id->data[8] & 0x3F) | 0x80;
}

void
sfn_uuid4(pg_uuid_t *id)
{
	random_bytes(id->data, UUID_LEN);
	id->data[6] = (id->data[6] & 0x0F) | 0x40;
	id->data[8] = (id->data[8] & 0x3F) | 0x80;
}

char *
sfn_uuid_text(const pg_uuid_t *id)
{
	static const char digits[] = "0123456789abcdef";
	char	   *text = palloc(UUID_TEXT_LEN + 1);
	char	   *p = text;
	int			i;

	for (i = 0; i < UUID_LEN; i++)
	{
		if (i == 4 || i == 6 || i == 8 || i == 10)
			*p++ = '-';
		*p++ = digits[id->data[i] >> 4];
		*p++ = digits[id->data[i] & 0xF];
	}
	*p = '\0';
	return text;
}

bool
sfn_uuid_parse(const char *text, pg_uuid_t *id)
{
	const char *p = text;
	int			i;

	for (i = 0; i < UUID_LEN; i++)
	{
		int			high;
		int			low;

		if ((i == 4 || i == 6 || i == 8 || i == 10) && *p++ != '-')
			return false;
		if ((high = hex_value(*p++)) < 0 || (low = hex_value(*p++)) < 0)
			return false;
		id->data[i] = high << 4 | low;
	}
	return *p == '\0';
}

uint64
sfn_random_uint64(void)
{
	uint64		bits;

	random_bytes(&bits, sizeof(bits));
	return bits;
}

double
sfn_random_double(void)
{
	/* The 53 bits that a double has room for */
	return (sfn_random_uint64() >> 11) * (1.0 / (UINT64CONST(1) << 53));
}

char *
sfn_token_make(const pg_uuid_t *execution, uint8 hash[TASK_TOKEN_HASH_BYTES])
{
	uint8		token[TOKEN_BYTES];
	char	   *text = palloc(TOKEN_TEXT_LEN + 1);
	char	   *p = text;
	uint32		crc;
	int			i;

	memcpy(token, token_mark, TOKEN_MARK_BYTES);
	random_bytes(token + TOKEN_MARK_BYTES, TOKEN_SECRET_BYTES);
	memcpy(token + TOKEN_MARK_BYTES + TOKEN_SECRET_BYTES, execution->data, UUID_LEN);
	crc = token_crc(token);
	memcpy(token + TOKEN_BODY_BYTES, &crc, TOKEN_CRC_BYTES);
	token_hash(token, hash);

	for (i = 0; i < TOKEN_BYTES; i += 3)
	{
		uint32		group = token[i] << 16 | token[i + 1] << 8 | token[i + 2];

		*p++ = base64_alphabet[group >> 18];
		*p++ = base64_alphabet[group >> 12 & 0x3F];
		*p++ = base64_alphabet[group >> 6 & 0x3F];
		*p++ = base64_alphabet[group & 0x3F];
	}
	*p = '\0';
	return text;
}

bool
sfn_token_parse(const char *token, pg_uuid_t *execution, uint8 *hash)
{
	uint8		bytes[TOKEN_BYTES];
	uint32		group = 0;
	uint32		crc;
	int			i;

	if (strlen(token) != TOKEN_TEXT_LEN)
		return false;
	for (i = 0; i < TOKEN_TEXT_LEN; i++)
	{
		const char *found = strchr(base64_alphabet, token[i]);

		if (found == NULL)
			return false;
		group = group << 6 | (uint32) (found - base64_alphabet);
		if (i % 4 == 3)
		{
			uint8	   *target = bytes + i / 4 * 3;

			target[0] = group >> 16;
			target[1] = group >> 8;
			target[2] = group;
		}
	}

	crc = token_crc(bytes);
	if (memcmp(bytes, token_mark, TOKEN_MARK_BYTES) != 0 ||
		memcmp(bytes + TOKEN_BODY_BYTES, &crc, TOKEN_CRC_BYTES) != 0)
		return false;

	memcpy(execution->data, bytes + TOKEN_MARK_BYTES + TOKEN_SECRET_BYTES, UUID_LEN);
	if (hash != NULL)
		token_hash(bytes, hash);
	return true;
}

/*
 * Random bytes from this process's pool.
 */
static void
random_bytes(void *target, int len)
{
	static RandomPool pool;

	Assert(len <= POOL_BYTES);

	if (pool.owner != MyProcPid || pool.used + len > POOL_BYTES)
	{
		if (!pg_strong_random(pool.bytes, POOL_BYTES))
			ereport(ERROR,
					(errcode(ERRCODE_INTERNAL_ERROR),
					 errmsg("could not generate random values")));
		pool.owner = MyProcPid;
		pool.used = 0;
	}

	memcpy(target, pool.bytes + pool.used, len);
	memset(pool.bytes + pool.used, 0, len);
	pool.used += len;
}

/* The time since 1970 in units of a 4096th of a millisecond */
static uint64
unix_time_ticks(void)
{
	struct timespec now;
	uint64		milliseconds;
	uint64		fraction;

	clock_gettime(CLOCK_REALTIME, &now);
	milliseconds = (uint64) now.tv_sec * 1000 + now.tv_nsec / 1000000;
	fraction = (uint64) (now.tv_nsec % 1000000) * 4096 / 1000000;
	return milliseconds << 12 | fraction;
}

static int
hex_value(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return -1;
}

/* In network order, so that a token is the same on every machine */
static uint32
token_crc(const uint8 *token)
{
	pg_crc32c	crc;

	INIT_CRC32C(crc);
	COMP_CRC32C(crc, token, TOKEN_BODY_BYTES);
	FIN_CRC32C(crc);
	return pg_hton32(crc);
}

static void
token_hash(const uint8 *token, uint8 hash[TASK_TOKEN_HASH_BYTES])
{
	pg_cryptohash_ctx *context = pg_cryptohash_create(PG_SHA256);

	if (context == NULL ||
		pg_cryptohash_init(context) < 0 ||
		pg_cryptohash_update(context, token, TOKEN_BYTES) < 0 ||
		pg_cryptohash_final(context, hash, TASK_TOKEN_HASH_BYTES) < 0)
	{
		char	   *reason = pstrdup(pg_cryptohash_error(context));

		pg_cryptohash_free(context);
		ereport(ERROR,
				(errcode(ERRCODE_INTERNAL_ERROR),
				 errmsg("could not compute SHA-256: %s", reason)));
	}
	pg_cryptohash_free(context);
}
