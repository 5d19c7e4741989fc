import { type Signal, signal } from '@preact/signals-core'

/** Where preferences are kept; a browser's localStorage has this shape. */
export interface Drawer {
  getItem(key: string): string | null
  setItem(key: string, value: string): void
}

const CHOICES = {
  theme: ['system', 'light', 'dark'],
  density: ['normal', 'compact'],
  pane: ['right', 'none'],
  images: ['ask', 'always'],
  shortcuts: ['on', 'off'],
  language: ['', 'en', 'de', 'fr', 'es', 'ar'],
  sidebar: ['open', 'closed'],
} as const

export type Preference = keyof typeof CHOICES
export type Choice<P extends Preference> = (typeof CHOICES)[P][number]

/** How somebody likes the page on this device. */
export class Preferences {
  private readonly signals = new Map<Preference, Signal<string>>()
  private readonly drawer: Drawer

  constructor(drawer: Drawer) {
    this.drawer = drawer
    for (const name of Object.keys(CHOICES) as Preference[]) {
      const kept = drawer.getItem(name)
      const choices: readonly string[] = CHOICES[name]
      this.signals.set(name, signal(kept !== null && choices.includes(kept) ? kept : (choices[0] as string)))
    }
  }

  get<P extends Preference>(name: P): Choice<P> {
    return this.signals.get(name)?.value as Choice<P>
  }

  set<P extends Preference>(name: P, value: Choice<P>): void {
    const here = this.signals.get(name)
    if (here) here.value = value
    this.drawer.setItem(name, value)
  }

  /** What can be chosen. */
  choices<P extends Preference>(name: P): readonly Choice<P>[] {
    return CHOICES[name]
  }

  /** A word for this device, by which the server knows it among others of the same person. */
  get device(): string {
    const kept = this.drawer.getItem('device') ?? crypto.randomUUID()
    this.drawer.setItem('device', kept)
    return kept
  }

  /** Senders whose pictures are always shown. */
  get trusted(): ReadonlySet<string> {
    return new Set((this.drawer.getItem('trusted') ?? '').split('\n').filter(Boolean))
  }

  trust(sender: string): void {
    this.drawer.setItem('trusted', [...this.trusted, sender.toLowerCase()].join('\n'))
  }

  /** What was searched for lately, the newest first. */
  get searches(): string[] {
    return (this.drawer.getItem('searches') ?? '').split('\n').filter(Boolean)
  }

  remember(search: string): void {
    this.drawer.setItem('searches', [search, ...this.searches.filter(it => it !== search)].slice(0, 8).join('\n'))
  }
}
