import { useEffect } from 'preact/hooks'
import { useSurroundings, useText } from '../context/context.ts'
import { folderName } from './folderNames.ts'
import { ListToolbar } from './ListToolbar.tsx'
import { Everything } from './Everything.tsx'
import { MessageList } from './MessageList.tsx'
import { SearchChips } from './SearchChips.tsx'

/** A list with what stands above it. */
export function ListPane() {
  const { mail, route } = useSurroundings()
  const text = useText()
  const list = mail.list.value
  const mailbox = mail.mailbox.value
  const here = route.value
  const title = mailbox
    ? folderName(mailbox, text)
    : here.at === 'search' ? text('search.results') : here.at === 'list' && here.mailbox === 'starred' ? text('folder.starred') : text('folder.all')
  const unread = mailbox?.role === 'inbox' ? mailbox.unreadEmails : 0
  useEffect(() => {
    if (!('thread' in here)) document.title = `${unread > 0 ? `(${unread}) ` : ''}${title} · Godwit`
  }, [title, unread, here])
  if (!list) return <section class="list-pane" aria-busy="true" />
  return (
    <section class="list-pane" aria-label={title}>
      <ListToolbar list={list} title={title} />
      {here.at === 'search' && <SearchChips q={here.q} />}
      <Everything list={list} />
      <MessageList list={list} />
    </section>
  )
}
