import { useEffect, useRef } from 'preact/hooks'
import { useSurroundings, useText } from '../context/context.ts'
import type { MailList } from '../model/lists.ts'
import { Icon } from '../ui/Icon.tsx'
import { Row } from './Row.tsx'
import { reveal, useVirtual } from './useVirtual.ts'

const HEIGHTS = { normal: 80, compact: 56 }

/** The rows of a list that are in sight. */
export function MessageList({ list }: { list: MailList }) {
  const { mail, preferences, route } = useSurroundings()
  const text = useText()
  const pane = useRef<HTMLDivElement>(null)
  const rowHeight = HEIGHTS[preferences.get('density')]
  const version = list.version.value
  const loaded = list.loaded.value
  const count = list.total
  const { first, end, height, top } = useVirtual(pane, count, rowHeight)
  const cursor = mail.selection.cursor.value
  const role = mail.mailbox.value?.role

  useEffect(() => {
    if (loaded) mail.reach(list, first, end)
  }, [list, loaded, version, first, end])

  useEffect(() => {
    pane.current?.scrollTo({ top: 0 })
  }, [list])

  useEffect(() => {
    const position = cursor ? list.positionOf(cursor) : -1
    if (position >= 0 && pane.current) reveal(pane.current, position, count, rowHeight)
  }, [cursor, list])

  useEffect(() => {
    if (role === 'snoozed' && loaded) void mail.watch(mail.snoozing.load())
  }, [role, loaded, version])

  const here = route.value
  const thread = 'thread' in here ? here.thread : undefined
  const rows = []
  for (let position = first; position < end; position++) {
    const id = list.at(position)
    const open = id !== undefined && thread !== undefined && mail.store.email(id).peek()?.threadId === thread
    rows.push(
      <Row
        key={id ?? position}
        id={id ?? ''}
        position={position}
        top={top(position)}
        count={count}
        outgoing={role === 'sent' || role === 'drafts' || role === 'scheduled'}
        open={open}
      />,
    )
  }
  return (
    <div class="list-scroll" ref={pane} data-density={preferences.get('density')}>
      {loaded && count === 0 ? (
        <Empty />
      ) : (
        <div class="list-rows" role="list" aria-label={text('list.messages')} aria-busy={!loaded} style={{ height: `${loaded ? height : 0}px` }}>
          {rows}
        </div>
      )}
      {!loaded && <div class="list-loading" role="status"><span class="spinner" />{text('list.loading')}</div>}
    </div>
  )
}

/** What one sees where there is nothing. */
function Empty() {
  const { mail, route } = useSurroundings()
  const text = useText()
  const search = route.value.at === 'search'
  const inbox = mail.mailbox.value?.role === 'inbox'
  return (
    <div class="empty" role="status">
      <Icon name={search ? 'search' : inbox ? 'inbox' : 'folder'} size={40} />
      <p>{text(search ? 'empty.search' : inbox ? 'empty.inbox' : 'empty.folder')}</p>
      <small>{search ? text('empty.searchHint') : inbox ? text('empty.inboxHint', { address: mail.client.session.username }) : ''}</small>
    </div>
  )
}
