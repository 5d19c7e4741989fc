import { render } from 'preact'
import './style/tokens.css'
import './style/base.css'
import './style/shell.css'
import './style/list.css'
import './style/read.css'
import { Language, type Tag } from './i18n/language.ts'
import { JmapClient } from './jmap/client.ts'
import { SignedOut } from './jmap/problems.ts'
import type { Session } from './jmap/types.ts'
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

async function start(): Promise<void> {
  const fetching = (url: string, init?: RequestInit) => fetch(url, init)
  const session = embedded() ?? (await JmapClient.session(fetching))
  const preferences = new Preferences(localStorage)
  const language = new Language()
  await language.use((preferences.get('language') || Language.best(navigator.languages)) as Tag, navigator.languages)
  const timer = { after: (milliseconds: number, run: () => void) => void setTimeout(run, milliseconds) }
  const mail = new Mail(new JmapClient(session, fetching), timer)
  const navigation = new Navigation()
  const app = document.getElementById('app') as HTMLElement
  app.replaceChildren()
  render(<App mail={mail} language={language} preferences={preferences} navigation={navigation} />, app)
  await mail.start(navigation.route.peek())
  const live = new Live(mail, {
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
