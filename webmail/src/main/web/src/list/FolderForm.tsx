import { useState } from 'preact/hooks'
import { useLanguage, useMail, useText } from '../context/context.ts'
import type { Mailbox } from '../jmap/types.ts'
import { folders } from '../model/folders.ts'
import { Button } from '../ui/Button.tsx'
import { Dialog } from '../ui/Dialog.tsx'

/** Names a folder and says where it lies; a new one when there is none yet. */
export function FolderDialog({ folder, close, made }: { folder?: Mailbox; close: () => void; made?: (id: string) => void }) {
  const mail = useMail()
  const text = useText()
  const language = useLanguage()
  const [name, setName] = useState(folder?.name ?? '')
  const [parent, setParent] = useState(folder?.parentId ?? '')
  const [problem, setProblem] = useState('')
  const all = folders(mail.store.mailboxes.value.values(), language.compare)
  const inside = new Set(folder ? [folder.id] : [])
  for (const { mailbox } of all) if (mailbox.parentId && inside.has(mailbox.parentId)) inside.add(mailbox.id)
  const save = async () => {
    const wanted = { name: name.trim(), parentId: parent || null }
    if (folder) await mail.mailboxSet.change(folder.id, wanted)
    else {
      const id = await mail.mailboxSet.create(wanted)
      made?.(id)
    }
    close()
  }
  return (
    <Dialog title={folder ? text('folders.edit', { name: folder.name }) : text('folders.new')} close={close} closeLabel={text('action.close')}>
      <form
        class="form"
        onSubmit={event => {
          event.preventDefault()
          if (name.trim() === '') return
          void save().catch((refusal: unknown) => setProblem(refusal instanceof Error ? refusal.message : String(refusal)))
        }}
      >
        <label>
          {text('folders.name')}
          <input type="text" value={name} required maxLength={200} dir="auto" onInput={event => setName(event.currentTarget.value)} />
        </label>
        <label>
          {text('folders.parent')}
          <select value={parent} onChange={event => setParent(event.currentTarget.value)}>
            <option value="">{text('folders.top')}</option>
            {all.filter(it => !inside.has(it.mailbox.id)).map(({ mailbox, depth }) => <option key={mailbox.id} value={mailbox.id}>{`${'\u2003'.repeat(depth)}${mailbox.name}`}</option>)}
          </select>
        </label>
        {problem && <p class="wrong" role="alert">{problem}</p>}
        <div class="form-buttons">
          <Button onClick={close}>{text('action.cancel')}</Button>
          <Button kind="primary" type="submit">{text(folder ? 'action.save' : 'folders.create')}</Button>
        </div>
      </form>
    </Dialog>
  )
}
