import { render } from 'preact'
import './style/tokens.css'
import './style/base.css'
import './style/shell.css'
import './style/list.css'
import './style/read.css'
import { Database } from './cache/database.ts'
import { Tabs } from './cache/tabs.ts'
import { Language, type Tag } from './i18n/language.ts'
import { JmapClient } from './jmap/client.ts'
import { SignedOut } from './jmap/problems.ts'
import type { Session } from './jmap/types.ts'
import { Keeper } from './model/keeper.ts'
import { Accounts } from './model/accounts.ts'
import { Live } from './model/live.ts'
import { Mail } from './model/mail.ts'
import { Preferences } from './model/preferences.ts'
import { App } from './shell/App.tsx'
import { Navigation } from './shell/navigation.ts'

/** The page carries the session, so that the first request can be for mail. */
function embedded(): Session | undefined {
  const text = document.getElementById('session')?.textContent
  return text ? (JSON.parse(text) as Session) : undefined
}

/** Whether the user said that this is their own device. */
function mayKeep(): boolean {
  return document.getElementById('session')?.dataset['own'] === 'true'
}

/** Opens what is kept on this device for the account, and shows it. */
async function keep(mail: Mail, account: string): Promise<Keeper> {
  const tabs = new Tabs(crypto.randomUUID(), navigator.locks, new BroadcastChannel('tabs'))
  const keeper = new Keeper(mail, await Database.open(indexedDB, `mail of ${account}`), tabs)
  await keeper.restore()
  const before = sessionStorage.getItem('tab') ?? undefined
  sessionStorage.setItem('tab', tabs.own)
  await keeper.adopt(before)
  return keeper
}

/** Brings what one needs to write, so that one can without network, too. */
async function prepare(mail: Mail, language: Language): Promise<void> {
  await mail.sending.whoAmI()
  const { learnMore } = await import('./context/more.ts')
  await learnMore(language)
  await import('./compose/Composer.tsx')
}

const LATER_MILLISECONDS = 5000

/** The worker keeps the client's files and its page, so that it starts without network, those that came before it among them. */
function installWorker(): void {
  if (!('serviceWorker' in navigator) || !mayKeep()) return
  const types = (globalThis as { trustedTypes?: { createPolicy(name: string, rules: object): { createScriptURL(url: string): string } } }).trustedTypes
  const policy = types?.createPolicy('godwit', { createScriptURL: (url: string) => url })
  void navigator.serviceWorker.register(policy ? policy.createScriptURL('/sw.js') : '/sw.js', { scope: '/' }).catch(() => undefined) // an ornament
  void navigator.serviceWorker.ready.then(({ active }) => active?.postMessage(performance.getEntriesByType('resource').map(it => it.name)))
}

async function start(): Promise<void> {
  const fetching = (url: string, init?: RequestInit) => fetch(url, init)
  const session = embedded() ?? (await JmapClient.session(fetching))
  const preferences = new Preferences(localStorage)
  const language = new Language()
  await language.use((preferences.get('language') || Language.best(navigator.languages)) as Tag, navigator.languages)
  const timer = { after: (milliseconds: number, run: () => void) => void setTimeout(run, milliseconds) }
  const mail = new Mail(new JmapClient(session, fetching), timer)
  const accounts = new Accounts(mail, fetching, timer)
  const navigation = new Navigation()
  const app = document.getElementById('app') as HTMLElement
  app.replaceChildren()
  render(<App accounts={accounts} language={language} preferences={preferences} navigation={navigation} />, app)
  const keeper = mayKeep() ? await keep(mail, session.username).catch(() => undefined) : undefined // without it all works, but slower
  const asked = navigation.route.peek()
  await mail.start('account' in asked ? { at: 'list', mailbox: 'inbox' } : asked)
  keeper?.start()
  if (keeper) void mail.watch(keeper.rescue())
  installWorker()
  if (keeper) timer.after(LATER_MILLISECONDS, () => void prepare(mail, language).catch(() => undefined)) // it is brought when it is needed
  // a part of the page that is loaded later is gone since the server was renewed
  addEventListener('vite:preloadError', () => mail.online.peek() && mail.notices.complain('problem.newVersion'))
  await accounts.start()
  const live = new Live(accounts, {
    locks: navigator.locks,
    channel: name => new BroadcastChannel(name),
    events: url => new EventSource(url),
    after: timer.after,
  })
  live.start()
  addEventListener('online', () => live.look())
  addEventListener('offline', () => (mail.online.value = false))
  document.addEventListener('visibilitychange', () => document.visibilityState === 'visible' && live.look())
}

start().catch((problem: unknown) => {
  if (problem instanceof SignedOut) location.assign('/login')
  else throw problem
})
