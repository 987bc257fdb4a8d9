import { AsyncLocalStorage } from 'node:async_hooks';
import { inspect } from 'node:util';

import { Logger } from '@n8n/backend-common';
import { LoggerProxy } from 'n8n-workflow';

const levels = ['error', 'warn', 'info', 'debug'] as const;

/** How serious a log line is. */
export type LogLevel = (typeof levels)[number];

/** One line that n8n or a node logged; `text` holds message and data in full. */
export interface LogLine {
	level: LogLevel;
	message: string;
	text: string;
}

// A secret must not hide behind inspect's limits.
const everything = { depth: 12, maxArrayLength: Infinity, maxStringLength: Infinity };

const current = new AsyncLocalStorage<LogBook>();

/** What was logged, at any level, while an engine worked. */
export class LogBook {
	readonly lines: LogLine[] = [];

	/** All lines, for searching. */
	get text(): string {
		return this.lines.map(({ level, text }) => `${level} ${text}`).join('\n');
	}

	/** Runs `work`; what it logs, also after awaiting, is written here. */
	capture<T>(work: () => T): T {
		return current.run(this, work);
	}

	write(level: LogLevel, message: string, data?: object): void {
		const details = data === undefined ? '' : ` ${inspect(data, everything)}`;
		this.lines.push({ level, message, text: message + details });
	}
}

/** A Logger for n8n-core that writes to the book of the engine at work, and nowhere else. */
export function capturingLogger(): Logger {
	// The real constructor replaces the methods below the configured level.
	const logger = Object.create(Logger.prototype) as Logger;
	for (const level of levels) {
		logger[level] = (message, data) => current.getStore()?.write(level, message, data);
	}
	logger.scoped = () => logger;
	LoggerProxy.init(logger);
	return logger;
}
