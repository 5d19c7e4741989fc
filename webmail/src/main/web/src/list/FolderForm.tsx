import { useState } from 'preact/hooks'
import { useLanguage, useText } from '../context/context.ts'
import { type Folder, folders, special } from '../model/folders.ts'
import { Button } from '../ui/Button.tsx'
import { Dialog } from '../ui/Dialog.tsx'
import type { FolderWish } from './FolderDialog.tsx'
import { folderName } from './folderNames.ts'

/** Names a folder and says where it lies; a new one when there is none yet. In the mail of others it lies where they let one. */
export default function FolderForm({ mail, folder, close, made }: FolderWish) {
  const text = useText()
  const language = useLanguage()
  const [name, setName] = useState(folder?.name ?? '')
  const { powers } = mail.actions
  const mailboxes = [...mail.store.mailboxes.value.values()]
  const all = [
    ...(powers.own ? [] : special(mailboxes).map((mailbox): Folder => ({ mailbox, depth: 0 }))),
    ...folders(mailboxes, language.compare),
  ].filter(it => powers.mayMakeIn(it.mailbox.id))
  const [parent, setParent] = useState(folder?.parentId ?? (powers.own ? '' : all[0]?.mailbox.id ?? ''))
  const [problem, setProblem] = useState('')
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
            {powers.own && <option value="">{text('folders.top')}</option>}
            {all.filter(it => !inside.has(it.mailbox.id)).map(({ mailbox, depth }) => <option key={mailbox.id} value={mailbox.id}>{`${'\u2003'.repeat(depth)}${folderName(mailbox, text)}`}</option>)}
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
