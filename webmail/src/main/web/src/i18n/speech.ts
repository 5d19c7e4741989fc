import { computed, type ReadonlySignal, type Signal, signal } from '@preact/signals'

export const LANGUAGES = { en: 'English', de: 'Deutsch', fr: 'Français', es: 'Español', ar: 'العربية' } as const
export type Tag = keyof typeof LANGUAGES

type Plural = Partial<Record<Intl.LDMLPluralRule, string>>
export type Texts<Key extends string> = Partial<Record<Key, string | Plural>>
export type Others = Partial<Record<Tag, () => Promise<{ default: unknown }>>>
type Values = Record<string, string | number>

/** The language that the page speaks: texts, plurals, dates, numbers, direction. */
export class Speech<Key extends string> {
  readonly tag: Signal<Tag> = signal('en')
  /** What was learned, room by room; English is what is said where another language has no word. */
  private readonly rooms: { english: Texts<Key>; others: Others }[]
  private readonly texts: Signal<Texts<Key>>
  readonly direction: ReadonlySignal<'ltr' | 'rtl'> = computed(() => (this.tag.value === 'ar' ? 'rtl' : 'ltr'))
  /** The language with the habits of a country, for dates and numbers. */
  private readonly region: Signal<string> = signal('en')
  private readonly plurals = computed(() => new Intl.PluralRules(this.tag.value))
  private readonly numbers = computed(() => new Intl.NumberFormat(this.region.value))

  constructor(english: Texts<Key>, others: Others) {
    this.rooms = [{ english, others }]
    this.texts = signal(english)
  }

  /** The first language of a list that we know. */
  static best(wanted: readonly string[]): Tag {
    const known = wanted.map(it => it.slice(0, 2).toLowerCase()).find(it => it in LANGUAGES)
    return (known ?? 'en') as Tag
  }

  /** Speaks a language, with the habits of the first country that is wished for with it. */
  async use(tag: Tag, wanted: readonly string[]): Promise<void> {
    const rooms = await Promise.all(this.rooms.map(room => said(room, tag)))
    this.texts.value = Object.assign({}, ...rooms) as Texts<Key>
    this.tag.value = tag in LANGUAGES ? tag : 'en'
    this.region.value = wanted.find(it => it.slice(0, 2).toLowerCase() === this.tag.value) ?? this.tag.value
  }

  knows(english: Texts<Key>): boolean {
    return this.rooms.some(room => room.english === english)
  }

  /** Learns the texts of a room that is loaded later than the page. */
  async learn(english: Texts<Key>, others: Others): Promise<void> {
    if (this.knows(english)) return
    const texts = await said({ english, others }, this.tag.peek())
    this.rooms.push({ english, others })
    this.texts.value = { ...this.texts.peek(), ...texts }
  }

  /** A text, with its values in the places of `{name}`; `count` chooses the plural. */
  text(key: Key, values: Values = {}): string {
    const found = this.texts.value[key] ?? key
    const count = values['count']
    const form = typeof found === 'string' ? found : (found[this.plurals.value.select(Number(count))] ?? found.other ?? key)
    return form.replace(/\{(\w+)\}/g, (whole, name: string) => {
      const value = values[name]
      return value === undefined ? whole : typeof value === 'number' ? this.numbers.value.format(value) : value
    })
  }

  number(value: number): string {
    return this.numbers.value.format(value)
  }

  /** A size as people read it. */
  size(bytes: number): string {
    const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const
    const step = Math.min(units.length - 1, bytes < 1000 ? 0 : Math.floor(Math.log10(bytes) / 3))
    return new Intl.NumberFormat(this.region.value, {
      style: 'unit', unit: units[step] as string, unitDisplay: step === 0 ? 'long' : 'short', maximumFractionDigits: step > 1 ? 1 : 0,
    }).format(bytes / 1000 ** step)
  }

  days(count: number): string {
    return new Intl.NumberFormat(this.region.value, { style: 'unit', unit: 'day', unitDisplay: 'long' }).format(count)
  }

  /** A time in a list: of today the hour, of this year the day, else the date. */
  short(date: Date, now = new Date()): string {
    if (date.toDateString() === now.toDateString()) return this.date(date, { timeStyle: 'short' })
    if (date.getFullYear() === now.getFullYear()) return this.date(date, { month: 'short', day: 'numeric' })
    return this.date(date, { dateStyle: 'short' })
  }

  /** A time in full. */
  long(date: Date): string {
    return this.date(date, { dateStyle: 'full', timeStyle: 'short' })
  }

  medium(date: Date): string {
    return this.date(date, { dateStyle: 'medium', timeStyle: 'short' })
  }

  /** From one time to another. */
  span(start: Date, end: Date | undefined, wholeDay: boolean): string {
    const how: Intl.DateTimeFormatOptions = wholeDay ? { dateStyle: 'full' } : { dateStyle: 'full', timeStyle: 'short' }
    const last = end && wholeDay ? new Date(end.getTime() - 1) : end // the end of a day is the beginning of the next
    return last ? new Intl.DateTimeFormat(this.region.value, how).formatRange(start, last) : this.date(start, how)
  }

  private date(date: Date, how: Intl.DateTimeFormatOptions): string {
    return Number.isNaN(date.getTime()) ? '' : new Intl.DateTimeFormat(this.region.value, how).format(date)
  }

  compare = (a: string, b: string): number => a.localeCompare(b, this.tag.value, { numeric: true })

  /** Several things as one phrase. */
  join(parts: readonly string[]): string {
    return new Intl.ListFormat(this.tag.value, { type: 'conjunction', style: 'narrow' }).format(parts)
  }
}

async function said<Key extends string>({ english, others }: { english: Texts<Key>; others: Others }, tag: Tag): Promise<Texts<Key>> {
  const other = others[tag]
  return other ? { ...english, ...((await other()).default as Texts<Key>) } : english
}
