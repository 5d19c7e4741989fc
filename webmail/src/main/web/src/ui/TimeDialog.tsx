import { useState } from 'preact/hooks'
import { Button } from './Button.tsx'
import { Dialog } from './Dialog.tsx'

/** Asks for a time that is yet to come. */
export function TimeDialog({ title, label, done, closeLabel, first, close, choose }: {
  title: string
  label: string
  done: string
  closeLabel: string
  first: Date
  close: () => void
  choose: (at: Date) => void
}) {
  const [at, setAt] = useState(() => local(first))
  return (
    <Dialog title={title} close={close} closeLabel={closeLabel}>
      <form
        class="form"
        onSubmit={event => {
          event.preventDefault()
          close()
          choose(new Date(at))
        }}
      >
        <label>
          {label}
          <input type="datetime-local" required min={local(new Date())} value={at} onInput={event => setAt(event.currentTarget.value)} />
        </label>
        <div class="form-buttons"><Button kind="primary" type="submit">{done}</Button></div>
      </form>
    </Dialog>
  )
}

/** As the browser's field for times wants it, in the zone where one is. */
function local(date: Date): string {
  const moved = new Date(date.getTime() - date.getTimezoneOffset() * 60_000)
  return moved.toISOString().slice(0, 16)
}
