import type { ComponentChildren } from 'preact'
import { useId, useState } from 'preact/hooks'
import { Button } from '../ui/Button.tsx'
import { Dialog } from '../ui/Dialog.tsx'
import { Icon } from '../ui/Icon.tsx'
import type { Row } from './api.ts'
import { useSurroundings, useWord } from './surroundings.ts'

export interface Field {
  name: string
  label: string
  hint?: string
  kind?: 'text' | 'password' | 'lines' | 'check'
  options?: { value: string; label: string }[]
  optional?: boolean
  value?: string
}

/** Asks for what an operation has to be told, in a dialog, and has it done. */
export function OperationDialog({ title, operation, fields, fixed = {}, button, danger, close, done, children }: {
  title: string
  operation: string
  fields: Field[]
  /** What is told besides. */
  fixed?: Record<string, unknown>
  button: string
  danger?: boolean
  close: () => void
  done: (answer: Row) => void
  children?: ComponentChildren
}) {
  const { api } = useSurroundings()
  const word = useWord()
  const [values, setValues] = useState<Record<string, string>>(Object.fromEntries(fields.map(it => [it.name, it.value ?? it.options?.[0]?.value ?? ''])))
  const [problem, setProblem] = useState('')
  const [busy, setBusy] = useState(false)
  const submit = (event: Event) => {
    event.preventDefault()
    setBusy(true)
    const told: Record<string, unknown> = { ...fixed }
    for (const field of fields) {
      const value = values[field.name] ?? ''
      if (field.kind === 'lines') told[field.name] = value.split(/[\s,]+/).filter(Boolean)
      else if (field.kind === 'check') told[field.name] = value === 'yes'
      else if (value !== '') told[field.name] = value
    }
    api.change(operation, told).then(done, (it: Error) => {
      setProblem(it.message)
      setBusy(false)
    })
  }
  return (
    <Dialog title={title} close={close} closeLabel={word('close')}>
      <form class="form" onSubmit={submit}>
        {children}
        {fields.map(it => (
          <Input key={it.name} field={it} value={values[it.name] ?? ''} change={value => setValues({ ...values, [it.name]: value })} />
        ))}
        {problem && <p class="wrong" role="alert">{problem}</p>}
        <div class="form-buttons">
          <Button onClick={close}>{word('cancel')}</Button>
          <Button kind={danger ? 'danger' : 'primary'} type="submit" disabled={busy}>{button}</Button>
        </div>
      </form>
    </Dialog>
  )
}

/** One thing to say. */
export function Input({ field, value, change }: { field: Field; value: string; change: (value: string) => void }) {
  const id = useId()
  const described = field.hint ? { 'aria-describedby': `${id}-hint` } : {}
  const hint = field.hint && <small id={`${id}-hint`} class="hint">{field.hint}</small>
  if (field.kind === 'check') {
    return (
      <div class="field">
        <label class="check"><input type="checkbox" checked={value === 'yes'} onChange={event => change(event.currentTarget.checked ? 'yes' : '')} {...described} /> {field.label}</label>
        {hint}
      </div>
    )
  }
  return (
    <div class="field">
      <label htmlFor={id}>{field.label}</label>
      {field.options ? (
        <select id={id} value={value} onChange={event => change(event.currentTarget.value)} {...described}>
          {field.options.map(it => <option key={it.value} value={it.value}>{it.label}</option>)}
        </select>
      ) : field.kind === 'password' ? (
        <input id={id} type="password" autocomplete="new-password" required={!field.optional} value={value} onInput={event => change(event.currentTarget.value)} {...described} />
      ) : field.kind === 'lines' ? (
        <textarea id={id} dir="auto" rows={4} required={!field.optional} value={value} onInput={event => change(event.currentTarget.value)} {...described} />
      ) : (
        <input id={id} type="text" dir="auto" autocomplete="off" autocapitalize="off" spellcheck={false} required={!field.optional} value={value} onInput={event => change(event.currentTarget.value)} {...described} />
      )}
      {hint}
    </div>
  )
}

/** Something that is shown once: a password, a token. */
export function ShownOnce({ title, text, secret, close }: { title: string; text: string; secret: string; close: () => void }) {
  const word = useWord()
  return (
    <Dialog title={title} close={close} closeLabel={word('close')}>
      <p>{text}</p>
      <p class="secret"><code>{secret}</code></p>
      <div class="form-buttons"><Copy text={secret} /><Button kind="primary" onClick={close}>{word('close')}</Button></div>
    </Dialog>
  )
}

/** Copies a text, and says that it did; `label` says what, when the button alone does not. */
export function Copy({ text, label }: { text: string; label?: string }) {
  const { notices } = useSurroundings()
  const word = useWord()
  const copy = () => void navigator.clipboard.writeText(text).then(() => notices.say(word('copied')), () => notices.say(word('notCopied'), true))
  return <button type="button" class="button plain" aria-label={label} onClick={copy}><Icon name="clipboard-list" size={18} /> <span>{word('copy')}</span></button>
}
