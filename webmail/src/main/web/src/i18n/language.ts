import english from './en.json'
import type more from './more/en.json'
import { type Others, Speech, type Texts } from './speech.ts'

export { LANGUAGES, type Tag } from './speech.ts'

/** Those of the page, and those of rooms that are loaded later (`useMoreTexts`). */
export type Key = keyof typeof english | keyof typeof more

const OTHERS: Others = {
  de: () => import('./de.json'),
  fr: () => import('./fr.json'),
  es: () => import('./es.json'),
  ar: () => import('./ar.json'),
}

/** The language of the webmail. */
export class Language extends Speech<Key> {
  constructor() {
    super(english as Texts<Key>, OTHERS)
  }
}
