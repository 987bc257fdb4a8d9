import type { Language } from '../language';
import { en, type Texts } from './en';
import { ko } from './ko';

export type { Texts } from './en';

export const TEXTS: Readonly<Record<Language, Texts>> = { en, ko };
