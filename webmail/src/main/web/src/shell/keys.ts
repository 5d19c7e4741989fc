import type { Surroundings } from '../context/context.ts'
import type { Id } from '../jmap/types.ts'
import type { Deed } from '../model/powers.ts'
import { isStarred, isUnread } from '../model/store.ts'

/** What the keys of the page do. Each of them is a button somewhere, too. */
export class Keys {
  private readonly here: Surroundings
  private readonly help: () => void

  constructor(here: Surroundings, help: () => void) {
    this.here = here
    this.help = help
  }

  /** Whether the key was one of ours. */
  press(key: string): boolean {
    const act = this.table[key]
    act?.()
    return act !== undefined
  }

  private readonly table: Record<string, () => void> = {
    j: () => this.step(1),
    k: () => this.step(-1),
    ArrowDown: () => this.step(1),
    ArrowUp: () => this.step(-1),
    o: () => this.open(),
    Enter: () => this.open(),
    u: () => this.close(),
    Escape: () => (this.mail.selection.chosen.peek().size > 0 ? this.mail.selection.clear() : this.close()),
    x: () => this.cursor && this.mail.selection.toggle(this.cursor),
    e: () => this.leave('archive', rows => this.mail.actions.archive(this.mail.place, rows)),
    '#': () => this.leave('delete', rows => this.mail.actions.delete(this.mail.place, rows)),
    Delete: () => this.leave('delete', rows => this.mail.actions.delete(this.mail.place, rows)),
    '!': () => this.leave('spam', rows => this.mail.actions.spam(this.mail.place, rows)),
    s: () => this.star(),
    b: () => this.menu('b'),
    m: () => this.mute(),
    v: () => this.menu('v'),
    l: () => this.menu('l'),
    n: () => this.message(1),
    p: () => this.message(-1),
    r: () => this.answer('reply'),
    a: () => this.answer('replyAll'),
    f: () => this.answer('forward'),
    c: () => this.here.compose({ kind: 'new' }),
    z: () => this.mail.notices.undo(),
    '/': () => document.getElementById('search')?.focus(),
    '?': () => this.help(),
    I: () => this.read(true),
    U: () => this.read(false),
    'g i': () => this.here.go({ at: 'list', mailbox: 'inbox' }),
    'g s': () => this.here.go({ at: 'list', mailbox: 'starred' }),
    'g d': () => this.here.go({ at: 'list', mailbox: 'drafts' }),
    'g t': () => this.here.go({ at: 'list', mailbox: 'sent' }),
    'g c': () => this.here.go({ at: 'contacts' }),
    'g a': () => this.here.go({ at: 'list', mailbox: 'all' }),
    '* a': () => this.choose(() => true),
    '* n': () => this.mail.selection.clear(),
    '* r': () => this.choose(id => !this.unread(id)),
    '* u': () => this.choose(id => this.unread(id)),
  }

  private get mail() {
    return this.here.mail
  }

  private get cursor(): Id | undefined {
    return this.openRow ?? this.mail.selection.cursor.peek()
  }

  private get openRow(): Id | undefined {
    const route = this.here.route.peek()
    const thread = 'thread' in route ? route.thread : undefined
    return thread && this.mail.list.peek()?.known().find(id => this.mail.store.email(id).peek()?.threadId === thread)
  }

  /** What keys act on: the chosen rows, else the open one, else the one with the cursor. */
  private get rows(): Id[] {
    const chosen = [...this.mail.selection.chosen.peek()]
    return chosen.length > 0 ? chosen : this.cursor ? [this.cursor] : []
  }

  private step(by: number): void {
    const list = this.mail.list.peek()
    if (!list) return
    const position = this.cursor ? list.positionOf(this.cursor) + by : 0
    const next = list.at(Math.max(0, position))
    if (!next) return
    this.mail.selection.cursor.value = next
    if (this.openRow) this.open()
    requestAnimationFrame(() => document.querySelector<HTMLElement>(`[data-id="${CSS.escape(next)}"] .row-link`)?.focus({ preventScroll: true }))
  }

  private open(): void {
    const route = this.here.route.peek()
    const row = this.mail.selection.cursor.peek()
    const thread = row && this.mail.store.email(row).peek()?.threadId
    if (!thread || (route.at !== 'list' && route.at !== 'search')) return
    const { email: _, ...rest } = route
    this.here.go({ ...rest, thread })
  }

  private close(): void {
    const route = this.here.route.peek()
    if (route.at === 'settings' || route.at === 'contacts') return this.here.go({ at: 'list', mailbox: 'inbox' })
    if ((route.at !== 'list' && route.at !== 'search') || !route.thread) return
    const { thread: _, email: __, ...rest } = route
    this.here.go(rest)
  }

  private may(deed: Deed): boolean {
    return this.mail.actions.may(deed, this.mail.place, this.rows)
  }

  private read(on: boolean): void {
    if (this.may('read')) this.mail.actions.read(this.mail.place, this.rows, on)
  }

  private leave(deed: Deed, act: (rows: Id[]) => void): void {
    const rows = this.rows
    const list = this.mail.list.peek()
    if (rows.length === 0 || !list || !this.may(deed)) return
    const open = this.openRow
    if (open) this.mail.selection.cursor.value = open
    this.mail.selection.leave(list, rows)
    act(rows)
    if (!open || !rows.includes(open)) return
    if (this.mail.selection.cursor.peek()) this.open()
    else this.close()
  }

  private star(): void {
    const rows = this.rows
    if (!this.may('star')) return
    const on = !rows.some(id => this.mail.actions.members(this.mail.place, id).some(isStarred))
    this.mail.actions.star(this.mail.place, rows, on)
  }

  private mute(): void {
    const rows = this.rows
    if (!this.mail.actions.powers.own) return
    if (rows.some(id => this.mail.actions.muted(id))) this.mail.actions.mute(this.mail.place, rows, false)
    else this.leave('archive', all => this.mail.actions.mute(this.mail.place, all, true))
  }

  private answer(kind: 'reply' | 'replyAll' | 'forward'): void {
    const row = this.openRow
    const thread = row && this.mail.store.email(row).peek()?.threadId
    const last = thread && this.mail.store.conversation(thread).findLast(it => !it.keywords['$draft'])
    if (last) this.here.compose({ kind, email: last.id })
  }

  /** Opens the menu of a key. In a list it is there for chosen rows, so the one with the cursor is chosen. */
  private menu(key: string): void {
    const button = () => [...document.querySelectorAll<HTMLElement>(`[data-menu=${key}]`)].filter(it => it.offsetParent).at(-1)
    if (!button() && this.cursor) this.mail.selection.choose([this.cursor])
    const open = button()
    if (open) open.click()
    else requestAnimationFrame(() => button()?.click())
  }

  /** To another message of the open conversation, which opens. */
  private message(by: number): void {
    const all = [...document.querySelectorAll<HTMLElement>('.read-pane .message')]
    const focused = all.findIndex(it => it.contains(document.activeElement))
    const here = focused >= 0 ? focused : all.findIndex(it => it.getBoundingClientRect().bottom > 160)
    const next = all[Math.min(all.length - 1, Math.max(0, here + by))]
    const toggle = next?.querySelector<HTMLElement>('.message-toggle')
    if (next?.classList.contains('folded')) toggle?.click()
    toggle?.focus({ preventScroll: true })
    next?.scrollIntoView({ block: 'start' })
  }

  private choose(which: (id: Id) => boolean): void {
    this.mail.selection.choose((this.mail.list.peek()?.known() ?? []).filter(which))
  }

  private unread(id: Id): boolean {
    return this.mail.actions.members(this.mail.place, id).some(isUnread)
  }
}
