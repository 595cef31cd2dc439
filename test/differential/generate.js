/*
 * generate.js seed count [odd file] [directory of more expressions] > pairs
 *	  Make pairs of an expression and a document, one JSON object a line.
 *
 * The same seed makes the same pairs.  They are of five kinds:
 *	  odd		the hand-written ones of odd_expressions.txt, all of them, once
 *	  typed		from a grammar that knows what is where in the document, so that most
 *				of them yield something
 *	  wild		from a grammar that does not
 *	  matrix	a function with arguments that it may not expect
 *	  picture	number, integer and date pictures
 *	  mutant	a hand-written expression with a piece of it changed
 *
 * Documents have their members in jsonb's order, so that both sides see the same.
 */
'use strict';

const fs = require('fs');
const path = require('path');

let state = Number(process.argv[2]) || 1;
const total = Number(process.argv[3]) || 1000;

/* ---- chance ---- */

function random() {
	state = (state + 0x6D2B79F5) | 0;
	let t = Math.imul(state ^ (state >>> 15), 1 | state);
	t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
	return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
}

const integer = (low, high) => low + Math.floor(random() * (high - low + 1));
const chance = (probability) => random() < probability;
const pick = (list) => list[Math.floor(random() * list.length)];
const times = (count, make) => Array.from({ length: count }, make);

/* One of several makers; a weight may stand before each. */
function choose(...options) {
	const makers = [];
	let weight = 1;
	for (const option of options) {
		if (typeof option === 'number') {
			weight = option;
		} else {
			makers.push([weight, option]);
			weight = 1;
		}
	}
	let at = random() * makers.reduce((sum, [w]) => sum + w, 0);
	for (const [w, maker] of makers) {
		at -= w;
		if (at < 0) {
			return maker();
		}
	}
	return makers[0][1]();
}

/* ---- documents ---- */

const NAMES = ['a', 'b', 'c', 'items', 'name', 'price', 'qty', 'tags', 'sub', 'x'];
const STRINGS = ['', 'a', 'abc', 'Hello World', 'foo bar', '1', '12', '-3.5', 'é', '日本', '😂x', 'a,b,c',
	'  pad  ', 'null', 'true', 'ABCDEF', '2018-02-14T12:30:00.000Z', 'x-y-z', 'a.b', '$1', 'ǅß'];
const NUMBERS = [0, 1, 2, 3, -1, -2, 10, 0.5, 1.5, 2.5, -0.5, 100, 1e3, 123456.789, 0.1, 0.2, 1e21, 1e-7,
	5, 7, 12345, 99, 0.30000000000000004, 9007199254740993, 1e15, 123456789012345680];

function jsonbOrder(a, b) {
	const x = Buffer.from(a);
	const y = Buffer.from(b);
	return x.length - y.length || Buffer.compare(x, y);
}

function inJsonbOrder(value) {
	if (Array.isArray(value)) {
		return value.map(inJsonbOrder);
	}
	if (value !== null && typeof value === 'object') {
		return Object.fromEntries(Object.keys(value).sort(jsonbOrder).map((key) => [key, inJsonbOrder(value[key])]));
	}
	return value;
}

function anyValue(depth) {
	if (depth <= 0 || chance(0.35)) {
		return choose(() => pick(NUMBERS), () => pick(NUMBERS), () => pick(STRINGS), () => chance(0.5), () => null);
	}
	if (chance(0.5)) {
		const make = choose(() => () => pick(NUMBERS), () => () => pick(STRINGS),
			() => () => anyObject(depth - 1), () => () => anyValue(depth - 1));
		return times(integer(0, 4), make);
	}
	return anyObject(depth);
}

function anyObject(depth) {
	return Object.fromEntries(times(integer(0, 4), () => [pick(NAMES), anyValue(depth - 1)]));
}

/* What an order's document always has; the rest of it may be anything. */
function order() {
	return {
		id: integer(1, 9),
		name: pick(STRINGS),
		open: chance(0.5),
		matrix: times(integer(1, 3), () => times(integer(0, 3), () => pick(NUMBERS))),
		items: times(integer(1, 4), () => ({
			name: pick(STRINGS),
			price: pick(NUMBERS),
			qty: integer(0, 5),
			tags: times(integer(0, 3), () => pick(STRINGS)),
			sub: { x: pick(NUMBERS), a: times(integer(0, 3), () => pick(NUMBERS)), parts: times(integer(0, 2), () => ({ n: integer(0, 3), name: pick(STRINGS) })) },
			...(chance(0.3) ? { note: pick(STRINGS) } : {}),
		})),
		a: anyValue(3),
		b: anyValue(2),
		c: anyValue(1),
	};
}

/* ---- literals ---- */

const quoted = (text) => JSON.stringify(text);
const number = () => String(pick(NUMBERS.filter((n) => n >= 0)));
const string = () => quoted(pick(STRINGS));

/* ---- expressions of a type, over order() ---- */

const PART = { kind: 'object', members: { n: 'number', name: 'string' } };
const SUB = { kind: 'object', members: { x: 'number', a: { kind: 'array', of: 'number' }, parts: { kind: 'array', of: PART } } };
const ITEM = {
	kind: 'object',
	members: { name: 'string', price: 'number', qty: 'number', tags: { kind: 'array', of: 'string' }, sub: SUB, note: 'string' },
};
const ORDER = {
	kind: 'object',
	members: {
		id: 'number', name: 'string', open: 'boolean', items: { kind: 'array', of: ITEM },
		matrix: { kind: 'array', of: { kind: 'array', of: 'number' } },
	},
};

/* Where the walk stands: the type of $, variables by type, types of the steps behind. */
function within(place, type, more = {}) {
	return { type, variables: { ...place.variables, ...more }, behind: place.type };
}

function typed(want, place, depth) {
	if (chance(0.02)) {
		return wild(1);
	}
	if (depth <= 0) {
		return leaf(want, place);
	}
	return { number: typedNumber, string: typedString, boolean: typedBoolean, numbers: typedNumbers,
		strings: typedStrings, items: typedItems, object: typedObject }[want](place, depth - 1);
}

function leaf(want, place) {
	const variables = Object.keys(place.variables).filter((name) => place.variables[name] === want);
	if (variables.length > 0 && chance(0.4)) {
		return pick(variables);
	}
	switch (want) {
		case 'number':
			return choose(2, number, () => step(place, 'number') || number());
		case 'string':
			return choose(2, string, () => step(place, 'string') || string());
		case 'boolean':
			return pick(['true', 'false', '$exists(a)', '$boolean(b)']);
		case 'numbers':
			return choose(() => '[1..' + integer(0, 5) + ']', () => '[' + times(integer(0, 4), number).join(', ') + ']', () => '$$.items.price',
				() => '$$.items.sub.a', () => '$$.matrix', () => '$$.**.n');
		case 'strings':
			return choose(() => '[' + times(integer(0, 4), string).join(', ') + ']', () => '$$.items.name', () => '$$.items.tags', () => '$$.**.name');
		case 'items':
			return choose(3, () => '$$.items', () => '$$.items[qty > 1]', () => '$$.items.sub.parts', () => '$$.items[-1]');
		default:
			return choose(() => '$$.items[0]', () => '{"a": ' + number() + ', "b": ' + string() + '}', () => '$$.items[0].sub', () => '$$');
	}
}

/* A path from here to something of a type, or null */
function step(place, want) {
	const type = place.type;
	if (typeof type === 'string') {
		return type === want ? '$' : null;
	}
	if (type.kind === 'array') {
		return null;
	}
	const names = Object.keys(type.members).filter((name) => type.members[name] === want);
	return names.length > 0 ? pick(names) : null;
}

function typedNumber(place, depth) {
	const n = (p = place) => typed('number', p, depth);
	const s = () => typed('string', place, depth);
	const ns = () => typed('numbers', place, depth);
	return choose(
		2, () => leaf('number', place),
		4, () => n() + ' ' + pick(['+', '-', '*', '/', '%']) + ' ' + n(),
		() => '-' + n(),
		() => '(' + n() + ')',
		2, () => '$' + pick(['sum', 'max', 'min', 'average', 'count']) + '(' + ns() + ')',
		() => '$count(' + typed(pick(['items', 'strings', 'object']), place, depth) + ')',
		() => '$' + pick(['abs', 'floor', 'ceil', 'round', 'sqrt']) + '(' + n() + ')',
		() => '$round(' + n() + ', ' + integer(-2, 3) + ')',
		() => '$power(' + n() + ', ' + pick(['2', '0.5', '-1', '3']) + ')',
		() => '$length(' + s() + ')',
		() => '$number(' + pick(['$string(' + n() + ')', 'open', '"12"', '"0x1F"', '"1e3"', '" 1"']) + ')',
		() => ns() + '[' + integer(-3, 3) + ']',
		2, () => '$reduce(' + ns() + ', function($v, $w) {' + n(within(place, place.type, { $v: 'number', $w: 'number' })) + '}' + (chance(0.4) ? ', ' + n() : '') + ')',
		() => typed('boolean', place, depth) + ' ? ' + n() + ' : ' + n(),
		() => '(' + '$v := ' + n() + '; ' + n(within(place, place.type, { $v: 'number' })) + ')',
		() => n() + ' ~> ' + pick(['$abs', '$string ~> $length', '$sqrt()', 'function($n){$n + 1}', '$round(1)', '$power(?, 2)']),
		() => 'function($x' + (chance(0.5) ? ', $y' : '') + ')' + (chance(0.4) ? pick(['<n:n>', '<nn?:n>', '<n-n?:n>', '<x:x>', '<(ns)x?:n>', '<a<n>:n>']) : '') +
			'{' + n(within(place, place.type, { $x: 'number' })) + '}(' + n() + (chance(0.2) ? ', ' + n() : '') + ')',
		() => '($f := function($n) { $n <= 1 ? 1 : $n * $f($n - 1) }; $f(' + integer(0, 8) + '))',
		() => '$lookup(' + typed('object', place, depth) + ', ' + quoted(pick(['qty', 'price', 'a', 'x'])) + ')',
		() => '$single(' + ns() + ', function($v) {$v = ' + number() + '})',
		() => typed('boolean', place, depth) + ' ?: ' + n(),
		() => n() + ' ?? ' + n(),
		() => '$parseInteger(' + pick(['"1,234"', '"twelve"', '"XIV"', '"ab"', '"3rd"']) + ', ' + pick(['"#,##0"', '"w"', '"I"', '"a"', '"0;o"']) + ')',
		() => '$toMillis("2018-0' + integer(1, 9) + '-1' + integer(0, 9) + 'T1' + integer(0, 9) + ':30:00Z")');
}

function typedString(place, depth) {
	const s = () => typed('string', place, depth);
	const n = () => typed('number', place, depth);
	const ss = () => typed('strings', place, depth);
	return choose(
		2, () => leaf('string', place),
		3, () => s() + ' & ' + choose(s, n, () => typed('boolean', place, depth), ss),
		2, () => '$string(' + typed(pick(['number', 'object', 'numbers', 'items', 'boolean', 'string']), place, depth) + (chance(0.2) ? ', true' : '') + ')',
		() => '$' + pick(['uppercase', 'lowercase', 'trim', 'base64encode', 'encodeUrl', 'encodeUrlComponent']) + '(' + s() + ')',
		() => '$substring(' + s() + ', ' + n() + (chance(0.5) ? ', ' + n() : '') + ')',
		() => '$substring' + pick(['Before', 'After']) + '(' + s() + ', ' + s() + ')',
		() => '$pad(' + s() + ', ' + integer(-12, 12) + (chance(0.5) ? ', ' + s() : '') + ')',
		() => '$join(' + ss() + (chance(0.6) ? ', ' + s() : '') + ')',
		2, () => '$replace(' + s() + ', ' + regexOr(s) + ', ' + choose(s, () => pick(['"[$0]"', '"$1$2"', '"$$"', '"$9x"', '$uppercase']),
			() => 'function($m) {$m.match & $string($m.index)}') + (chance(0.3) ? ', ' + integer(0, 3) : '') + ')',
		() => ss() + '[' + integer(-2, 2) + ']',
		() => '$type(' + typed(pick(['number', 'object', 'numbers', 'items', 'boolean', 'string']), place, depth) + ')',
		() => typed('boolean', place, depth) + ' ? ' + s() + ' : ' + s(),
		() => '($w := ' + s() + '; ' + typed('string', within(place, place.type, { $w: 'string' }), depth) + ')',
		() => s() + ' ~> ' + pick(['$uppercase', '$trim()', '$pad(8, "-")', '$substringAfter(" ")', '$split("") ~> $join("_")', '$contains(/o/) ~> $string', '$length ~> $string']),
		() => '$formatNumber(' + n() + ', ' + quoted(pick(['#,##0.00', '0.0', '#0', '00.0#', '0%', '0.0e0'])) + ')',
		() => '$formatBase(' + n() + ', ' + integer(2, 36) + ')',
		() => '$formatInteger(' + n() + ', ' + quoted(pick(['w', 'I', 'a', '#,##0', '0;o', 'W;o'])) + ')',
		() => '$fromMillis(' + n() + (chance(0.5) ? ', ' + quoted(pick(['[Y]-[M01]-[D01]', '[FNn], [D1o] [MNn]', '[h]:[m01] [PN]', '[X]-W[W]-[F1]'])) : '') + ')',
		() => '$decodeUrl(' + s() + ')',
		() => '$base64decode($base64encode(' + s() + '))');
}

function regexOr(make) {
	return chance(0.6) ? pick(REGEXES) : make();
}

const REGEXES = ['/a/', '/[a-z]+/', '/(\\w)(\\w)/i', '/\\d+/', '/^./', '/o/', '/(a|b)*c/', '/\\s/', '/l+/m', '/x?/', '/(?:(a)|(b))/',
	'/[^,]+/', '/$/', '/\\b/', '/(l)(x)?/', '/./', '/\\W+/', '/[\\u00e0-\\u00ff]/', '/日/', '/(.)\\1/', '/a(?=b)/', '/(?!l)o/', '/\\//', '/[/]/'];

function typedBoolean(place, depth) {
	const n = () => typed('number', place, depth);
	const s = () => typed('string', place, depth);
	const b = () => typed('boolean', place, depth);
	return choose(
		() => leaf('boolean', place),
		3, () => n() + ' ' + pick(['=', '!=', '<', '<=', '>', '>=']) + ' ' + n(),
		2, () => s() + ' ' + pick(['=', '!=', '<', '<=', '>', '>=']) + ' ' + s(),
		() => { const kind = pick(['object', 'numbers', 'strings', 'items']); return typed(kind, place, depth) + ' ' + pick(['=', '!=']) + ' ' + typed(kind, place, depth); },
		2, () => b() + ' ' + pick(['and', 'or']) + ' ' + b(),
		() => '$not(' + b() + ')',
		() => '$boolean(' + typed(pick(['number', 'string', 'numbers', 'object', 'items']), place, depth) + ')',
		() => '$exists(' + typed(pick(['number', 'string', 'numbers', 'object', 'items']), place, depth) + ')',
		() => n() + ' in ' + typed('numbers', place, depth),
		() => s() + ' in ' + typed('strings', place, depth),
		2, () => '$contains(' + s() + ', ' + regexOr(s) + ')');
}

function typedNumbers(place, depth) {
	const n = (p = place) => typed('number', p, depth);
	const ns = () => typed('numbers', place, depth);
	return choose(
		2, () => leaf('numbers', place),
		2, () => '[' + times(integer(0, 3), () => choose(n, ns, () => integer(-1, 2) + '..' + integer(0, 4))).join(', ') + ']',
		4, () => typed('items', place, depth) + '.' + choose(3, () => pick(['price', 'qty', 'sub.a', 'sub.x', 'n', 'sub.parts.n']), 3, () => '(' + n(within(place, ITEM)) + ')',
			() => '[' + n(within(place, ITEM)) + ']', () => 'sub.a[' + integer(-1, 1) + ']', () => 'sub.parts.(n + %.%.qty)', () => 'sub.parts.%.x'),
		2, () => '$map(' + ns() + ', function($x' + (chance(0.4) ? ', $i' : '') + (chance(0.2) ? ', $l' : '') + ') {' + n(within(place, place.type, { $x: 'number' })) + '})',
		2, () => '$filter(' + ns() + ', function($x, $i) {' + typed('boolean', within(place, place.type, { $x: 'number', $i: 'number' }), depth) + '})',
		() => '$' + pick(['reverse', 'sort', 'distinct']) + '(' + ns() + ')',
		() => '$append(' + ns() + ', ' + choose(ns, n) + ')',
		() => '$sort(' + ns() + ', function($l, $r) {' + pick(['$l > $r', '$l < $r', '-$l > -$r', '$abs($l) > $abs($r)']) + '})',
		() => '$zip(' + ns() + ', ' + ns() + ')',
		() => ns() + '[' + typed('boolean', within(place, 'number', {}), depth) + ']',
		() => ns() + '[[' + integer(-1, 1) + '..' + integer(0, 3) + ']]',
		() => ns() + '.($ ' + pick(['+', '*', '-', '%']) + ' ' + n(within(place, 'number')) + ')',
		() => ns() + '^(' + pick(['', '<', '>']) + '$)',
		() => '$each(' + typed('object', place, depth) + ', function($v, $k) {$length($k)})',
		() => ns() + '[]',
		() => ns() + '#$i[' + pick(['$i > 0', '$ > $i', '$i = 1', '0']) + ']' + pick(['', '.($ + $i)', '.{"i": $i, "v": $}']),
		() => '$spread(' + typed('object', place, depth) + ').*',
		() => '$$.**[$type($) = "number"]',
		() => '$match(' + typed('string', place, depth) + ', ' + pick(REGEXES) + (chance(0.4) ? ', ' + integer(0, 3) : '') + ').' + pick(['index', '$length(match)', '$count(groups)']));
}

function typedStrings(place, depth) {
	const s = (p = place) => typed('string', p, depth);
	const ss = () => typed('strings', place, depth);
	return choose(
		2, () => leaf('strings', place),
		() => '[' + times(integer(0, 3), () => choose(s, ss)).join(', ') + ']',
		3, () => typed('items', place, depth) + '.' + choose(3, () => pick(['name', 'tags', 'note', '*', '**.name']), 3, () => '(' + s(within(place, ITEM)) + ')',
			() => 'tags[' + integer(-1, 1) + ']', () => 'tags.(%.name & $)', () => 'sub.parts.(name & %.%.name)', () => 'tags@$t.($t & name)'),
		2, () => '$split(' + s() + ', ' + regexOr(s) + (chance(0.3) ? ', ' + integer(0, 3) : '') + ')',
		() => '$keys(' + typed(pick(['object', 'items']), place, depth) + ')',
		() => '$' + pick(['reverse', 'sort', 'distinct']) + '(' + ss() + ')',
		() => '$map(' + ss() + ', ' + choose(() => pick(['$uppercase', '$length', '$trim', '$string', '$substring(?, 1)', '$pad(?, 4, "-")']), () => 'function($w) {' + s(within(place, place.type, { $w: 'string' })) + '}') + ')',
		() => '$filter(' + ss() + ', ' + pick(REGEXES) + ')',
		() => '$match(' + s() + ', ' + pick(REGEXES) + ').' + pick(['match', 'groups', '(groups[0])']),
		() => '$append(' + ss() + ', ' + choose(ss, s) + ')',
		() => ss() + '^(' + pick(['', '<', '>']) + pick(['$', '$length($)', '$uppercase($)']) + ')',
		() => ss() + '[' + pick(['$contains($, "a")', '$length($) > 1', '$ > "b"', '0', '-1', '[0, 2]']) + ']',
		() => '$each(' + typed('object', place, depth) + ', function($v, $k) {$k & ":" & $type($v)})',
		() => '$distinct($$.**.$type($))');
}

function typedItems(place, depth) {
	const items = () => typed('items', place, depth);
	const inside = within(place, ITEM);
	return choose(
		3, () => leaf('items', place),
		3, () => items() + '[' + choose(() => typed('boolean', inside, depth), () => String(integer(-2, 2)), () => '[' + integer(0, 1) + '..' + integer(1, 2) + ']', () => pick(['note', 'tags', '$', 'qty > 0 and price'])) + ']',
		3, () => items() + '^(' + times(integer(1, 2), () => pick(['', '<', '>']) + pick(['price', 'qty', 'name', '$count(tags)', 'sub.x'])).join(', ') + ')',
		3, () => items() + '.{"n": ' + typed('string', inside, depth) + ', "p": ' + typed('number', inside, depth) + '}',
		() => items() + '{' + choose(() => 'name', () => '$string(qty)', () => typed('string', inside, depth)) + ': ' + choose(() => '$', () => 'price', () => '$sum(price)', () => typed('number', inside, depth), () => '$count($)', () => '{"q": qty}') + '}',
		() => items() + '~>|' + pick(['$', 'sub', '$[0]', '**[n]', 'sub.parts']) + '|' + choose(() => '{"x": ' + typed('number', inside, depth) + '}', () => '{}', () => typed('object', inside, depth)) + (chance(0.4) ? ', ' + pick(['"qty"', '["name", "n"]', '"zz"', 'tags']) : '') + '|',
		() => '$map(' + items() + ', function($o, $i) {' + choose(() => '$merge([$o, {"i": $i}])', () => '$o.{"q": qty * $i}', () => '$o[qty > $i]') + '})',
		() => '$filter(' + items() + ', function($o) {$o.qty > ' + integer(0, 3) + '})',
		() => '$sort(' + items() + ', function($l, $r) {$l.' + pick(['price > $r.price', 'qty < $r.qty', 'name > $r.name']) + '})',
		() => items() + '@$o.' + pick(['$$.items@$p[$o.qty = $p.qty].{"o": $o.name, "p": $p.price}', 'tags.{"n": $o.name, "t": $}', 'sub@$s.{"o": $o.qty, "s": $s.x}', '$$.items[qty = $o.qty]', 'sub.parts#$i.{"i": $i, "n": $o.name}']),
		() => items() + '#$i' + pick(['.{"i": $i, "q": qty}', '[$i > 0]', '[price > 1].{"i": $i}', '^(>qty).{"i": $i}', '@$v.{"i": $i, "v": $v.qty}', '.tags#$j.{"i": $i, "j": $j}']),
		() => items() + '.sub.parts.{"n": n, "up": %.x, "top": %.%.name}' + pick(['', '[]', '[top]', '^(n)']),
		() => items() + '.sub.parts[' + pick(['%.x > 1', '%.%.qty > 0', 'n < %.%.price']) + ']',
		() => '$spread(' + items() + ')',
		() => '[' + items() + ', ' + typed('object', place, depth) + ']',
		() => items() + '.sub.{"s": $, "p": %.price}',
		() => items() + '[].sub');
}

function typedObject(place, depth) {
	const value = () => typed(pick(['number', 'string', 'boolean', 'numbers', 'strings', 'object']), place, depth);
	return choose(
		() => leaf('object', place),
		2, () => '{' + times(integer(0, 3), () => choose(2, () => quoted(pick(NAMES)), () => typed('string', place, depth)) + ': ' + value()).join(', ') + '}',
		() => typed('items', place, depth) + '[0]',
		() => typed('items', place, depth) + '{name: ' + pick(['$', 'price', '$sum(price)', 'tags', '$count($)']) + '}',
		() => '$merge(' + choose(() => typed('items', place, depth), () => '[' + typed('object', place, depth) + ', ' + typed('object', place, depth) + ']') + ')',
		() => '$sift(' + typed('object', place, depth) + ', function($v, $k) {' + pick(['$k != "a"', '$type($v) = "number"', '$v', '$length($k) > 1', '$k ~> /a/']) + '})',
		() => typed('object', place, depth) + ' ~> |$|{"z": ' + value() + '}' + (chance(0.5) ? ', ' + quoted(pick(NAMES)) : '') + '|',
		() => '$each(' + typed('object', place, depth) + ', function($v, $k) {{$k: $v}}) ~> $merge',
		() => '$reduce(' + typed('numbers', place, depth) + ', function($acc, $x) {$merge([$acc, {"k" & $x: $x}])}, {})');
}

/* ---- expressions of no type ---- */

const FUNCTIONS = { sum: 1, count: 1, max: 1, min: 1, average: 1, string: 2, length: 1, substring: 3, substringBefore: 2, substringAfter: 2,
	uppercase: 1, lowercase: 1, trim: 1, pad: 3, contains: 2, split: 3, join: 2, match: 3, replace: 4, number: 1, abs: 1, floor: 1, ceil: 1,
	round: 2, power: 2, sqrt: 1, formatBase: 2, formatInteger: 2, formatNumber: 3, parseInteger: 2, boolean: 1, not: 1, exists: 1, append: 2,
	reverse: 1, sort: 2, distinct: 1, zip: 3, keys: 1, lookup: 2, spread: 1, merge: 1, type: 1, each: 2, map: 2, filter: 2, reduce: 3,
	single: 2, sift: 2, base64encode: 1, base64decode: 1, encodeUrl: 1, encodeUrlComponent: 1, decodeUrl: 1, decodeUrlComponent: 1,
	clone: 1, fromMillis: 3, toMillis: 2, assert: 2, error: 1 };

const VARIABLES = ['$v', '$w', '$x', '$y'];

function wild(depth) {
	if (depth <= 0) {
		return choose(2, () => pick([number(), string(), 'true', 'false', 'null']), 2, name, () => pick(VARIABLES));
	}
	const e = () => wild(depth - 1);
	return choose(
		8, () => wildPath(depth),
		2, () => wild(0),
		4, () => wildCall(depth),
		2, () => e() + ' ' + pick(['+', '-', '*', '/', '%', '&', '=', '!=', '<', '<=', '>', '>=', 'and', 'or', 'in', '?:', '??', '~>', '.', '..']) + ' ' + e(),
		() => '(' + e() + ')',
		() => '(' + pick(VARIABLES) + ' := ' + e() + '; ' + e() + ')',
		() => e() + ' ? ' + e() + (chance(0.7) ? ' : ' + e() : ''),
		() => '[' + times(integer(0, 3), e).join(', ') + ']',
		() => '{' + times(integer(0, 2), () => (chance(0.8) ? quoted(pick(NAMES)) : e()) + ': ' + e()).join(', ') + '}',
		() => '-' + e(),
		() => e() + ' ~> |' + wildPath(1) + '|{' + quoted(pick(NAMES)) + ': ' + e() + '}' + (chance(0.4) ? ', ' + quoted(pick(NAMES)) : '') + '|',
		() => wildLambda(depth, 1) + '(' + e() + ')',
		() => pick(['$', '$$', '$$.items', '$.a', '$count($)', '%', '%.a']));
}

function name() {
	return choose(18, () => pick(NAMES), () => '`' + pick(NAMES) + '`', () => quoted(pick(NAMES)));
}

function wildPath(depth) {
	const e = () => wild(depth - 1);
	const steps = times(integer(1, 3), () => {
		let text = choose(12, name, () => '*', () => '**', () => '$', () => '%', () => '(' + e() + ')', () => '{' + quoted(pick(NAMES)) + ': ' + e() + '}',
			() => '[' + e() + ']', () => pick(VARIABLES), () => wildCall(depth - 1));
		if (chance(0.25)) {
			text += choose(() => '[' + integer(-2, 3) + ']', () => '[]', () => '[[' + integer(0, 2) + ', ' + integer(0, 3) + ']]', 3, () => '[' + e() + ']');
		}
		text += chance(0.04) ? '@' + pick(VARIABLES) : '';
		text += chance(0.05) ? '#' + pick(VARIABLES) : '';
		text += chance(0.03) ? '^(' + pick(['', '<', '>']) + e() + ')' : '';
		return text;
	});
	return steps.join('.') + (chance(0.05) ? '{' + e() + ': ' + e() + '}' : '');
}

function wildLambda(depth, parameters) {
	return (chance(0.1) ? 'λ' : 'function') + '(' + VARIABLES.slice(0, parameters).join(', ') + ')' +
		(chance(0.08) ? pick(['<n:n>', '<s:s>', '<x-:x>', '<a:a>', '<nn:n>', '<j?:j>']) : '') + '{' + wild(depth - 1) + '}';
}

function wildCall(depth) {
	const callee = pick(Object.keys(FUNCTIONS));
	const args = times(integer(1, FUNCTIONS[callee]), (_, i) => wildArgument(depth, callee, i));
	if (chance(0.1)) {
		const first = args.shift();
		return first + ' ~> $' + callee + '(' + args.join(', ') + ')';
	}
	return '$' + callee + '(' + args.join(', ') + ')';
}

function wildArgument(depth, callee, at) {
	if (at === 1 && ['map', 'filter', 'single', 'each', 'sift', 'reduce', 'sort'].includes(callee)) {
		return chance(0.8) ? wildLambda(depth, callee === 'reduce' || callee === 'sort' ? 2 : integer(1, 3)) : pick(['$string', '$uppercase', '$sum', '$boolean', pick(REGEXES)]);
	}
	if (at === 1 && ['contains', 'split', 'match', 'replace'].includes(callee)) {
		return chance(0.6) ? pick(REGEXES) : string();
	}
	if (at === 1 && ['formatInteger', 'formatNumber', 'fromMillis', 'parseInteger'].includes(callee)) {
		return quoted(pick(['#,##0.00', '0', 'W', 'i', '1;o', '[Y]-[M01]']));
	}
	return wild(depth - 1);
}

/* ---- functions with arguments that they may not expect ---- */

const ODD_ARGUMENTS = ['nothing', 'null', 'true', 'false', '0', '-1', '1.5', '3', '1e300', '""', '"abc"', '"3"', '"é😂"', '[]', '[1]', '[3, 1, 2]', '["b", "a"]',
	'[1, "a"]', '[[1], [2]]', '[null]', '[true]', '{}', '{"a": 1}', '{"b": [1, 2], "a": {"c": 3}}', '[{"a": 1}, {"a": 2}]', 'function($x){$x}', 'function($x, $y){$x & $y}',
	'function(){1}', '$string', '$sum', '/b/', '/[a-z]/i', '[1..3]', 'items.price', 'items.name', 'items', 'items[0]', '$', '$$', '[nothing]', '[$string]', '-2', '2', '36', '"#,##0.0"',
	'"[Y]-[M]"', '"+0100"', '"2018-01-01"', '" x "', '[[]]', '{"a": nothing}', 'items[]', 'items[qty = 99]', '(items.price)[0]', '[0, 1]', '"$1"', '$match("ab", /(a)/)', '1e-7', '0.1 + 0.2'];

function matrix() {
	const callee = pick(Object.keys(FUNCTIONS));
	const count = choose(1, () => 0, 20, () => integer(1, FUNCTIONS[callee]), 1, () => FUNCTIONS[callee] + 1);
	const args = times(count, () => pick(ODD_ARGUMENTS));
	return choose(
		8, () => '$' + callee + '(' + args.join(', ') + ')',
		() => (args[0] || 'items') + ' ~> $' + callee + '(' + args.slice(1).join(', ') + ')',
		() => (args[0] || 'items') + '.$' + callee + '(' + args.slice(1).join(', ') + ')',
		() => '$type($' + callee + '(' + args.join(', ') + '))',
		() => '[$' + callee + '(' + args.join(', ') + ')]',
		() => pick(ODD_ARGUMENTS) + ' ' + pick(['+', '-', '*', '/', '%', '&', '=', '!=', '<', '<=', '>', '>=', 'and', 'or', 'in', '~>', '?:', '??', '..']) + ' ' + pick(ODD_ARGUMENTS),
		() => '(' + pick(ODD_ARGUMENTS) + ')' + pick(['[', '^(', '.', '{']).replace(/.*/, (open) => open + pick(ODD_ARGUMENTS) + { '[': ']', '^(': ')', '.': '', '{': ': 1}' }[open]));
}

/* ---- pictures ---- */

function datePicture() {
	const presentations = ['', '1', '01', '001', '0001', 'n', 'N', 'Nn', 'w', 'Ww', 'W', 'i', 'I', 'a', 'A', '1o', 'wo', 'Wwo', '#0', '9,999', '01:01', '0101', '01:01t', '0101t', '0', '000000'];
	const widths = ['', '', '', ',2', ',3-3', ',*-2', ',1-4', ',4', ',2-2'];
	return times(integer(1, 5), () => '[' + pick([...'YMDdFWwXxHhPmsfZzCE']) + pick(presentations) + pick(widths) + ']' +
		pick(['', '-', '/', ' ', 'T', ':', '.', ', ', ']]', '[[', ' of '])).join('');
}

const DATE_PARTS = [['[Y]', '2019'], ['[Y0001]', '2020'], ['[M01]', '07'], ['[M]', '7'], ['[MNn]', 'July'], ['[MNn,3-3]', 'Jul'], ['[D01]', '09'], ['[D]', '12'], ['[D1o]', '3rd'],
	['[Dwo]', 'third'], ['[d]', '100'], ['[H01]', '13'], ['[h]', '12'], ['[m]', '45'], ['[s01]', '05'], ['[f]', '123'], ['[f001]', '042'], ['[P]', 'PM'], ['[Z]', '+01:00'], ['[Z0101]', '-0530'], ['[z]', 'GMT+02:00'],
	['[FNn]', 'Monday'], ['[Yi]', 'mmxx'], ['[YWw]', 'Two Thousand and Nineteen'], ['[W]', '12'], ['[X]', '2018']];

function dateReading() {
	let picture = '';
	let text = '';
	for (const [part, example] of times(integer(1, 6), () => pick(DATE_PARTS))) {
		const separator = pick(['', '-', ' ', '/', 'T']);
		picture += part + separator;
		text += (chance(0.1) ? pick(['1', 'x', '99', '0']) : example) + separator;
	}
	return '$toMillis(' + quoted(text) + ', ' + quoted(picture) + ')';
}

function numberPicture() {
	if (chance(0.5)) {
		return pick(['#,##0.00', '0.0', '#', '0', '00', '#0.0#', '0.00e0', '#0.0e00', '0%', '##0‰', '#,##0;(#,##0)', '$#,##0.00', '0.###,###', '#,##,##0.0', '0.0000', '000.000', '#.#', '.00', '(0)', '0,0.0']);
	}
	return times(integer(1, 8), () => pick([...'##0000,,..%e;-()$E ‰9'])).join('');
}

const INTEGER_PICTURES = ['1', '01', '0001', '#,##0', '#0', 'w', 'W', 'Ww', 'i', 'I', 'a', 'A', '1;o', 'w;o', 'W;o', 'Ww;o', '000,000',
	'#,##,##0', '#:##0', '٠١', '0;c', '#', 'x', 'β', '1,1', '1234', '#-##-00'];

const ISO_TEXTS = ['2018', '2018-05', '2018-05-06', '2018-05-06T07:08:09', '2018-05-06T07:08:09Z', '2018-05-06T07:08:09.1234Z', '2018-05-06T07:08:09+01:00', '2018-05-06T07:08:09-0330',
	'2018-02-30', '0050-01-01', '2018-1-1', '2018-05-06T24:00:00', '18-05-06', '2018-05-06T07:08', '2018-05-06 07:08:09'];

function pictureNumber() {
	return choose(() => integer(-5, 130), () => integer(0, 1e6), () => random() * 1000, () => -random() * 10, () => random() * 1e-4, () => integer(1, 9) * Math.pow(10, integer(0, 14)),
		() => Math.round(random() * 1e5) / 100, () => 0, () => random() * 1e18, () => integer(1, 4000));
}

function picture() {
	const n = pictureNumber;
	return choose(
		5, () => '$formatNumber(' + n() + ', ' + quoted(numberPicture()) + (chance(0.15) ? ', ' + pick(['{"decimal-separator": ","}', '{"zero-digit": "a"}', '{"grouping-separator": "_"}', '{"minus-sign": "~"}', '{"percent": "pc"}', '{"exponent-separator": "x"}', '{"digit": "?"}', '{"pattern-separator": "!"}', '{"per-mille": "pm"}']) : '') + ')',
		3, () => '$formatInteger(' + Math.floor(n()) + ', ' + quoted(pick(INTEGER_PICTURES)) + ')',
		2, () => { const p = quoted(pick(INTEGER_PICTURES.slice(0, 17))); return '$parseInteger($formatInteger(' + integer(0, 200000) + ', ' + p + '), ' + p + ')'; },
		5, () => '$fromMillis(' + Math.floor((random() - 0.3) * 4e12) + ', ' + quoted(datePicture()) + (chance(0.3) ? ', ' + quoted(pick(['+0100', '-0500', '+0530', '-0330', '0000', '+1245'])) : '') + ')',
		2, dateReading,
		() => '$toMillis(' + quoted(pick(ISO_TEXTS)) + ')',
		() => '$round(' + n() + ', ' + integer(-4, 6) + ')',
		() => '$string(' + n() + ' * ' + n() + ')',
		() => '$formatBase(' + n() + ', ' + integer(2, 36) + ')',
		() => '$string([' + n() + ' / ' + n() + ', ' + n() + ' + ' + n() + '])');
}

/* ---- hand-written expressions, as they are and changed ---- */

/* A line is an expression, "data: ..." the document of those that follow, "# ..." a heading. */
function readOdd(file) {
	const odd = [];
	let data = null;
	for (const line of fs.readFileSync(file, 'utf8').split('\n')) {
		if (line.startsWith('data: ')) {
			data = inJsonbOrder(JSON.parse(line.slice(6)));
		} else if (line !== '' && !line.startsWith('# ')) {
			odd.push({ expr: line, data });
		}
	}
	return odd;
}

/* Cases of a conformance suite in its own format, where there is one */
function readSuite(directory) {
	const suite = [];
	const datasets = {};
	for (const file of fs.readdirSync(path.join(directory, 'datasets'))) {
		datasets[path.basename(file, '.json')] = inJsonbOrder(JSON.parse(fs.readFileSync(path.join(directory, 'datasets', file), 'utf8')));
	}
	for (const file of fs.readdirSync(directory).filter((each) => each.endsWith('.jsonl'))) {
		for (const line of fs.readFileSync(path.join(directory, file), 'utf8').split('\n').filter(Boolean)) {
			const { expr, data, dataset, bindings } = JSON.parse(line);
			suite.push({ expr, bindings, data: data !== undefined ? inJsonbOrder(data) : dataset ? datasets[dataset] : null });
		}
	}
	return suite;
}

const TOKENS = /\s+|"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|`[^`]*`|\/\*[\s\S]*?\*\/|[$\w]+|:=|~>|\.\.|!=|<=|>=|\?:|\?\?|\*\*|[\s\S]/gu;
const CLOSING = { '(': ')', '[': ']', '{': '}' };

/* A token, or everything between a bracket and its end */
function pieceAt(tokens, at) {
	const close = CLOSING[tokens[at]];
	if (close === undefined || chance(0.1)) {
		return 1;
	}
	let depth = 0;
	for (let i = at; i < tokens.length; i++) {
		depth += tokens[i] === tokens[at] ? 1 : tokens[i] === close ? -1 : 0;
		if (depth === 0) {
			return i - at + 1;
		}
	}
	return 1;
}

const isOperator = (token) => /^(?:[-+*/%&=<>.?]|!=|<=|>=|and|or|in|\?:|\?\?|~>|\.\.)$/.test(token);
const isOperand = (token) => /^["'`$\w]/.test(token) && !isOperator(token);

function mutant(corpus) {
	const tokens = pick(corpus).expr.match(TOKENS) || ['1'];
	for (let i = 0; i < integer(1, 3); i++) {
		const at = integer(0, tokens.length - 1);
		const length = pieceAt(tokens, at);
		if (isOperator(tokens[at]) && chance(0.8)) {
			tokens[at] = pick(['+', '-', '*', '/', '%', '&', '=', '<', '>=', ' and ', ' or ', ' in ', '.', '?:', '??', '~>', '..']);
		} else if (isOperand(tokens[at]) && chance(0.8)) {
			tokens[at] = choose(2, () => wild(1), () => pick(tokens.filter(isOperand)), () => pick(ODD_ARGUMENTS));
		} else if (length > 1 && chance(0.7)) {
			const other = pick(corpus).expr.match(TOKENS) || ['1'];
			const from = integer(0, other.length - 1);
			tokens.splice(at, length, ...choose(() => other.slice(from, from + pieceAt(other, from)), () => ['(' + wild(1) + ')'], () => ['[' + wild(1) + ']'], () => []));
		} else {
			choose(() => tokens.splice(at, 1), () => tokens.splice(at, 0, pick(tokens)), () => tokens.splice(at, 0, choose(() => wild(1), () => '[0]', () => '[]', () => '.', () => '%')));
		}
		if (tokens.length === 0) {
			tokens.push('1');
		}
	}
	return tokens.join('');
}

/* ---- pairs ---- */

/* What differs each time, takes too long, or holds what jsonb cannot */
function isUnfit(expr) {
	return /\$eval|\$now|\$millis|\$random|\$shuffle|\\u0000|\\u[dD][89a-fA-F]/.test(expr) || /\.\.\s*\d{5,}|\d{6,}\s*\.\./.test(expr) ||
		/[\ud800-\udbff](?![\udc00-\udfff])|(^|[^\ud800-\udbff])[\udc00-\udfff]/.test(expr) || expr.includes('\0');
}

function main() {
	const odd = readOdd(process.argv[4] || path.join(__dirname, 'odd_expressions.txt'));
	const corpus = process.argv[5] ? odd.concat(readSuite(process.argv[5])) : odd;
	const wants = ['number', 'string', 'boolean', 'numbers', 'strings', 'items', 'items', 'object'];
	let made = 0;
	const put = (kind, expr, data, bindings) => {
		if (made < total && !isUnfit(expr)) {
			process.stdout.write(JSON.stringify({ i: made++, kind, expr, data: data === undefined ? null : data, bindings: bindings || {} }) + '\n');
		}
	};
	odd.forEach(({ expr, data }) => put('odd', expr, data));
	while (made < total) {
		choose(
			4, () => put('typed', typed(pick(wants), { type: ORDER, variables: {} }, integer(1, 4)), inJsonbOrder(order())),
			2, () => put('wild', wild(integer(1, 4)), inJsonbOrder(chance(0.8) ? order() : anyValue(3))),
			3, () => put('matrix', matrix(), inJsonbOrder(order())),
			2, () => put('picture', picture(), null),
			3, () => { const { data, bindings } = pick(corpus); put('mutant', mutant(corpus), data, bindings); },
			3, () => { const seed = pick(corpus); put('mutant', mutant([seed]), seed.data, seed.bindings); });
	}
}

main();
