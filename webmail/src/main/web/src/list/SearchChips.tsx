import { useSurroundings, useText } from '../context/context.ts'
import type { Key } from '../i18n/language.ts'
import { parse, terms } from '../model/search.ts'
import { Icon } from '../ui/Icon.tsx'

const OFFERED: [string, Key][] = [
  ['has:attachment', 'chip.attachment'], ['is:unread', 'chip.unread'], ['is:starred', 'chip.starred'],
  ['newer_than:7d', 'chip.week'], ['in:sent', 'chip.sent'], ['in:anywhere', 'chip.anywhere'],
]

/** The search in another form: each term can be taken out, and frequent ones put in. */
export function SearchChips({ q }: { q: string }) {
  const { go } = useSurroundings()
  const text = useText()
  const here = terms(parse(q))
  const search = (next: string) => go(next.trim() === '' ? { at: 'list', mailbox: 'inbox' } : { at: 'search', q: next.replace(/\s+/g, ' ').trim() })
  const missing = OFFERED.filter(([term]) => !here.some(it => `${it.field}:${it.value.toLowerCase()}` === term))
  return (
    <div class="chips" role="group" aria-label={text('search.terms')}>
      {here.map(term => {
        const typed = q.slice(term.from, term.to)
        return (
          <button key={`${term.from}${typed}`} type="button" class="chip on" aria-label={text('search.without', { term: typed })} onClick={() => search(q.slice(0, term.from) + q.slice(term.to))}>
            <bdi>{typed}</bdi>
            <Icon name="x" size={14} />
          </button>
        )
      })}
      {missing.map(([term, key]) => (
        <button key={term} type="button" class="chip" onClick={() => search(`${q} ${term}`)}>{text(key)}</button>
      ))}
    </div>
  )
}
