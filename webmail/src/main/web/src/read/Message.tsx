import { Suspense } from 'preact/compat'
import { useState } from 'preact/hooks'
import { useLanguage, useSurroundings, useText } from '../context/context.ts'
import { late } from '../context/late.tsx'
import { MDN } from '../jmap/client.ts'
import type { Address, EmailRow } from '../jmap/types.ts'
import { display, hue, initials } from '../model/addresses.ts'
import { calendarPart } from '../model/invitation.ts'
import { wantsReceipt } from '../model/receipts.ts'
import { htmlPart } from '../model/reading.ts'
import { isStarred, isUnread } from '../model/store.ts'
import { Avatar } from '../ui/Avatar.tsx'
import { IconButton } from '../ui/Button.tsx'
import { Icon } from '../ui/Icon.tsx'
import { Attachments } from './Attachments.tsx'
import { AuthMark, AuthWarning } from './AuthMark.tsx'
import { BodyFrame } from './BodyFrame.tsx'
import { MessageMenu } from './MessageMenu.tsx'
import { PlainText } from './PlainText.tsx'
import { Unsubscribe } from './Unsubscribe.tsx'

const Receipt = late(() => import('./Receipt.tsx'))
const Invite = late(() => import('./Invite.tsx'))

/** One message of a conversation, folded to a line or open. */
export function Message({ row, open, toggle }: { row: EmailRow; open: boolean; toggle?: (() => void) | undefined }) {
  const { mail, compose } = useSurroundings()
  const text = useText()
  const language = useLanguage()
  const [details, setDetails] = useState(false)
  const email = mail.conversations.body(row.id).value
  const from = row.from?.[0] ?? { name: null, email: text('row.nobody') }
  const date = new Date(row.receivedAt)
  const draft = Boolean(row.keywords['$draft'])
  const starred = isStarred(row)
  const calendar = email && calendarPart(email)
  const receipt = email && mail.client.can(MDN) && mail.actions.powers.own ? wantsReceipt(email, row, mail.client.session.username) : undefined
  const html = email && mail.online.value ? htmlPart(email) : undefined
  return (
    <article class={`message ${open ? 'open' : 'folded'} ${isUnread(row) ? 'unread' : ''}`} aria-label={text('read.from', { name: display(from) })}>
      <header>
        <Avatar letters={initials(from)} hue={hue(from)} />
        <div class="message-who">
          <div class="message-from">
            {toggle ? (
              <button type="button" class="message-toggle" aria-expanded={open} onClick={toggle}><bdi>{display(from)}</bdi></button>
            ) : (
              <strong><bdi>{display(from)}</bdi></strong>
            )}
            {open && from.name && <span class="address"><bdi>{from.email}</bdi></span>}
            {open && email && <AuthMark email={email} />}
            {open && email && <Unsubscribe email={email} />}
            {draft && <em>{text('row.draft')}</em>}
          </div>
          {open ? (
            <button type="button" class="message-to" aria-expanded={details} onClick={() => setDetails(!details)}>
              <span>{text('read.to', { names: language.join([...(row.to ?? []), ...(email?.cc ?? [])].map(it => (it.email === mail.client.session.username ? text('row.me') : display(it)))) || text('row.nobody') })}</span>
              <Icon name="chevron-down" size={14} />
            </button>
          ) : (
            <p class="message-preview" dir="auto">{row.preview}</p>
          )}
        </div>
        <div class="message-side">
          <time dateTime={row.receivedAt} title={language.long(date)}>{open ? language.medium(date) : language.short(date)}</time>
          {open && (
            <>
              {mail.actions.powers.may('star', [row]) && <IconButton class={`star ${starred ? 'on' : ''}`} label={text('action.star')} icon="star" pressed={starred} onClick={() => mail.actions.keyword(row.id, '$flagged', !starred)} />}
              {draft ? (
                <IconButton label={text('action.edit')} icon="pencil" onClick={() => compose({ kind: 'draft', email: row.id })} />
              ) : (
                <IconButton label={text('action.reply')} icon="reply" onClick={() => compose({ kind: 'reply', email: row.id })} />
              )}
              <MessageMenu row={row} email={email} />
            </>
          )}
        </div>
      </header>
      {open && details && email && (
        <dl class="message-details">
          {([['from', email.from], ['to', email.to], ['cc', email.cc], ['bcc', email.bcc], ['replyTo', email.replyTo]] as const).map(([key, list]) => list && list.length > 0 && <People key={key} label={text(`field.${key}`)} list={list} />)}
          <dt>{text('field.date')}</dt><dd>{language.long(new Date(email.sentAt ?? email.receivedAt))}</dd>
          <dt>{text('field.size')}</dt><dd>{language.size(email.size)}</dd>
        </dl>
      )}
      {open && (
        <div class="message-body">
          {email && <AuthWarning email={email} />}
          {email && receipt && <Suspense fallback={null}><Receipt email={email} to={receipt} /></Suspense>}
          {email && calendar && <Suspense fallback={null}><Invite part={calendar} /></Suspense>}
          {email ? html ? <BodyFrame email={email} part={html} /> : <PlainText email={email} /> : <div class="body-waiting" role="status"><span class="spinner" /><span class="visually-hidden">{text('list.loading')}</span></div>}
          {email && <Attachments email={email} />}
        </div>
      )}
    </article>
  )
}

function People({ label, list }: { label: string; list: readonly Address[] }) {
  return (
    <>
      <dt>{label}</dt>
      <dd>{list.map(it => <bdi key={it.email}>{it.name ? `${it.name} <${it.email}>` : it.email}</bdi>)}</dd>
    </>
  )
}
