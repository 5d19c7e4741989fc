import { useEffect, useState } from 'preact/hooks'
import english from '../i18n/more/en.json'
import type { Language } from '../i18n/language.ts'
import { useLanguage } from './context.ts'

const OTHERS = {
  de: () => import('../i18n/more/de.json'),
  fr: () => import('../i18n/more/fr.json'),
  es: () => import('../i18n/more/es.json'),
  ar: () => import('../i18n/more/ar.json'),
}

/** Brings the texts of rooms that are not part of the first page. */
export const learnMore = (language: Language): Promise<void> => language.learn(english, OTHERS)

/** Whether they are there; brings them. */
export function useMoreTexts(): boolean {
  const language = useLanguage()
  const [ready, setReady] = useState(language.knows(english))
  useEffect(() => {
    if (!ready) void learnMore(language).then(() => setReady(true))
  }, [])
  return ready
}
