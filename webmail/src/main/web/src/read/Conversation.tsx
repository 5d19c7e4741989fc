import { useEffect, useMemo, useState } from 'preact/hooks'
import { useSurroundings, useText } from '../context/context.ts'
import type { EmailRow, Id } from '../jmap/types.ts'
import { isUnread } from '../model/store.ts'
import { Button } from '../ui/Button.tsx'
import { Message } from './Message.tsx'

/** Up to so many messages stand in full; of more, those in the middle are one line. */
const ALL_SHOWN = 6

/** Of more that are unread only the last are opened; all of them are read then. */
const MOST_OPENED = 20

/** The messages of a conversation. What is read and not the last one is folded. */
export function Conversation({ thread }: { thread: Id }) {
  const { mail, route, compose } = useSurroundings()
  const text = useText()
  const emails = mail.store.conversation(thread)
  const here = route.value
  const asked = 'email' in here ? here.email : undefined
  const first = useMemo(() => opened(emails, asked), [thread, emails.length > 0])
  const [open, setOpen] = useState(first.open)
  const [unfolded, setUnfolded] = useState(false)
  useEffect(() => setOpen(first.open), [first])

  useEffect(() => {
    const unread = emails.filter(it => first.unread.has(it.id) && isUnread(it) && mail.actions.powers.may('read', [it]) && mail.conversations.body(it.id).value)
    if (unread.length > 0) mail.outbox.add(new Map(unread.map(it => [it.id, { 'keywords/$seen': true, ...(it.keywords['$new'] ? { 'keywords/$new': null } : {}) } as const])))
  }, [first, emails.map(it => Boolean(mail.conversations.body(it.id).value)).join()])

  const newest = emails.at(-1)?.id
  useEffect(() => {
    if (newest && emails.length > 1 && !first.open.has(newest)) setOpen(now => new Set([...now, newest])) // it came while one reads
  }, [newest])

  const toggle = (id: Id) => {
    const next = new Set(open)
    if (!next.delete(id)) next.add(id)
    setOpen(next)
  }
  const hidden = !unfolded && emails.length > ALL_SHOWN ? emails.slice(1, -2).filter(it => !open.has(it.id)) : []
  const last = emails.findLast(it => !it.keywords['$draft'])
  return (
    <div class="conversation">
      {emails.map((email, index) => {
        if (hidden.includes(email)) {
          return hidden[0] === email ? (
            <button key="hidden" type="button" class="unfold" onClick={() => setUnfolded(true)}>
              {text('read.more', { count: hidden.length })}
            </button>
          ) : null
        }
        return <Message key={email.id} row={email} open={open.has(email.id)} toggle={index < emails.length - 1 || emails.length > 1 ? () => toggle(email.id) : undefined} />
      })}
      {emails.length === 0 && <div class="list-loading" role="status"><span class="spinner" />{text('list.loading')}</div>}
      {last && (
        <div class="answer-buttons">
          <Button icon="reply" onClick={() => compose({ kind: 'reply', email: last.id })}>{text('action.reply')}</Button>
          <Button icon="reply-all" onClick={() => compose({ kind: 'replyAll', email: last.id })}>{text('action.replyAll')}</Button>
          <Button icon="forward" onClick={() => compose({ kind: 'forward', email: last.id })}>{text('action.forward')}</Button>
        </div>
      )}
    </div>
  )
}

function opened(emails: readonly EmailRow[], asked: Id | undefined): { open: ReadonlySet<Id>; unread: ReadonlySet<Id> } {
  const last = emails.at(-1)
  const unread = emails.filter(isUnread).map(it => it.id)
  return { open: new Set([...unread.slice(-MOST_OPENED), ...(asked ? [asked] : []), ...(last ? [last.id] : [])]), unread: new Set(unread) }
}
