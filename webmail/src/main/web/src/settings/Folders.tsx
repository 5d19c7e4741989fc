import { useState } from 'preact/hooks'
import { useLanguage, useMail, useText } from '../context/context.ts'
import type { Mailbox } from '../jmap/types.ts'
import { FolderDialog } from '../list/FolderDialog.tsx'
import { folders } from '../model/folders.ts'
import { Button, IconButton } from '../ui/Button.tsx'
import { Dialog } from '../ui/Dialog.tsx'
import { Icon } from '../ui/Icon.tsx'

/** Folders of one's own: made, named, moved, taken away. */
export function Folders() {
  const mail = useMail()
  const text = useText()
  const language = useLanguage()
  const [making, setMaking] = useState(false)
  const [changing, setChanging] = useState<Mailbox>()
  const [going, setGoing] = useState<Mailbox>()
  const own = folders(mail.store.mailboxes.value.values(), language.compare)
  const remove = (mailbox: Mailbox) => {
    setGoing(undefined)
    void mail.watch(mail.mailboxSet.destroy(mailbox.id))
  }
  return (
    <>
      <ul class="rows">
        {own.map(({ mailbox, depth }) => (
          <li key={mailbox.id} class={`depth-${Math.min(depth, 4)}`}>
            <Icon name="tag" />
            <span><bdi>{mailbox.name}</bdi><small>{language.number(mailbox.totalEmails)}</small></span>
            <IconButton label={text('folders.edit', { name: mailbox.name })} icon="pencil" onClick={() => setChanging(mailbox)} />
            <IconButton
              label={text('folders.remove', { name: mailbox.name })}
              icon="trash"
              onClick={() => (mailbox.totalEmails > 0 ? setGoing(mailbox) : remove(mailbox))}
            />
          </li>
        ))}
      </ul>
      <Button icon="plus" onClick={() => setMaking(true)}>{text('folders.new')}</Button>
      {making && <FolderDialog mail={mail} close={() => setMaking(false)} />}
      {changing && <FolderDialog mail={mail} folder={changing} close={() => setChanging(undefined)} />}
      {going && (
        <Dialog title={text('folders.remove', { name: going.name })} close={() => setGoing(undefined)} closeLabel={text('action.close')}>
          <p>{text('folders.removeAsk', { name: going.name, count: going.totalEmails })}</p>
          <div class="form-buttons">
            <Button onClick={() => setGoing(undefined)}>{text('action.cancel')}</Button>
            <Button kind="danger" onClick={() => remove(going)}>{text('action.delete')}</Button>
          </div>
        </Dialog>
      )}
    </>
  )
}
