import { useRef, useState } from 'preact/hooks'
import { useMail, useText } from '../context/context.ts'
import type { Key } from '../i18n/language.ts'
import type { Filled } from '../model/cards.ts'
import { Button, IconButton } from '../ui/Button.tsx'

const SIDE = 256 // pixels of a photo that is kept

/** Asks for what is known of a person. */
export function ContactForm({ form: before, save, close }: { form: Filled; save: (form: Filled) => Promise<void>; close: () => void }) {
  const mail = useMail()
  const text = useText()
  const [form, setForm] = useState(before)
  const files = useRef<HTMLInputElement>(null)
  const change = (patch: Partial<Filled>) => setForm({ ...form, ...patch })
  const line = (name: 'name' | 'organization' | 'title', label: Key, autocomplete: string) => (
    <label>{text(label)}<input type="text" dir="auto" maxLength={300} autocomplete={autocomplete} value={form[name]} onInput={event => change({ [name]: event.currentTarget.value })} /></label>
  )
  const several = (name: 'emails' | 'phones', label: Key, type: 'email' | 'tel') => (
    <fieldset>
      <legend>{text(label)}</legend>
      {form[name].map((value, index) => (
        <div key={index} class="several">
          <input type="text" inputMode={type} dir="ltr" aria-label={text(label)} value={value} onInput={event => change({ [name]: form[name].with(index, event.currentTarget.value) })} />
          {form[name].length > 1 && <IconButton label={text('compose.remove', { name: value })} icon="x" onClick={() => change({ [name]: form[name].toSpliced(index, 1) })} />}
        </div>
      ))}
      <button type="button" class="text-button" onClick={() => change({ [name]: [...form[name], ''] })}>{text('contacts.another')}</button>
    </fieldset>
  )
  return (
    <form
      class="form contact-form"
      onSubmit={event => {
        event.preventDefault()
        void mail.watch(save(form))
      }}
    >
      <div class="contact-photo">
        {form.photo ? <img class="avatar large" src={form.photo} alt="" /> : <span class="avatar large" />}
        <Button onClick={() => files.current?.click()}>{text('contacts.photo')}</Button>
        {form.photo && <Button kind="quiet" onClick={() => change({ photo: '' })}>{text('contacts.noPhoto')}</Button>}
        <input ref={files} type="file" accept="image/*" hidden aria-label={text('contacts.photo')} onChange={event => {
          const file = event.currentTarget.files?.[0]
          if (file) void mail.watch(small(file).then(photo => change({ photo })))
        }} />
      </div>
      {line('name', 'settings.name', 'off')}
      {several('emails', 'contacts.email', 'email')}
      {several('phones', 'contacts.phone', 'tel')}
      {line('organization', 'contacts.organization', 'off')}
      {line('title', 'contacts.jobTitle', 'off')}
      <label>{text('contacts.address')}<textarea rows={3} dir="auto" value={form.address} onInput={event => change({ address: event.currentTarget.value })} /></label>
      <label>{text('contacts.note')}<textarea rows={3} dir="auto" value={form.note} onInput={event => change({ note: event.currentTarget.value })} /></label>
      <div class="form-buttons">
        <Button onClick={close}>{text('action.cancel')}</Button>
        <Button kind="primary" type="submit" disabled={!form.name.trim() && !form.emails.some(it => it.trim())}>{text('action.save')}</Button>
      </div>
    </form>
  )
}

/** The middle of a picture, as small as it is shown. */
async function small(file: File): Promise<string> {
  const picture = await createImageBitmap(file)
  const side = Math.min(picture.width, picture.height)
  const canvas = document.createElement('canvas')
  canvas.width = canvas.height = Math.min(SIDE, side)
  canvas.getContext('2d')?.drawImage(picture, (picture.width - side) / 2, (picture.height - side) / 2, side, side, 0, 0, canvas.width, canvas.height)
  return canvas.toDataURL('image/jpeg', 0.85)
}
