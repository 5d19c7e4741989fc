import { type Others, Speech, type Texts } from '../i18n/speech.ts'
import english from './texts/en.json'

const OTHERS: Others = {
  de: () => import('./texts/de.json'),
  fr: () => import('./texts/fr.json'),
  es: () => import('./texts/es.json'),
  ar: () => import('./texts/ar.json'),
}

export type Word = keyof typeof english

/** The language of the pages of administration. */
export class Words extends Speech<Word> {
  constructor() {
    super(english as Texts<Word>, OTHERS)
  }
}
