import { createContext } from 'preact'
import { useContext } from 'preact/hooks'
import type { Key, Language } from '../i18n/language.ts'
import type { Accounts } from '../model/accounts.ts'
import type { Mail } from '../model/mail.ts'
import type { Route } from '../model/routes.ts'
import type { Preferences } from '../model/preferences.ts'
import type { ReadonlySignal } from '@preact/signals'

/** What every component can reach: the mail, the language, where one is, and how people like it. */
export interface Surroundings {
  mail: Mail
  /** One's own mail and that of others; `mail` is of one of these. */
  accounts: Accounts
  language: Language
  preferences: Preferences
  route: ReadonlySignal<Route>
  /** Goes to another screen. */
  go(route: Route, replace?: boolean): void
  /** Opens the composer. */
  compose(what: Compose): void
}

/** What a new message begins with. */
export type Compose =
  | { kind: 'new'; to?: string; cc?: string; bcc?: string; subject?: string; body?: string }
  | { kind: 'reply' | 'replyAll' | 'forward'; email: string; account?: string }
  | { kind: 'draft'; email: string }

export const SurroundingsContext = createContext<Surroundings | undefined>(undefined)

export function useSurroundings(): Surroundings {
  const found = useContext(SurroundingsContext)
  if (!found) throw new Error('outside of the app')
  return found
}

export const useMail = (): Mail => useSurroundings().mail
export const useLanguage = (): Language => useSurroundings().language

/** The function that says texts. */
export function useText(): (key: Key, values?: Record<string, string | number>) => string {
  const language = useLanguage()
  return (key, values) => language.text(key, values)
}
