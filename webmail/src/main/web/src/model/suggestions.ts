import { display } from './addresses.ts'
import type { Store } from './store.ts'

/** Something that one may have meant. `text` is the whole search with it. */
export interface Suggestion {
  kind: 'recent' | 'operator' | 'person' | 'folder'
  label: string
  text: string
  /** Whether it can be searched for as it is; else there is more to type. */
  complete: boolean
  hint?: `hint.${'from' | 'to' | 'subject' | 'has' | 'is' | 'in' | 'newer' | 'before' | 'larger'}`
}

const OPERATORS: [string, Suggestion['hint'], boolean][] = [
  ['from:', 'hint.from', false], ['to:', 'hint.to', false], ['subject:', 'hint.subject', false],
  ['has:attachment', 'hint.has', true], ['is:unread', 'hint.is', true], ['is:starred', undefined, true], ['in:', 'hint.in', false],
  ['newer_than:7d', 'hint.newer', true], ['before:', 'hint.before', false], ['larger:5M', 'hint.larger', true],
]

const MOST = 8

/** What the word under the pen may become, from what is known here alone. */
export function suggest(typed: string, store: Store, recent: readonly string[]): Suggestion[] {
  if (typed.trim() === '') return recent.slice(0, MOST).map(text => ({ kind: 'recent', label: text, text, complete: true }))
  const [, before = '', word = ''] = /^(.*?)(\S*)$/s.exec(typed) ?? []
  const wanted = word.toLowerCase()
  const [, operator = '', value = wanted] = /^(from:|to:|cc:|in:)(.*)$/.exec(wanted) ?? []
  const found: Suggestion[] = []
  if (operator === 'in:') {
    for (const mailbox of store.mailboxes.peek().values()) {
      const name = mailbox.name.toLowerCase()
      if (name.includes(value)) found.push({ kind: 'folder', label: mailbox.name, text: `${before}in:${quoted(mailbox.name)}`, complete: true })
    }
    return found.slice(0, MOST)
  }
  if (wanted.length > 0 && operator === '') {
    for (const [text, hint, complete] of OPERATORS) {
      if (text.startsWith(wanted) && text !== wanted) found.push({ kind: 'operator', label: text, text: before + text, complete, ...(hint ? { hint } : {}) })
    }
  }
  if (value.length > 0 || operator !== '') {
    for (const person of store.people(value).slice(0, MOST)) {
      const label = person.name ? `${display(person)} · ${person.email}` : person.email
      found.push({ kind: 'person', label, text: `${before}${operator || 'from:'}${person.email}`, complete: true })
    }
  }
  return found.slice(0, MOST)
}

const quoted = (name: string): string => (/[\s()"]/.test(name) ? `"${name.replaceAll('"', '')}"` : name)
