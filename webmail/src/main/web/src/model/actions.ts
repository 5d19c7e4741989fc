import type { EmailRow, Id, Role } from '../jmap/types.ts'
import type { MailList } from './lists.ts'
import type { Notices } from './notices.ts'
import type { Outbox } from './outbox.ts'
import { keyword, move, type Patch } from './patches.ts'
import type { Deed, Powers } from './powers.ts'
import { isStarred, isUnread, type Store } from './store.ts'

/** Where rows were chosen: the list, and the mailbox that it shows, if it shows one. */
export interface Place {
  list: MailList | undefined
  mailbox: Id | undefined
}

/** What people do to messages. All of it shows at once and can be taken back. */
export class Actions {
  readonly powers: Powers
  private readonly store: Store
  private readonly outbox: Outbox
  private readonly notices: Notices
  private readonly destroy: (ids: readonly Id[]) => Promise<void>

  constructor(store: Store, outbox: Outbox, notices: Notices, powers: Powers, destroy: (ids: readonly Id[]) => Promise<void>) {
    this.powers = powers
    this.destroy = destroy
    this.store = store
    this.outbox = outbox
    this.notices = notices
  }

  /** Whether it may be done; what may not is not offered. */
  may(deed: Deed, place: Place, rows: readonly Id[]): boolean {
    return this.powers.own || this.powers.may(deed, rows.flatMap(id => this.members(place, id)), place.mailbox)
  }

  archive(place: Place, rows: readonly Id[]): void {
    this.moveTo(place, rows, 'archive', 'done.archived')
  }

  /** To the bin; what is there already is deleted for good. */
  delete(place: Place, rows: readonly Id[]): void {
    if (place.mailbox && place.mailbox === this.store.roles.peek().get('trash')?.id) {
      const ids = rows.flatMap(id => this.members(place, id)).map(it => it.id)
      place.list?.take(new Set(rows))
      void this.destroy(ids)
      this.notices.say('done.destroyed', { count: rows.length })
      return
    }
    this.moveTo(place, rows, 'trash', 'done.deleted')
  }

  spam(place: Place, rows: readonly Id[]): void {
    this.moveTo(place, rows, 'junk', 'done.spam', keyword('$junk', true))
  }

  notSpam(place: Place, rows: readonly Id[]): void {
    this.moveTo(place, rows, 'inbox', 'done.notSpam', { ...keyword('$junk', false), ...keyword('$notjunk', true) })
  }

  /** Moves to the mailbox of a role, or to one by its id. */
  moveTo(place: Place, rows: readonly Id[], to: Role | { id: Id }, said = 'done.moved', besides: Patch = {}): void {
    const target = typeof to === 'string' ? this.store.roles.peek().get(to)?.id : to.id
    if (!target) {
      this.notices.complain('problem.noMailbox', { role: typeof to === 'string' ? to : '' })
      return
    }
    const wanted = new Map<Id, Patch>()
    for (const email of rows.flatMap(id => this.moved(place, id))) {
      const from = this.left(place, email).filter(id => id !== target)
      wanted.set(email.id, { ...move(from, target), ...besides })
    }
    const name = this.store.mailboxes.peek().get(target)?.name ?? ''
    this.leave(place, rows, wanted, said, { mailbox: name }, target)
  }

  /** Puts a label on, or takes it off: a mailbox beside the one where the message is. */
  label(place: Place, rows: readonly Id[], mailbox: Id, on: boolean): void {
    const archive = this.store.roles.peek().get('archive')?.id
    const emails = rows.flatMap(id => this.members(place, id)).filter(it => Boolean(it.mailboxIds[mailbox]) !== on)
    const wanted = emails.map(it => {
      const last = !on && Object.keys(it.mailboxIds).length === 1 // a message is somewhere: without its only label, archived
      return [it.id, last && archive ? move([mailbox], archive) : ({ [`mailboxIds/${mailbox}`]: on ? true : null } as Patch)] as const
    })
    const batch = this.outbox.add(new Map(wanted))
    const name = this.store.mailboxes.peek().get(mailbox)?.name ?? ''
    this.said(on ? 'done.labelled' : 'done.unlabelled', rows.length, () => this.outbox.undo(batch), { mailbox: name })
  }

  read(place: Place, rows: readonly Id[], read: boolean): void {
    const emails = rows.flatMap(id => {
      const members = this.members(place, id)
      return read ? members.filter(isUnread) : members.slice(-1)
    })
    const batch = this.outbox.add(new Map(emails.map(it => [it.id, keyword('$seen', read)])))
    if (rows.length > 1) this.said(read ? 'done.read' : 'done.unread', rows.length, () => this.outbox.undo(batch))
  }

  star(place: Place, rows: readonly Id[], on: boolean): void {
    const emails = rows.flatMap(id => {
      const members = this.members(place, id)
      return on ? members.slice(-1) : members.filter(isStarred)
    })
    this.outbox.add(new Map(emails.map(it => [it.id, keyword('$flagged', on)])))
  }

  /** Whether answers to a conversation skip the inbox. */
  muted(row: Id): boolean {
    return this.whole(row).some(it => it.keywords['$muted'])
  }

  /** Has answers skip the inbox from now on, and takes out what lies there; or has them come again. */
  mute(place: Place, rows: readonly Id[], on: boolean): void {
    const roles = this.store.roles.peek()
    const inbox = roles.get('inbox')?.id
    const archive = roles.get('archive')?.id
    const wanted = rows.flatMap(id => this.whole(id)).map(it => {
      const goes = on && inbox && archive && it.mailboxIds[inbox] ? move([inbox], archive) : {}
      return [it.id, { ...keyword('$muted', on), ...goes }] as const
    })
    const taken = on && place.mailbox === inbox ? place.list?.take(new Set(rows)) : undefined
    const batch = this.outbox.add(new Map(wanted))
    this.said(on ? 'done.muted' : 'done.unmuted', rows.length, () => {
      this.outbox.undo(batch)
      if (taken) place.list?.giveBack(taken)
    })
  }

  /** All messages of a row's conversation that are known. */
  private whole(row: Id): EmailRow[] {
    const email = this.store.email(row).peek()
    return email ? (this.store.thread(email.threadId).peek() ?? [row]).flatMap(id => this.store.email(id).peek() ?? []) : []
  }

  /** One message's keyword, as a button in an open message sets it. */
  keyword(email: Id, name: string, on: boolean): void {
    this.outbox.add(new Map([[email, keyword(name, on)]]))
  }

  /** The messages that a row stands for: in a mailbox, those of the conversation that lie in it. */
  members(place: Place, row: Id): EmailRow[] {
    const email = this.store.email(row).peek()
    if (!email) return []
    if (!place.list?.query.collapse) return [email]
    const all = (this.store.thread(email.threadId).peek() ?? [row]).flatMap(id => this.store.email(id).peek() ?? [])
    const here = place.mailbox
    const there = here ? all.filter(it => it.mailboxIds[here]) : all
    return there.length > 0 ? there : [email]
  }

  /** Those of them that move: what one has sent or is writing stays where it is, unless one looks at it there. */
  moved(place: Place, row: Id): EmailRow[] {
    if (place.mailbox) return this.members(place, row)
    const own = (['sent', 'drafts', 'trash', 'junk'] as const).flatMap(role => this.store.roles.peek().get(role)?.id ?? [])
    const members = this.members(place, row)
    const others = members.filter(it => !own.some(id => it.mailboxIds[id]))
    return others.length > 0 ? others : members
  }

  /** The mailboxes that a message leaves when it moves. */
  private left(place: Place, email: EmailRow): Id[] {
    const here = place.mailbox
    return here && email.mailboxIds[here] ? [here] : Object.keys(email.mailboxIds)
  }

  private leave(
    place: Place, rows: readonly Id[], wanted: ReadonlyMap<Id, Patch>, said: string,
    values: Record<string, string>, target: Id,
  ): void {
    const goes = place.mailbox !== undefined && place.mailbox !== target
    const taken = goes ? place.list?.take(new Set(rows)) : undefined
    const batch = this.outbox.add(wanted)
    this.said(said, rows.length, () => {
      this.outbox.undo(batch)
      if (taken) place.list?.giveBack(taken)
    }, values)
  }

  private said(text: string, count: number, undo: () => void, values: Record<string, string> = {}): void {
    this.notices.say(text, { count, ...values }, undo)
  }
}
