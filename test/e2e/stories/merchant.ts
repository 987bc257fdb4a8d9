/**
 * Not the manual's public sample: that stands in the package's documentation, and a search for the
 * key in what n8n writes would find it there.
 */
export const MERCHANT = {
	mid: 'e2etest00m',
	merchantKey:
		'q7Zk/3Fv0sD+1mYxW8uJb5nTgEoRcAiLhPpXa2Vd6Ct9KeSwBzOyMfNrGjUlHqI4vQxZ0d8Bk7s+T5mWn1Yc3A==',
} as const;
