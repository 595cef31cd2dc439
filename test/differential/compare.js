/*
 * compare.js pairs reference-outcomes our-outcomes [examples]
 *	  Count agreements, show differences, and end with status 1 if one has no explanation.
 *
 * The explanations are those of docs/conformance.md.
 */
'use strict';

const fs = require('fs');

const [, , pairsFile, referenceFile, oursFile, examples] = process.argv;

const read = (file) => new Map(fs.readFileSync(file, 'utf8').split('\n').filter(Boolean).map(JSON.parse).map((each) => [each.i, each]));

/* Equal, but for the last bits of a number, which powers and roots may round differently */
function same(a, b) {
	if (typeof a === 'number' && typeof b === 'number') {
		return a === b || Math.abs(a - b) <= 1e-12 * Math.max(Math.abs(a), Math.abs(b));
	}
	if (Array.isArray(a)) {
		return Array.isArray(b) && a.length === b.length && a.every((element, i) => same(element, b[i]));
	}
	if (a !== null && typeof a === 'object') {
		return b !== null && typeof b === 'object' && !Array.isArray(b) && Object.keys(a).length === Object.keys(b).length &&
			Object.keys(a).every((key) => Object.prototype.hasOwnProperty.call(b, key) && same(a[key], b[key]));
	}
	return a === b;
}

/* Bounds: each side has its own, and says so. */
const isBound = (code) => /^(D1011|D1012|D1014|U1001)$/.test(code);

function agree(reference, ours) {
	if (reference.error !== undefined) {
		return ours.error === reference.error || (isBound(reference.error) && isBound(ours.error));
	}
	return reference.nothing ? ours.nothing === true : 'value' in ours && same(reference.value, ours.value);
}

const EXPLANATIONS = [
	['the reference gave up', (pair, reference) => reference.incomparable !== undefined],
	['either of two errors', ({ expr }, reference, ours) => /^[TD]/.test(reference.error) && /^[TD]/.test(ours.error) && /[[{]/.test(expr)],
	['arguments of a partially applied function', ({ expr }) => /[(,]\s*\?\s*[,)]/.test(expr)],
	['a number that is none', ({ expr }, reference) => JSON.stringify(reference).includes('NaN') || /\$(?:parseInteger|round)/.test(expr)],
	['a bound of ours', (pair, reference, ours) => isBound(ours.error)],
	['irregular separators', ({ expr }) => /\$format(Number|Integer)/.test(expr) && /#[^#]*,[^,]#|,#|#,#+,##0|\.[#0-9]*,|-/.test(expr)],
	['an exponent behind a prefix, or without a point', ({ expr }) => /\$formatNumber\(.*["'][^"']*e/.test(expr)],
	['digits beyond 2^53', ({ expr }, reference, ours) => /\$formatBase/.test(expr) && /[0-9a-z]{11}/.test(JSON.stringify(ours.value))],
	['an element of nothing', (pair, reference, ours) => String(JSON.stringify(reference.value)).replaceAll('[null]', '[]') === JSON.stringify(ours.value)],
	['a regex before ?: or ??', ({ expr }) => holdsRegexBeforeDefault(expr)],
	['a regex called with what is no string', ({ expr }) => /\/[im]*\(|\$(?:sift|filter|map|each|reduce)\(.*\/|\/[im]* ~> |~>\s*\//.test(expr)],
	['a function in place of a replacement', ({ expr }, reference, ours) => ours.error === 'D3012'],
	['a wildcard in brackets that begin a path', ({ expr }) => /\[[^\]]*\*[^\]]*\]\s*[.@#^]/.test(expr)],
	['halves of a surrogate pair', ({ expr, data }, reference) => /\\ud[89a-f]/.test(JSON.stringify(reference)) || (/\/.*\./.test(expr) && /[\ud800-\udbff]/.test(expr + JSON.stringify(data)))],
	['what jsonb cannot hold', (pair, reference, ours) => ours.error === 'D1015'],
	['the inside of a function', (pair, reference) => /"definition":/.test(JSON.stringify(reference))],
	['an infinite argument', ({ expr }, reference, ours) => (/\/ 0|1e30[89]/.test(expr) || /Infinity/.test(reference.value)) && ours.error === 'D1001'],
	['a part of the time twice', ({ expr }) => /\$toMillis.*\[(.)[^\]]*\].*\[\1/.test(expr)],
	['a signature of odd characters', ({ expr }) => /<\([^)]*[[\]\d]/.test(expr)],
	['a time that is none', ({ expr }, reference, ours) => /\$fromMillis/.test(expr) && /^(D1001|D3134)$/.test(ours.error)],
	['bindings that are sorted or grouped', ({ expr }, reference) => /"[@!]\d*":/.test(JSON.stringify(reference.value)) ||
		 /[@#%][^]*(?:\^\(|\{)/.test(expr)],
	['the clock moved on', ({ expr }, reference, ours) => /\$toMillis/.test(expr) && Math.abs(reference.value - ours.value) < 600000],
];

/* The reference evaluates what is to the left of these twice, the first time a copy without its regexes. */
const holdsRegexBeforeDefault = (expr) => /\/[^]*(?:\?:|\?\?)/.test(expr);

const describe = (outcome) => JSON.stringify({ ...outcome, i: undefined }).slice(0, 240);

function main() {
	const pairs = read(pairsFile);
	const references = read(referenceFile);
	const ours = read(oursFile);
	const counts = {};
	const differences = [];
	const count = (what) => { counts[what] = (counts[what] || 0) + 1; };

	for (const [i, pair] of pairs) {
		const reference = references.get(i);
		const our = ours.get(i) || { error: 'no outcome' };
		if (reference.incomparable === undefined && agree(reference, our)) {
			count(reference.error ? 'same error' : reference.nothing ? 'both nothing' : 'same value');
			continue;
		}
		const explanation = our.sqlstate === undefined && EXPLANATIONS.find(([, holds]) => holds(pair, reference, our));
		if (explanation) {
			count('explained: ' + explanation[0]);
		} else {
			count('DIFFERENT');
			differences.push({ pair, reference, our });
		}
	}

	differences.sort((a, b) => a.pair.expr.length - b.pair.expr.length);
	for (const { pair, reference, our } of differences.slice(0, Number(examples) || 20)) {
		console.log(pair.expr + '\n    reference  ' + describe(reference) + '\n    sfn        ' + describe(our) + '\n    document   ' + JSON.stringify(pair.data).slice(0, 600));
	}
	for (const what of Object.keys(counts).sort()) {
		console.log(String(counts[what]).padStart(8) + '  ' + what);
	}
	console.log(pairs.size - differences.length + ' passed, ' + differences.length + ' failed');
	process.exitCode = differences.length > 0 ? 1 : 0;
}

main();
