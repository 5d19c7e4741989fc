import { memo } from 'preact/compat'
import { useLanguage, useMail, useSurroundings, useText } from '../context/context.ts'
import type { Address, EmailRow, Id } from '../jmap/types.ts'
import { display, hue, initials } from '../model/addresses.ts'
import { readSnippet } from '../model/snippets.ts'
import { type Route, write } from '../model/routes.ts'
import { isStarred, isUnread } from '../model/store.ts'
import { Avatar } from '../ui/Avatar.tsx'
import { Icon } from '../ui/Icon.tsx'
import { Labels } from './Labels.tsx'
import { useSwipe } from './useSwipe.ts'

interface RowProperties {
  id: Id
  position: number
  top: number
  count: number
  /** Whether it shows who a message goes to, as in the sent mail. */
  outgoing: boolean
  open: boolean
}

/** A conversation in the list. The whole row is a link; box and star lie above it. */
export const Row = memo(function Row({ id, position, top, count, outgoing, open }: RowProperties) {
  const { mail, route, go, compose } = useSurroundings()
  const text = useText()
  const language = useLanguage()
  const email = mail.store.email(id).value
  const swipe = useSwipe(by => {
    const { list } = mail.place
    const back = (by > 0) === (language.direction.peek() === 'rtl')
    if (!back && mail.snoozing.possible) {
      mail.selection.choose([id])
      requestAnimationFrame(() => document.querySelector<HTMLElement>('.list-toolbar [data-menu=b]')?.click())
      return
    }
    if (!back || !mail.actions.may('archive', mail.place, [id])) return
    if (list) mail.selection.leave(list, [id])
    mail.actions.archive(mail.place, [id])
  })
  if (!email) return <Waiting top={top} />
  const members = mail.actions.members(mail.place, id)
  const conversation = mail.store.conversation(email.threadId)
  const unread = members.some(isUnread)
  const starred = members.some(isStarred)
  const attached = members.some(it => it.hasAttachment)
  const draft = members.some(it => it.keywords['$draft'])
  const people = participants(outgoing ? [email] : conversation.length > 0 ? conversation : [email], outgoing, mail.client.session.username)
  const names = people.map(it => (it.email === '' ? text('row.nobody') : it.email === mail.client.session.username ? text('row.me') : short(it, people.length)))
  const date = new Date(email.receivedAt)
  const subject = email.subject?.trim() || text('row.noSubject')
  const wakes = mail.mailbox.value?.role === 'snoozed' ? mail.snoozing.wakes.value.get(id) : undefined
  const woke = members.some(it => it.keywords['$new'])
  const muted = conversation.some(it => it.keywords['$muted'])
  const snippet = mail.list.peek()?.snippet(id)
  const chosen = mail.selection.chosen.value.has(id)
  const current = mail.selection.cursor.value === id
  const name = [
    unread && text('row.unread'), starred && text('row.starred'), names.join(', '), subject,
    attached && text('row.attached'), woke && text('row.woke'), muted && text('row.muted'),
    wakes ? text('row.wakes', { date: language.medium(wakes) }) : language.medium(date),
  ].filter(Boolean).join(', ')
  const target: Route = { ...(route.value as Extract<Route, { at: 'list' | 'search' }>), thread: email.threadId }
  delete (target as { email?: Id }).email

  const toggle = (event: MouseEvent) => {
    if (event.shiftKey && mail.place.list) mail.selection.extend(mail.place.list, id)
    else mail.selection.toggle(id)
    mail.selection.cursor.value = id
  }
  const back = (swipe.by > 0) === (language.direction.value === 'rtl')
  return (
    <>
    {swipe.by !== 0 && (
      <div class={`row-behind ${back ? 'end' : ''} ${swipe.enough ? 'enough' : ''}`} style={{ transform: `translateY(${top}px)` }} aria-hidden="true">
        <Icon name={back ? 'archive' : 'clock'} />
      </div>
    )}
    <div
      class={`row ${swipe.by !== 0 ? 'swiped' : ''} ${unread ? 'unread' : ''} ${chosen ? 'chosen' : ''} ${open ? 'open' : ''} ${current ? 'current' : ''}`}
      role="listitem"
      aria-setsize={count}
      aria-posinset={position + 1}
      data-id={id}
      style={{ transform: swipe.by === 0 ? `translateY(${top}px)` : `translate(${swipe.by}px, ${top}px)` }}
      onTouchStart={swipe.onTouchStart}
      onTouchMove={swipe.onTouchMove}
      onTouchEnd={swipe.onTouchEnd}
      onTouchCancel={swipe.onTouchEnd}
      draggable={mail.actions.may('move', mail.place, [id])}
      onDragStart={event => {
        if (!chosen) mail.selection.choose([id])
        event.dataTransfer?.setData('application/x-godwit-rows', [...mail.selection.chosen.peek()].join(' '))
        if (event.dataTransfer) event.dataTransfer.effectAllowed = 'move'
      }}
    >
      <a
        class="row-link"
        href={write(target)}
        aria-label={name}
        aria-current={open ? 'true' : undefined}
        tabIndex={current || (position === 0 && !mail.selection.cursor.value) ? 0 : -1}
        onFocus={() => (mail.selection.cursor.value = id)}
        onClick={event => {
          if (event.metaKey || event.ctrlKey || event.button !== 0) return
          event.preventDefault()
          if (event.shiftKey) toggle(event)
          else if (email.keywords['$draft'] && conversation.length <= 1) compose({ kind: 'draft', email: id })
          else go(target)
        }}
      />
      <label class="row-check" title={text('row.choose')}>
        <input type="checkbox" checked={chosen} tabIndex={-1} aria-label={text('row.chooseThis', { subject })} onClick={toggle} />
        <Avatar letters={initials(people[0] ?? { name: null, email: '' })} hue={hue(people[0] ?? { name: null, email: '' })} />
      </label>
      <span class="row-people" dir="auto">
        {draft && <em>{text('row.draft')}</em>} {names.join(', ')}
        {conversation.length > 1 && <span class="row-count">{language.number(conversation.length)}</span>}
      </span>
      <span class="row-date">
        {muted && <Icon name="bell-off" size={14} />}
        {attached && <Icon name="paperclip" size={14} />}
        {(woke || wakes) && <Icon name="clock" size={14} />}
        {wakes
          ? <time dateTime={wakes.toISOString()} title={text('row.wakes', { date: language.long(wakes) })}>{language.medium(wakes)}</time>
          : <time dateTime={email.receivedAt} title={language.long(date)}>{language.short(date)}</time>}
      </span>
      <span class="row-subject" dir="auto"><Hit snippet={snippet?.subject} text={subject} /></span>
      <span class="row-preview" dir="auto"><Labels emails={members} /><Hit snippet={snippet?.preview} text={email.preview} /></span>
      {mail.actions.may('star', mail.place, [id]) && <button
        type="button"
        class={`row-star ${starred ? 'on' : ''}`}
        tabIndex={-1}
        aria-pressed={starred}
        aria-label={text('action.star')}
        title={text('action.star')}
        onClick={() => mail.actions.star(mail.place, [id], !starred)}
      >
        <Icon name="star" size={18} />
      </button>}
    </div>
    </>
  )
})

/** A text with what was searched for marked in it. */
function Hit({ snippet, text }: { snippet: string | null | undefined; text: string }) {
  if (!snippet) return <>{text}</>
  return <>{readSnippet(snippet).map((it, index) => (it.hit ? <mark key={index}>{it.text}</mark> : it.text))}</>
}

function Waiting({ top }: { top: number }) {
  useMail()
  return (
    <div class="row waiting" role="listitem" aria-busy="true" style={{ transform: `translateY(${top}px)` }}>
      <span class="row-check"><span class="avatar" /></span>
      <span class="row-people" dir="auto"><i /></span>
      <span class="row-subject"><i /></span>
    </div>
  )
}

/** Who takes part, each once, the latest first; oneself last. */
function participants(emails: readonly EmailRow[], outgoing: boolean, me: string): Address[] {
  const all = emails.toReversed().flatMap(it => (outgoing ? it.to : it.from) ?? [])
  const seen = new Map<string, Address>()
  for (const address of all) if (!seen.has(address.email.toLowerCase())) seen.set(address.email.toLowerCase(), address)
  const others = [...seen.values()].filter(it => it.email !== me)
  const own = [...seen.values()].filter(it => it.email === me)
  const list = [...others, ...own].slice(0, 3)
  return list.length > 0 ? list : [{ name: null, email: '' }]
}

/** Of several people the first names, so that they fit. */
function short(address: Address, count: number): string {
  const name = display(address)
  return count > 1 && address.name ? (name.split(/[\s,]+/)[0] ?? name) : name
}
