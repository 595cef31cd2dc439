/*
 * reference.js pairs > outcomes
 *	  What the reference implementation makes of each pair, one JSON object a line.
 *
 * An outcome is one of: value; nothing (no value, or a function); error, a code; or
 * not comparable, with the reason: an exception that is none of the language's, a value that
 * is no JSON, no end within seconds.  A worker evaluates, so that an endless pair costs only itself.
 */
'use strict';

const fs = require('fs');
const { Worker, isMainThread, parentPort, workerData } = require('worker_threads');

const PATIENCE_MS = 8000;

const isFunction = (value) => typeof value === 'function' || Boolean(value && (value._jsonata_lambda || value._jsonata_function));

function holdsNoNumber(value) {
	if (typeof value === 'number') {
		return !isFinite(value);
	}
	if (value === null || typeof value !== 'object' || isFunction(value)) {
		return false;
	}
	return Array.isArray(value) ? Array.from(value).some(holdsNoNumber) : Object.keys(value).some((key) => holdsNoNumber(value[key]));
}

async function evaluate(jsonata, { expr, data, bindings }) {
	try {
		const value = await jsonata(expr, { timeout: 2000, stack: 400 }).evaluate(data, bindings);
		if (value === undefined || isFunction(value)) {
			return { nothing: true };
		}
		if (holdsNoNumber(value)) {
			return { incomparable: 'not a number' };
		}
		const text = JSON.stringify(value, (_, part) => (isFunction(part) ? undefined : part));
		return text === undefined ? { nothing: true } : { value: JSON.parse(text) };
	} catch (error) {
		return error && error.code ? { error: error.code } : { incomparable: String(error && error.message).split('\n')[0] };
	}
}

async function work() {
	const jsonata = require('jsonata');
	for (let at = workerData.from; at < workerData.lines.length; at++) {
		const pair = JSON.parse(workerData.lines[at]);
		parentPort.postMessage({ at });
		parentPort.postMessage({ at, outcome: { i: pair.i, ...(await evaluate(jsonata, pair)) } });
	}
	parentPort.postMessage({ done: true });
}

/* One worker from a pair on; resolves to the pair to go on with. */
function run(lines, from, outcomes) {
	return new Promise((resolve) => {
		const worker = new Worker(__filename, { workerData: { lines, from }, resourceLimits: { maxOldGenerationSizeMb: 1500, stackSizeMb: 8 } });
		let at = from;
		let last = Date.now();
		const give_up = (reason) => {
			clearInterval(watch);
			worker.removeAllListeners();
			worker.on('error', () => {});
			worker.terminate();
			if (reason !== null) {
				outcomes.push({ i: JSON.parse(lines[at]).i, incomparable: reason });
			}
			resolve(reason === null ? lines.length : at + 1);
		};
		const watch = setInterval(() => Date.now() - last > PATIENCE_MS && give_up('no end'), 1000);
		worker.on('message', (message) => {
			last = Date.now();
			if (message.done) {
				give_up(null);
			} else if (message.outcome) {
				outcomes.push(message.outcome);
				at = message.at + 1;
			} else {
				at = message.at;
			}
		});
		worker.on('error', (error) => give_up(error.message));
	});
}

async function main() {
	const lines = fs.readFileSync(process.argv[2], 'utf8').split('\n').filter(Boolean);
	const outcomes = [];
	for (let from = 0; from < lines.length;) {
		from = await run(lines, from, outcomes);
	}
	process.stdout.write(outcomes.map((outcome) => JSON.stringify(outcome) + '\n').join(''));
}

if (isMainThread) {
	main();
} else {
	work();
}
