import { Suspense } from 'preact/compat'
import { useState } from 'preact/hooks'
import { useLanguage, useSurroundings, useText } from '../context/context.ts'
import { late } from '../context/late.tsx'
import type { MailList } from '../model/lists.ts'
import type { Deed } from '../model/powers.ts'
import { isUnread } from '../model/store.ts'
import { IconButton } from '../ui/Button.tsx'
import { Menu } from '../ui/Menu.tsx'
import { FolderMenu } from './FolderMenu.tsx'
import { LabelMenu } from './LabelMenu.tsx'
import { SnoozeMenu } from './SnoozeMenu.tsx'

const ShareDialog = late(() => import('./ShareDialog.tsx'))

/** Above the list: what it is, or what can be done with the chosen rows. */
export function ListToolbar({ list, title }: { list: MailList; title: string }) {
  const { mail, route, go } = useSurroundings()
  const text = useText()
  const chosen = mail.selection.chosen.value
  void list.version.value
  const here = route.value
  const known = list.known()
  const all = known.length > 0 && known.every(id => chosen.has(id))
  const choose = (which: (id: string) => boolean) => mail.selection.choose(known.filter(which))
  const unread = (id: string) => mail.actions.members(mail.place, id).some(isUnread)
  return (
    <div class="list-toolbar" role="toolbar" aria-label={text('list.toolbar')}>
      <label class="choose-all">
        <input
          type="checkbox"
          checked={all}
          indeterminate={chosen.size > 0 && !all}
          disabled={known.length === 0}
          aria-label={text('list.chooseAll')}
          onClick={() => (chosen.size > 0 ? mail.selection.clear() : choose(() => true))}
        />
      </label>
      {chosen.size === 0 ? (
        <>
          <h2 class="list-title" dir="auto">{title}</h2>
          <Total list={list} />
          {here.at === 'list' && (
            <Menu
              label={text('list.filter')}
              icon="list-filter"
              class={`icon-button ${here.unread || here.starred ? 'on' : ''}`}
              items={[
                { label: text('list.onlyUnread'), checked: Boolean(here.unread), onSelect: () => go(flagged(here, 'unread')) },
                { label: text('list.onlyStarred'), checked: Boolean(here.starred), onSelect: () => go(flagged(here, 'starred')) },
              ]}
            />
          )}
          <Share />
          <IconButton label={text('action.refresh')} icon="refresh-cw" onClick={() => void mail.refresh()} />
        </>
      ) : (
        <Chosen />
      )}
      <Menu
        label={text('list.choose')}
        icon="square-check"
        class="icon-button wide-only"
        items={[
          { label: text('list.chooseAll'), onSelect: () => choose(() => true) },
          { label: text('list.chooseRead'), onSelect: () => choose(id => !unread(id)) },
          { label: text('list.chooseUnread'), onSelect: () => choose(unread) },
          { label: text('list.chooseNone'), onSelect: () => mail.selection.clear() },
        ]}
      />
    </div>
  )
}

/** The button of the dialog in which the folder that is shown is shared. */
function Share() {
  const { mail } = useSurroundings()
  const text = useText()
  const [open, setOpen] = useState(false)
  const mailbox = mail.mailbox.value
  if (!mailbox || !mail.sharing.possible) return null
  return (
    <>
      <IconButton label={text('share.this')} icon="users" onClick={() => setOpen(true)} />
      {open && <Suspense fallback={null}><ShareDialog mailbox={mailbox} close={() => setOpen(false)} /></Suspense>}
    </>
  )
}

function Total({ list }: { list: MailList }) {
  const language = useLanguage()
  void list.version.value
  return <span class="list-total">{list.loaded.value && list.total > 0 ? language.number(list.total) : ''}</span>
}

function Chosen() {
  const { mail } = useSurroundings()
  const text = useText()
  const language = useLanguage()
  const rows = [...mail.selection.chosen.value]
  const run = (act: (rows: string[]) => void) => () => {
    const { list } = mail.place
    if (list) mail.selection.leave(list, rows)
    act(rows)
  }
  const { actions, place } = mail
  const junk = mail.mailbox.value?.role === 'junk'
  const may = (deed: Deed) => actions.may(deed, place, rows)
  const anyUnread = rows.some(id => actions.members(place, id).some(isUnread))
  return (
    <>
      <span class="list-chosen" role="status"><span aria-hidden="true">{language.number(rows.length)}</span><span class="visually-hidden">{text('list.chosen', { count: rows.length })}</span></span>
      {may('archive') && <IconButton label={text('action.archive')} shortcut="e" icon="archive" onClick={run(it => actions.archive(place, it))} />}
      {may('delete') && <IconButton label={text('action.delete')} shortcut="#" icon="trash" onClick={run(it => actions.delete(place, it))} />}
      {may(junk ? 'notSpam' : 'spam') && <IconButton
        label={text(junk ? 'action.notSpam' : 'action.spam')}
        shortcut="!"
        icon={junk ? 'inbox' : 'octagon-alert'}
        onClick={run(it => (junk ? actions.notSpam(place, it) : actions.spam(place, it)))}
      />}
      {may('read') && <IconButton
        label={text(anyUnread ? 'action.read' : 'action.unread')}
        icon={anyUnread ? 'mail-open' : 'mail'}
        onClick={() => actions.read(place, rows, anyUnread)}
      />}
      <SnoozeMenu rows={rows} leave={act => run(act)()} />
      <FolderMenu rows={rows} />
      <LabelMenu rows={rows} />
    </>
  )
}

function flagged(route: { at: 'list'; mailbox: string; unread?: boolean; starred?: boolean }, flag: 'unread' | 'starred') {
  const next = { ...route }
  if (next[flag]) delete next[flag]
  else next[flag] = true
  return next
}
