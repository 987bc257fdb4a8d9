import { WrongStateError } from '../books';
import { UnknownAccountError } from './actions';
import { BadInputError } from './input';

const STATUS: ReadonlyArray<readonly [new (message: string) => Error, number]> = [
	[BadInputError, 400],
	[UnknownAccountError, 404],
	[WrongStateError, 409],
];

/** The HTTP status that tells of an error. */
export function errorStatus(error: Error & { statusCode?: number }): number {
	const [, status] = STATUS.find(([kind]) => error instanceof kind) ?? [];
	return status ?? error.statusCode ?? 500;
}
