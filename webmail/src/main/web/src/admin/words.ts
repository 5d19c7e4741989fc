import { Speech, type Texts } from '../i18n/speech.ts'
import english from './texts/en.json'

export type Word = keyof typeof english

/** The language of the pages of administration. */
export class Words extends Speech<Word> {
  constructor() {
    super(english as Texts<Word>, { de: () => import('./texts/de.json') })
  }
}
