import { computed, type ReadonlySignal, type Signal, signal } from '@preact/signals-core'
import { CONTACTS, type JmapClient } from '../jmap/client.ts'
import { MethodRefused } from '../jmap/problems.ts'
import { Request } from '../jmap/request.ts'
import type { Address, GetAnswer, Id, SetAnswer } from '../jmap/types.ts'
import { addressesOf, type Card, type Filled, isGroup, nameOf, toProperties } from './cards.ts'

const AT_ONCE = 200

/** The people and groups of the address book. They are asked for when somebody wants them. */
export class Contacts {
  readonly cards: Signal<ReadonlyMap<Id, Card> | undefined> = signal(undefined)
  readonly people: ReadonlySignal<Card[]> = computed(() => this.sorted(it => !isGroup(it)))
  readonly groups: ReadonlySignal<Card[]> = computed(() => this.sorted(isGroup))
  private readonly client: JmapClient
  private book: Id | undefined
  private loading: Promise<void> | undefined

  constructor(client: JmapClient) {
    this.client = client
  }

  get possible(): boolean {
    return this.client.can(CONTACTS)
  }

  /** Asks for all of them, once. */
  ensure(): Promise<void> {
    if (!this.possible || this.cards.peek()) return Promise.resolve()
    this.loading ??= this.load().finally(() => (this.loading = undefined))
    return this.loading
  }

  async load(): Promise<void> {
    const request = new Request()
    const accountId = this.client.accountId
    const books = request.call<GetAnswer<{ id: Id; isDefault: boolean }>>('AddressBook/get', { accountId, properties: ['id', 'isDefault'] })
    const cards = request.call<GetAnswer<Card>>('ContactCard/get', { accountId, ids: null })
    const response = await this.client.send(request)
    const list = response.of(books).list
    this.book = (list.find(it => it.isDefault) ?? list[0])?.id
    this.cards.value = new Map(response.of(cards).list.map(it => [it.id, it]))
  }

  /** Addresses of people whose name or address has a part; for groups all that belong to them. */
  suggest(part: string): Address[] {
    const wanted = part.toLowerCase()
    const said = (it: Address) => it.email.toLowerCase().includes(wanted) || it.name?.toLowerCase().includes(wanted)
    return this.people.peek().flatMap(addressesOf).filter(said)
  }

  byAddress(email: string): Card | undefined {
    return this.people.value.find(card => addressesOf(card).some(it => it.email.toLowerCase() === email.toLowerCase()))
  }

  members(group: Card): Card[] {
    return this.people.value.filter(it => group.members?.[it.uid])
  }

  async add(forms: readonly Filled[]): Promise<Id[]> {
    await this.ensure()
    const made: Id[] = []
    for (let from = 0; from < forms.length; from += AT_ONCE) {
      const part = forms.slice(from, from + AT_ONCE)
      const create = Object.fromEntries(part.map((form, index) => [`c${index}`, { ...withoutNulls(toProperties(form)), kind: 'individual', ...this.inBook() }]))
      const answer = await this.set({ create })
      made.push(...part.flatMap((_, index) => answer.created?.[`c${index}`]?.id ?? []))
    }
    await this.load()
    return made
  }

  async change(card: Card, form: Filled): Promise<void> {
    await this.set({ update: { [card.id]: toProperties(form, card) } })
    await this.load()
  }

  async addGroup(name: string): Promise<void> {
    await this.set({ create: { g: { kind: 'group', name: { '@type': 'Name', full: name }, members: {}, ...this.inBook() } } })
    await this.load()
  }

  /** Puts a person into a group, or takes them out. */
  async join(group: Card, person: Card, member: boolean): Promise<void> {
    const members = { ...group.members }
    if (member) members[person.uid] = true
    else delete members[person.uid]
    await this.set({ update: { [group.id]: { members } } })
    await this.load()
  }

  async remove(card: Card): Promise<void> {
    await this.set({ destroy: [card.id] })
    await this.load()
  }

  private inBook(): { addressBookIds: Record<Id, true> } {
    return { addressBookIds: this.book ? { [this.book]: true } : {} }
  }

  private async set(change: Record<string, unknown>): Promise<SetAnswer> {
    const answer = await this.client.call<SetAnswer>('ContactCard/set', change)
    const problem = Object.values({ ...answer.notCreated, ...answer.notUpdated, ...answer.notDestroyed })[0]
    if (problem) throw new MethodRefused('ContactCard/set', problem.type, problem.description ?? problem.type)
    return answer
  }

  private sorted(which: (card: Card) => boolean): Card[] {
    return [...(this.cards.value?.values() ?? [])].filter(which).sort((a, b) => nameOf(a).localeCompare(nameOf(b)))
  }
}

const withoutNulls = (properties: Record<string, unknown>) => Object.fromEntries(Object.entries(properties).filter(([, value]) => value !== null))
