/** Whether texts name things in Korean, too. The verified build replaces this file with `showsKorean.verified.ts`. */
export const showsKorean = true;
