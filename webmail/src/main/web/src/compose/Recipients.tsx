import { useEffect, useId, useRef, useState } from 'preact/hooks'
import { useMail, useText } from '../context/context.ts'
import type { Address } from '../jmap/types.ts'
import { display, hue, initials, isAddress, readRecipients, same, write } from '../model/addresses.ts'
import { Avatar } from '../ui/Avatar.tsx'
import { Icon } from '../ui/Icon.tsx'

/** A field of recipients: each a chip, with suggestions from recent mail while one types. */
export function Recipients({ label, list, change, focus }: {
  label: string
  list: readonly Address[]
  change: (list: readonly Address[]) => void
  focus?: boolean
}) {
  const mail = useMail()
  const text = useText()
  const [typed, setTyped] = useState('')
  const [at, setAt] = useState(0)
  const input = useRef<HTMLInputElement>(null)
  const id = useId()
  useEffect(() => {
    void mail.watch(mail.contacts.ensure())
    if (focus) input.current?.focus()
  }, [])
  const suggestions = typed.trim().length > 0 ? mail.people(typed.trim()).filter(it => !list.some(other => same(it, other))).slice(0, 6) : []

  const add = (addresses: readonly Address[]) => {
    const fresh = addresses.filter(it => !list.some(other => same(it, other))).map(({ name, email }) => ({ name, email }))
    if (fresh.length > 0) change([...list, ...fresh])
    setTyped('')
    setAt(0)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey) return
    if ((event.key === 'Enter' || event.key === 'Tab') && typed.trim() !== '') {
      const chosen = suggestions[at]
      event.preventDefault()
      add(chosen && !isAddress(typed.trim()) ? [chosen] : readRecipients(typed))
    } else if (event.key === ',' || event.key === ';') {
      if (!isAddress(typed.trim().replace(/^.*<|>$/g, ''))) return
      event.preventDefault()
      add(readRecipients(typed))
    } else if (event.key === 'Backspace' && typed === '' && list.length > 0) change(list.slice(0, -1))
    else if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      if (suggestions.length === 0) return
      event.preventDefault()
      setAt((at + (event.key === 'ArrowDown' ? 1 : -1) + suggestions.length) % suggestions.length)
    } else if (event.key === 'Escape' && typed !== '') {
      event.stopPropagation()
      setTyped('')
    }
  }
  return (
    <div class="field recipients" onClick={event => event.target === event.currentTarget && input.current?.focus()}>
      <label for={`${id}-input`}>{label}</label>
      {list.map((address, index) => (
        <span key={address.email} class={`recipient ${isAddress(address.email) ? '' : 'bad'}`} title={write(address)}>
          <Avatar letters={initials(address)} hue={hue(address)} size="small" />
          <bdi>{display(address)}</bdi>
          <button type="button" aria-label={text('compose.remove', { name: display(address) })} onClick={() => change(list.filter((_, other) => other !== index))}>
            <Icon name="x" size={14} />
          </button>
        </span>
      ))}
      <input
        ref={input}
        id={`${id}-input`}
        type="text"
        inputMode="email"
        autocomplete="off"
        autocapitalize="none"
        spellcheck={false}
        role="combobox"
        aria-expanded={suggestions.length > 0}
        aria-controls={`${id}-list`}
        aria-autocomplete="list"
        aria-activedescendant={suggestions.length > 0 ? `${id}-${at}` : undefined}
        value={typed}
        onInput={event => {
          setTyped(event.currentTarget.value)
          setAt(0)
        }}
        onPaste={event => {
          const pasted = event.clipboardData?.getData('text/plain') ?? ''
          const found = readRecipients(pasted)
          if (found.length === 0 || !found.every(it => it.valid)) return
          event.preventDefault()
          add(found)
        }}
        onKeyDown={onKeyDown}
        onBlur={() => typed.trim() !== '' && add(readRecipients(typed))}
      />
      <div class="people" id={`${id}-list`} role="listbox" aria-label={text('search.suggestions')} hidden={suggestions.length === 0}>
        {suggestions.map((address, index) => (
          <div
            key={address.email}
            id={`${id}-${index}`}
            role="option"
            aria-selected={index === at}
            onPointerDown={event => {
              event.preventDefault()
              add([address])
            }}
          >
            <Avatar letters={initials(address)} hue={hue(address)} />
            <span><bdi>{display(address)}</bdi><small>{address.email}</small></span>
          </div>
        ))}
      </div>
    </div>
  )
}
