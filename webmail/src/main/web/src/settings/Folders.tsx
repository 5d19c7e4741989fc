import { useState } from 'preact/hooks'
import { useLanguage, useMail, useText } from '../context/context.ts'
import type { Id, SetAnswer } from '../jmap/types.ts'
import { folders } from '../model/folders.ts'
import { Button, IconButton } from '../ui/Button.tsx'
import { Dialog } from '../ui/Dialog.tsx'
import { Icon } from '../ui/Icon.tsx'

/** Folders of one's own: made, renamed, taken away. */
export function Folders() {
  const mail = useMail()
  const text = useText()
  const language = useLanguage()
  const [name, setName] = useState('')
  const [naming, setNaming] = useState<{ id: Id; name: string }>()
  const own = folders(mail.store.mailboxes.value.values(), language.compare)

  const set = async (change: Record<string, unknown>) => {
    const answer = await mail.client.call<SetAnswer>('Mailbox/set', change)
    const problem = Object.values({ ...answer.notCreated, ...answer.notUpdated, ...answer.notDestroyed })[0]
    await mail.sync.run()
    if (problem?.type === 'mailboxHasEmail' || problem?.type === 'mailboxHasChild') throw new Error(text('folders.notEmpty'))
    if (problem) throw new Error(problem.description ?? problem.type)
  }
  return (
    <>
      <form
        class="inline-form"
        onSubmit={event => {
          event.preventDefault()
          if (name.trim() === '') return
          void mail.watch(set({ create: { folder: { name: name.trim(), parentId: null } } }).then(() => setName('')))
        }}
      >
        <input type="text" value={name} aria-label={text('folders.name')} placeholder={text('folders.name')} onInput={event => setName(event.currentTarget.value)} />
        <Button type="submit" icon="plus">{text('folders.create')}</Button>
      </form>
      <ul class="rows">
        {own.map(({ mailbox, depth }) => (
          <li key={mailbox.id} class={`depth-${Math.min(depth, 4)}`}>
            <Icon name="folder" />
            <span><bdi>{mailbox.name}</bdi><small>{language.number(mailbox.totalEmails)}</small></span>
            <IconButton label={text('folders.rename', { name: mailbox.name })} icon="pencil" onClick={() => setNaming({ id: mailbox.id, name: mailbox.name })} />
            <IconButton label={text('folders.remove', { name: mailbox.name })} icon="trash" onClick={() => void mail.watch(set({ destroy: [mailbox.id] }))} />
          </li>
        ))}
      </ul>
      {naming && (
        <Dialog title={text('folders.rename', { name: naming.name })} close={() => setNaming(undefined)} closeLabel={text('action.close')}>
          <form
            class="inline-form"
            onSubmit={event => {
              event.preventDefault()
              setNaming(undefined)
              void mail.watch(set({ update: { [naming.id]: { name: naming.name.trim() } } }))
            }}
          >
            <input type="text" value={naming.name} required aria-label={text('folders.name')} onInput={event => setNaming({ ...naming, name: event.currentTarget.value })} />
            <Button kind="primary" type="submit">{text('action.save')}</Button>
          </form>
        </Dialog>
      )}
    </>
  )
}
