import { useEffect, useId, useRef, useState } from 'preact/hooks'
import { useSurroundings, useText } from '../context/context.ts'
import { suggest, type Suggestion } from '../model/suggestions.ts'
import { IconButton } from '../ui/Button.tsx'
import { Icon } from '../ui/Icon.tsx'

const ICONS: Record<Suggestion['kind'], string> = { recent: 'clock', operator: 'list-filter', person: 'user', folder: 'folder' }

/** Where one types what one looks for (WAI-ARIA combobox). Suggestions come from what is known here. */
export function SearchBox() {
  const { mail, route, go, preferences } = useSurroundings()
  const text = useText()
  const here = route.value
  const [typed, setTyped] = useState('')
  const [open, setOpen] = useState(false)
  const [at, setAt] = useState(-1)
  const input = useRef<HTMLInputElement>(null)
  const id = useId()
  const q = here.at === 'search' ? here.q : ''
  useEffect(() => setTyped(q), [q])
  const list = open ? suggest(typed, mail.store, preferences.searches) : []

  const search = (wanted: string) => {
    setOpen(false)
    setAt(-1)
    if (wanted.trim() === '') return go({ at: 'list', mailbox: 'inbox' })
    preferences.remember(wanted.trim())
    input.current?.blur()
    go({ at: 'search', q: wanted.trim() })
  }
  const take = (suggestion: Suggestion) => {
    setTyped(suggestion.text)
    setAt(-1)
    if (suggestion.complete) search(suggestion.text)
    else input.current?.focus()
  }
  const onKeyDown = (event: KeyboardEvent) => {
    event.stopPropagation()
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault()
      setOpen(true)
      const step = event.key === 'ArrowDown' ? 1 : -1
      setAt(list.length > 0 ? (at + step + list.length + (at < 0 && step < 0 ? 1 : 0)) % list.length : -1)
    } else if (event.key === 'Enter') {
      event.preventDefault()
      const chosen = list[at]
      if (chosen) take(chosen)
      else search(typed)
    } else if (event.key === 'Escape') {
      if (open) setOpen(false)
      else input.current?.blur()
    }
  }
  return (
    <form class="search" role="search" onSubmit={event => event.preventDefault()}>
      <Icon name="search" />
      <input
        ref={input}
        type="text"
        inputMode="search"
        id="search"
        role="combobox"
        autocomplete="off"
        spellcheck={false}
        placeholder={text('search.placeholder')}
        aria-label={text('search.placeholder')}
        aria-expanded={list.length > 0}
        aria-controls={id}
        aria-autocomplete="list"
        aria-activedescendant={at >= 0 ? `${id}-${at}` : undefined}
        value={typed}
        onFocus={() => setOpen(true)}
        onBlur={() => setTimeout(() => setOpen(false), 150)}
        onInput={event => {
          setTyped(event.currentTarget.value)
          setOpen(true)
          setAt(-1)
        }}
        onKeyDown={onKeyDown}
      />
      {typed && <IconButton label={text('search.clear')} icon="x" onClick={() => search('')} />}
      <div class="suggestions" id={id} role="listbox" aria-label={text('search.suggestions')} hidden={list.length === 0}>
        {list.map((it, index) => (
          <div
            key={`${it.kind}${it.text}`}
            id={`${id}-${index}`}
            role="option"
            aria-selected={index === at}
            onPointerDown={event => {
              event.preventDefault()
              take(it)
            }}
          >
            <Icon name={ICONS[it.kind]} size={18} />
            <bdi>{it.label}</bdi>
            {it.hint && <small>{text(it.hint)}</small>}
          </div>
        ))}
      </div>
    </form>
  )
}
