import { useLanguage, useSurroundings, useText } from '../context/context.ts'
import type { Id } from '../jmap/types.ts'
import { folders, special } from '../model/folders.ts'
import { Menu } from '../ui/Menu.tsx'
import { folderIcon, folderName } from './folderNames.ts'

/** Where rows can be moved to. */
export function FolderMenu({ rows }: { rows: readonly Id[] }) {
  const { mail } = useSurroundings()
  const text = useText()
  const language = useLanguage()
  const all = [...mail.store.mailboxes.value.values()]
  const item = (mailbox: (typeof all)[number], depth: number) => ({
    label: folderName(mailbox, text),
    icon: folderIcon(mailbox.role),
    depth,
    onSelect: () => {
      const { list } = mail.place
      if (list) mail.selection.leave(list, rows)
      mail.actions.moveTo(mail.place, rows, { id: mailbox.id })
    },
  })
  const here = mail.mailbox.value?.id
  const { actions } = mail
  if (!actions.may('move', mail.place, rows)) return null
  const own = folders(all, language.compare).filter(it => it.mailbox.id !== here && actions.powers.mayPut(it.mailbox.id))
  return (
    <Menu
      label={text('action.move')}
      shortcut="v"
      icon="folder-input"
      items={[
        ...special(all).filter(it => it.id !== here && it.role !== 'drafts' && it.role !== 'sent' && actions.powers.mayPut(it.id)).map(it => item(it, 0)),
        ...(own.length > 0 ? (['line'] as const) : []),
        ...own.map(it => item(it.mailbox, it.depth)),
      ]}
    />
  )
}
