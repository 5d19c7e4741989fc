import { useState } from 'preact/hooks'
import { useLanguage, useSurroundings, useText } from '../context/context.ts'
import type { Mailbox } from '../jmap/types.ts'
import { FolderDialog } from '../list/FolderDialog.tsx'
import { folderIcon, folderName } from '../list/folderNames.ts'
import { hue } from '../model/addresses.ts'
import { folders, special } from '../model/folders.ts'
import type { Mail } from '../model/mail.ts'
import type { Route } from '../model/routes.ts'
import { write } from '../model/routes.ts'
import { Button, IconButton } from '../ui/Button.tsx'
import { Icon } from '../ui/Icon.tsx'

/** The mailboxes, with what is unread in them. Rows can be dropped on them. */
export function Sidebar() {
  const { accounts, compose } = useSurroundings()
  const mail = accounts.own
  const text = useText()
  const language = useLanguage()
  const all = [...mail.store.mailboxes.value.values()]
  const own = folders(all, language.compare)
  const [making, setMaking] = useState(false)
  return (
    <nav class="sidebar" aria-label={text('shell.folders')}>
      <Button kind="primary" icon="pencil" class="compose-button" onClick={() => compose({ kind: 'new' })}>{text('action.compose')}</Button>
      <ul>
        {special(all).map((mailbox, index) => (
          <>
            <Entry key={mailbox.id} mail={mail} mailbox={mailbox} depth={0} />
            {index === 0 && <Virtual key="starred" word="starred" label={text('folder.starred')} icon="star" />}
          </>
        ))}
        <Virtual word="all" label={text('folder.all')} icon="mails" />
      </ul>
      <div class="sidebar-head">
        <h2>{text('shell.labels')}</h2>
        <IconButton label={text('folders.new')} icon="plus" onClick={() => setMaking(true)} />
      </div>
      {making && <FolderDialog mail={mail} close={() => setMaking(false)} />}
      <ul>{own.map(({ mailbox, depth }) => <Entry key={mailbox.id} mail={mail} mailbox={mailbox} depth={depth} />)}</ul>
      {accounts.shared.value.map(it => <Shared key={it.client.accountId} mail={it} />)}
    </nav>
  )
}

/** What somebody shares. */
function Shared({ mail }: { mail: Mail }) {
  const language = useLanguage()
  const text = useText()
  const [making, setMaking] = useState(false)
  const all = [...mail.store.mailboxes.value.values()]
  const name = mail.client.session.accounts[mail.client.accountId]?.name ?? ''
  return (
    <>
      <div class="sidebar-head">
        <h2><bdi>{name}</bdi></h2>
        {all.some(it => mail.actions.powers.mayMakeIn(it.id)) && <IconButton label={text('folders.newAt', { name })} icon="plus" onClick={() => setMaking(true)} />}
      </div>
      {making && <FolderDialog mail={mail} close={() => setMaking(false)} />}
      <ul>
        {special(all).map(mailbox => <Entry key={mailbox.id} mail={mail} mailbox={mailbox} depth={0} />)}
        {folders(all, language.compare).map(({ mailbox, depth }) => <Entry key={mailbox.id} mail={mail} mailbox={mailbox} depth={depth} />)}
      </ul>
    </>
  )
}

function Entry({ mail, mailbox, depth }: { mail: Mail; mailbox: Mailbox; depth: number }) {
  const { mail: shown, accounts } = useSurroundings()
  const text = useText()
  const language = useLanguage()
  const [over, setOver] = useState(false)
  const drafts = mailbox.role === 'drafts'
  const count = drafts || mailbox.role === 'scheduled' ? mailbox.totalEmails : mailbox.role === 'trash' || mailbox.role === 'sent' ? 0 : mailbox.unreadEmails
  return (
    <li
      class={over ? 'over' : ''}
      onDragOver={event => {
        if (mail !== shown || !mail.actions.powers.mayPut(mailbox.id) || !event.dataTransfer?.types.includes('application/x-godwit-rows')) return
        event.preventDefault()
        setOver(true)
      }}
      onDragLeave={() => setOver(false)}
      onDrop={event => {
        event.preventDefault()
        setOver(false)
        const rows = event.dataTransfer?.getData('application/x-godwit-rows').split(' ') ?? []
        const { list } = mail.place
        if (list) mail.selection.leave(list, rows)
        mail.actions.moveTo(mail.place, rows, { id: mailbox.id })
      }}
    >
      <Link route={{ at: 'list', ...(mail === accounts.own ? {} : { account: mail.client.accountId }), mailbox: mail.word(mailbox) }} current={mail === shown && mail.mailbox.value?.id === mailbox.id} depth={depth}>
        {mailbox.role ? <Icon name={folderIcon(mailbox.role)} /> : <span class={`label-dot hue-${hue({ name: null, email: mailbox.name })}`} />}
        <span class="folder-name"><bdi>{folderName(mailbox, text)}</bdi></span>
        {count > 0 && (
          <span class={`folder-count ${drafts ? 'quiet' : ''}`}>
            {language.number(count)}
            <span class="visually-hidden"> {text(drafts ? 'shell.messages' : 'shell.unread')}</span>
          </span>
        )}
      </Link>
    </li>
  )
}

function Virtual({ word, label, icon }: { word: string; label: string; icon: string }) {
  const { route } = useSurroundings()
  const here = route.value
  return (
    <li>
      <Link route={{ at: 'list', mailbox: word }} current={here.at === 'list' && !here.account && here.mailbox === word} depth={0}>
        <Icon name={icon} />
        <span class="folder-name">{label}</span>
      </Link>
    </li>
  )
}

function Link({ route: to, current, depth, children }: { route: Route; current: boolean; depth: number; children: preact.ComponentChildren }) {
  const { go, route } = useSurroundings()
  const here = route.value
  const shown = current && (here.at === 'list')
  return (
    <a
      href={write(to)}
      class={`folder depth-${Math.min(depth, 4)}`}
      aria-current={shown ? 'page' : undefined}
      onClick={event => {
        if (event.metaKey || event.ctrlKey || event.shiftKey) return
        event.preventDefault()
        go(to)
      }}
    >
      {children}
    </a>
  )
}
