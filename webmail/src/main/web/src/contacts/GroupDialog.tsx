import { useState } from 'preact/hooks'
import { useMail, useText } from '../context/context.ts'
import { Button } from '../ui/Button.tsx'
import { Dialog } from '../ui/Dialog.tsx'

/** Names a new group. */
export function GroupDialog({ close }: { close: () => void }) {
  const mail = useMail()
  const text = useText()
  const [name, setName] = useState('')
  return (
    <Dialog title={text('contacts.newGroup')} close={close} closeLabel={text('action.close')}>
      <form
        class="form"
        onSubmit={event => {
          event.preventDefault()
          close()
          void mail.watch(mail.contacts.addGroup(name.trim()))
        }}
      >
        <label>{text('contacts.group')}<input type="text" required maxLength={200} dir="auto" value={name} onInput={event => setName(event.currentTarget.value)} /></label>
        <div class="form-buttons">
          <Button onClick={close}>{text('action.cancel')}</Button>
          <Button kind="primary" type="submit">{text('folders.create')}</Button>
        </div>
      </form>
    </Dialog>
  )
}
