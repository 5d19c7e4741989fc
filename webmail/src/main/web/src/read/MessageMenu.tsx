import { useSurroundings, useText } from '../context/context.ts'
import { SIEVE } from '../jmap/client.ts'
import type { Address, EmailFull, EmailRow } from '../jmap/types.ts'
import { display } from '../model/addresses.ts'
import { EMPTY } from '../model/cards.ts'
import { Menu } from '../ui/Menu.tsx'

/** What can be done to one message of a conversation. */
export function MessageMenu({ row, email }: { row: EmailRow; email: EmailFull | undefined }) {
  const { mail, go, compose } = useSurroundings()
  const text = useText()
  const { powers } = mail.actions
  const trash = mail.store.roles.value.get('trash')
  const from = row.from?.[0]
  const add = async (address: Address) => {
    await mail.contacts.ensure()
    const known = mail.contacts.byAddress(address.email)
    const id = known?.id ?? (await mail.contacts.add([{ ...EMPTY, name: address.name ?? '', emails: [address.email] }]))[0]
    mail.notices.say('contacts.added', { name: display(address) })
    if (known && id) go({ at: 'contacts', id })
  }
  const eml = email && mail.client.downloadUrl(email.blobId, `${(row.subject ?? '').slice(0, 80) || 'message'}.eml`, 'message/rfc822')
  return (
    <Menu
      label={text('action.more')}
      items={[
        { label: text('action.replyAll'), icon: 'reply-all', onSelect: () => compose({ kind: 'replyAll', email: row.id }) },
        { label: text('action.forward'), icon: 'forward', onSelect: () => compose({ kind: 'forward', email: row.id }) },
        'line',
        ...(powers.may('read', [row]) ? [{ label: text('action.unread'), icon: 'mail', onSelect: () => mail.actions.keyword(row.id, '$seen', false) }] : []),
        ...(trash && powers.may('delete', [row]) ? [{
          label: text('action.deleteThis'), icon: 'trash',
          onSelect: () => mail.actions.moveTo({ list: undefined, mailbox: undefined }, [row.id], { id: trash.id }, 'done.deleted'),
        }] : []),
        ...(from && mail.contacts.possible ? [{
          label: text('contacts.add', { name: display(from) }), icon: 'user-plus', onSelect: () => void mail.watch(add(from)),
        }] : []),
        ...(from && mail.client.can(SIEVE) ? [{
          label: text('filters.fromThis'), icon: 'list-filter', onSelect: () => go({ at: 'settings', page: 'filters', from: from.email }),
        }] : []),
        'line',
        { label: text('action.print'), icon: 'printer', onSelect: () => go({ at: 'print', email: row.id }) },
        { label: text('action.source'), icon: 'code', onSelect: () => go({ at: 'source', email: row.id }) },
        ...(eml ? [{ label: text('action.download'), icon: 'download', onSelect: () => follow(eml) }] : []),
      ]}
    />
  )
}

/** Downloads by a link that is clicked for the user. */
function follow(url: string): void {
  const link = document.createElement('a')
  link.href = url
  link.download = ''
  link.click()
}
