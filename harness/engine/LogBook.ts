import { AsyncLocalStorage } from 'node:async_hooks';
import { inspect } from 'node:util';

import { Logger } from '@n8n/backend-common';
import { LoggerProxy } from 'n8n-workflow';

const levels = ['error', 'warn', 'info', 'debug'] as const;

/** The level of a log line. */
export type LogLevel = (typeof levels)[number];

/** A line that n8n or a node logged. `text` contains the message and all of its data. */
export interface LogLine {
	level: LogLevel;
	message: string;
	text: string;
}

// No limits: `inspect` could otherwise cut off a leaked secret.
const unlimited = { depth: 12, maxArrayLength: Infinity, maxStringLength: Infinity };

const current = new AsyncLocalStorage<LogBook>();

/** Collects everything that is logged, at any level, while an engine works. */
export class LogBook {
	readonly lines: LogLine[] = [];

	/** All lines as one text, for searching. */
	get text(): string {
		return this.lines.map(({ level, text }) => `${level} ${text}`).join('\n');
	}

	/** Runs `work` and collects what it logs, also after an `await`. */
	capture<T>(work: () => T): T {
		return current.run(this, work);
	}

	write(level: LogLevel, message: string, data?: object): void {
		const details = data === undefined ? '' : ` ${inspect(data, unlimited)}`;
		this.lines.push({ level, message, text: message + details });
	}
}

/** Makes a Logger for n8n-core that writes only to the log book of the current engine. */
export function capturingLogger(): Logger {
	// The real constructor would disable the methods below the configured level.
	const logger = Object.create(Logger.prototype) as Logger;
	for (const level of levels) {
		logger[level] = (message, data) => current.getStore()?.write(level, message, data);
	}
	logger.scoped = () => logger;
	LoggerProxy.init(logger);
	return logger;
}
