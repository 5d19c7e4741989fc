import { useEffect } from 'preact/hooks'
import { useSurroundings, useText } from '../context/context.ts'
import type { Id } from '../jmap/types.ts'
import { FolderMenu } from '../list/FolderMenu.tsx'
import { LabelMenu } from '../list/LabelMenu.tsx'
import { Labels } from '../list/Labels.tsx'
import { SnoozeMenu } from '../list/SnoozeMenu.tsx'
import type { Deed } from '../model/powers.ts'
import { isUnread } from '../model/store.ts'
import { IconButton } from '../ui/Button.tsx'
import { Icon } from '../ui/Icon.tsx'
import { Conversation } from './Conversation.tsx'
import { useNeighbours } from './useNeighbours.ts'

/** The open conversation with what can be done to it, or a place that waits for one. */
export function ReadPane({ thread }: { thread: Id | undefined }) {
  const { mail } = useSurroundings()
  const text = useText()
  useEffect(() => {
    if (thread) void mail.watch(mail.conversations.open(thread))
  }, [thread, thread && mail.store.thread(thread).value, mail.online.value])
  if (!thread) {
    return (
      <section class="read-pane nothing" aria-label={text('read.nothing')}>
        <Icon name="mails" size={48} />
        <p>{text('read.nothing')}</p>
      </section>
    )
  }
  return <Open key={thread} thread={thread} />
}

function Open({ thread }: { thread: Id }) {
  const { mail, accounts, go, route } = useSurroundings()
  const text = useText()
  const { row, previous, next, close, leave } = useNeighbours(thread)
  const emails = mail.store.conversation(thread)
  const subject = emails[0]?.subject?.trim() || text('row.noSubject')
  const rows = row ? [row] : emails.slice(-1).map(it => it.id)
  const unread = emails.some(isUnread)
  const junk = mail.mailbox.value?.role === 'junk'
  const { actions, place } = mail
  const may = (deed: Deed) => actions.may(deed, place, rows)
  const muted = emails.some(it => it.keywords['$muted'])
  const here = route.value
  const open = (threadId: Id) => {
    if (here.at === 'list' || here.at === 'search') go({ ...here, thread: threadId })
  }
  useEffect(() => {
    document.title = `${subject} · Godwit`
  }, [subject])
  return (
    <section class="read-pane" aria-label={subject} tabIndex={-1}>
      <div class="read-toolbar" role="toolbar" aria-label={text('read.toolbar')}>
        <IconButton class="back" label={text('action.back')} shortcut="u" icon="arrow-left" onClick={close} />
        {may('archive') && <IconButton label={text('action.archive')} shortcut="e" icon="archive" onClick={() => leave(() => actions.archive(place, rows))} />}
        {may('delete') && <IconButton label={text('action.delete')} shortcut="#" icon="trash" onClick={() => leave(() => actions.delete(place, rows))} />}
        {may(junk ? 'notSpam' : 'spam') && <IconButton
          label={text(junk ? 'action.notSpam' : 'action.spam')}
          shortcut="!"
          icon={junk ? 'inbox' : 'octagon-alert'}
          onClick={() => leave(() => (junk ? actions.notSpam(place, rows) : actions.spam(place, rows)))}
        />}
        {may('read') && <IconButton
          label={text(unread ? 'action.read' : 'action.unread')}
          icon={unread ? 'mail-open' : 'mail'}
          onClick={() => {
            actions.read(place, rows, unread)
            if (!unread) close()
          }}
        />}
        <SnoozeMenu rows={rows} leave={leave} />
        <FolderMenu rows={rows} />
        <LabelMenu rows={rows} />
        {mail === accounts.own && <IconButton
          label={text(muted ? 'action.unmute' : 'action.mute')}
          shortcut="m"
          icon={muted ? 'bell' : 'bell-off'}
          pressed={muted}
          onClick={() => (muted ? actions.mute(place, rows, false) : leave(() => actions.mute(place, rows, true)))}
        />}
        <span class="space" />
        <IconButton class="wide-only" label={text('action.previous')} shortcut="k" icon="chevron-left" disabled={!previous} onClick={() => previous && open(previous)} />
        <IconButton class="wide-only" label={text('action.next')} shortcut="j" icon="chevron-right" disabled={!next} onClick={() => next && open(next)} />
      </div>
      <div class="read-scroll">
        <h2 class="read-subject"><bdi>{subject}</bdi><Labels emails={emails} remove={it => actions.label(place, rows, it.id, false)} /></h2>
        <Conversation thread={thread} />
      </div>
    </section>
  )
}
