import { useState } from 'preact/hooks'
import { useLanguage, useSurroundings, useText } from '../context/context.ts'
import type { Id } from '../jmap/types.ts'
import { folders } from '../model/folders.ts'
import { Menu } from '../ui/Menu.tsx'
import { FolderDialog } from './FolderDialog.tsx'

/** Labels of rows: a mark beside each one that all of them have. */
export function LabelMenu({ rows }: { rows: readonly Id[] }) {
  const { mail } = useSurroundings()
  const text = useText()
  const language = useLanguage()
  const [making, setMaking] = useState(false)
  const emails = rows.flatMap(id => mail.actions.members(mail.place, id))
  const { powers } = mail.actions
  const own = folders(mail.store.mailboxes.value.values(), language.compare)
    .filter(({ mailbox: { id } }) => powers.own || (powers.mayPut(id) && powers.mayTake(id)))
  const has = (id: Id) => emails.length > 0 && emails.every(it => it.mailboxIds[id])
  if (!powers.own && own.length === 0) return null
  return (
    <>
      <Menu
        label={text('action.label')}
        shortcut="l"
        icon="tag"
        items={[
          ...own.map(({ mailbox, depth }) => ({
            label: mailbox.name,
            depth,
            checked: has(mailbox.id),
            onSelect: () => mail.actions.label(mail.place, rows, mailbox.id, !has(mailbox.id)),
          })),
          ...(own.length > 0 && powers.own ? (['line'] as const) : []),
          ...(powers.own ? [{ label: text('folders.new'), icon: 'plus', onSelect: () => setMaking(true) }] : []),
        ]}
      />
      {making && <FolderDialog mail={mail} close={() => setMaking(false)} made={id => mail.actions.label(mail.place, rows, id, true)} />}
    </>
  )
}
