/*-------------------------------------------------------------------------
 *
 * intrinsic_encoding.c
 *	  Intrinsic functions on the bytes of a text: Base64 and hashes.
 *
 * The bytes are those of UTF-8, whatever the database's encoding is.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "common/base64.h"
#include "common/cryptohash.h"
#include "common/md5.h"
#include "common/sha1.h"
#include "common/sha2.h"
#include "mb/pg_wchar.h"
#include "template/intrinsic_call.h"
#include "utils/builtins.h"

typedef struct HashAlgorithm
{
	const char *name;			/* the service's, case-sensitive */
	pg_cryptohash_type type;
	int			bytes;
} HashAlgorithm;

static const HashAlgorithm algorithms[] =
{
	{"MD5", PG_MD5, MD5_DIGEST_LENGTH},
	{"SHA-1", PG_SHA1, SHA1_DIGEST_LENGTH},
	{"SHA-256", PG_SHA256, PG_SHA256_DIGEST_LENGTH},
	{"SHA-384", PG_SHA384, PG_SHA384_DIGEST_LENGTH},
	{"SHA-512", PG_SHA512, PG_SHA512_DIGEST_LENGTH}
};

static int	base64_normalize(const char *text, int len, char *clean);
static const HashAlgorithm *find_algorithm(const JsonbValue *name);
static void hash_hex(const HashAlgorithm *algorithm, const char *bytes, int len, char *hex);
static const char *to_utf8(const char *text, int *len);

/* States.Base64Encode(text): one line */
bool
sfn_intrinsic_base64_encode(const IntrinsicCall *call, JsonbValue *result)
{
	const char *text;
	char	   *encoded;
	int			len;
	int			room;
	int			encoded_len;

	if (!sfn_intrinsic_string(call, 0, &text, &len) ||
		!sfn_intrinsic_check_length(call, 0, text, len))
		return false;

	text = to_utf8(text, &len);
	room = pg_b64_enc_len(len) + 1;
	encoded = palloc(room);
	encoded_len = pg_b64_encode(text, len, encoded, room);
	Assert(encoded_len >= 0);
	sfn_json_set_string(result, encoded, encoded_len);

	return true;
}

/*
 * States.Base64Decode(text): as MIME reads it
 *
 * Characters outside of the alphabet (line breaks, mostly) are passed over,
 * padding ends the data and may be missing.
 */
bool
sfn_intrinsic_base64_decode(const IntrinsicCall *call, JsonbValue *result)
{
	const char *text;
	char	   *clean;
	char	   *decoded;
	int			len;
	int			clean_len;
	int			decoded_len;

	if (!sfn_intrinsic_string(call, 0, &text, &len) ||
		!sfn_intrinsic_check_length(call, 0, text, len))
		return false;

	clean = palloc(len + 4);
	clean_len = base64_normalize(text, len, clean);
	if (clean_len < 0)
		return sfn_intrinsic_fail(call, "argument 1 ends in the middle of a Base64 unit");

	decoded = palloc(pg_b64_dec_len(clean_len) + 1);
	decoded_len = pg_b64_decode(clean, clean_len, decoded, pg_b64_dec_len(clean_len));
	Assert(decoded_len >= 0);

	if (memchr(decoded, '\0', decoded_len) != NULL)
		return sfn_intrinsic_fail(call, "the data holds U+0000, which cannot be stored");
	if (pg_encoding_verifymbstr(PG_UTF8, decoded, decoded_len) != decoded_len)
		return sfn_intrinsic_fail(call, "the data is no UTF-8 text");

	decoded[decoded_len] = '\0';
	decoded = pg_any_to_server(decoded, decoded_len, PG_UTF8);
	sfn_json_set_cstring(result, decoded);

	return true;
}

/*
 * base64_normalize
 *		Only what the alphabet has, with full padding; its length.
 *
 * clean has room for len + 4 bytes.  -1: six bits are left over, which make no byte.
 */
static int
base64_normalize(const char *text, int len, char *clean)
{
	int			clean_len = 0;

	for (int i = 0; i < len && text[i] != '='; i++)
	{
		char		c = text[i];

		if ((c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
			c == '+' || c == '/')
			clean[clean_len++] = c;
	}

	if (clean_len % 4 == 1)
		return -1;
	while (clean_len % 4 != 0)
		clean[clean_len++] = '=';

	return clean_len;
}

/* States.Hash(value, algorithm): a string's own text, any other value's JSON text */
bool
sfn_intrinsic_hash(const IntrinsicCall *call, JsonbValue *result)
{
	const JsonbValue *value = &call->arguments[0];
	const HashAlgorithm *algorithm;
	StringInfoData json;
	const char *text;
	const char *name;
	char	   *hex;
	int			len;
	int			name_len;

	if (value->type == jbvString)
	{
		text = value->val.string.val;
		len = value->val.string.len;
	}
	else
	{
		initStringInfo(&json);
		sfn_json_append_text(&json, value);
		text = json.data;
		len = json.len;
	}

	if (!sfn_intrinsic_check_length(call, 0, text, len) ||
		!sfn_intrinsic_string(call, 1, &name, &name_len))
		return false;

	algorithm = find_algorithm(&call->arguments[1]);
	if (algorithm == NULL)
		return sfn_intrinsic_fail(call, "the algorithm must be MD5, SHA-1, SHA-256, SHA-384 or "
								  "SHA-512, but was \"%.*s\"", name_len, name);

	text = to_utf8(text, &len);
	hex = palloc(2 * algorithm->bytes);
	hash_hex(algorithm, text, len, hex);
	sfn_json_set_string(result, hex, 2 * algorithm->bytes);

	return true;
}

static const HashAlgorithm *
find_algorithm(const JsonbValue *name)
{
	for (int i = 0; i < lengthof(algorithms); i++)
	{
		if (sfn_json_string_is(name, algorithms[i].name))
			return &algorithms[i];
	}

	return NULL;
}

static void
hash_hex(const HashAlgorithm *algorithm, const char *bytes, int len, char *hex)
{
	uint8		digest[PG_SHA512_DIGEST_LENGTH];
	pg_cryptohash_ctx *context = pg_cryptohash_create(algorithm->type);

	if (pg_cryptohash_init(context) < 0 ||
		pg_cryptohash_update(context, (const uint8 *) bytes, len) < 0 ||
		pg_cryptohash_final(context, digest, algorithm->bytes) < 0)
		ereport(ERROR,
				(errcode(ERRCODE_INTERNAL_ERROR),
				 errmsg("could not compute %s hash: %s", algorithm->name,
						pg_cryptohash_error(context))));
	pg_cryptohash_free(context);

	hex_encode((char *) digest, algorithm->bytes, hex);
}

static const char *
to_utf8(const char *text, int *len)
{
	char	   *converted = pg_server_to_any(text, *len, PG_UTF8);

	/* The same pointer says that nothing was converted. */
	if (converted != text)
		*len = strlen(converted);

	return converted;
}
