import english from './en.json'
import { type Others, Speech, type Texts } from './speech.ts'

export { LANGUAGES, type Tag } from './speech.ts'

export type Key = keyof typeof english

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
