import { useSignalEffect } from '@preact/signals'
import { Suspense } from 'preact/compat'
import { useEffect, useMemo, useState } from 'preact/hooks'
import { late } from '../context/late.tsx'
import { type Compose, SurroundingsContext, type Surroundings } from '../context/context.ts'
import type { Key, Language } from '../i18n/language.ts'
import type { Accounts } from '../model/accounts.ts'
import type { Mail } from '../model/mail.ts'
import type { Route } from '../model/routes.ts'
import type { Preferences } from '../model/preferences.ts'
import { Toasts } from '../ui/Toasts.tsx'
import { Layout } from './Layout.tsx'
import type { Navigation } from './navigation.ts'
import { useShortcuts } from './useShortcuts.ts'

const ShortcutHelp = late(async () => ({ default: (await import('./ShortcutHelp.tsx')).ShortcutHelp }))

interface AppProperties {
  accounts: Accounts
  language: Language
  preferences: Preferences
  navigation: Navigation
}

/** The whole page. */
export function App({ accounts, language, preferences, navigation }: AppProperties) {
  const [composing, setComposing] = useState<Compose>()
  const [help, setHelp] = useState(false)
  const { route } = navigation
  const mail = accounts.of(accountOf(route.value))
  const surroundings = useMemo<Surroundings>(
    () => ({
      mail, accounts, language, preferences, route, go: navigation.go,
      compose: what => setComposing(mail !== accounts.own && what.kind !== 'new' && what.kind !== 'draft' ? { ...what, account: mail.client.accountId } : what),
    }),
    [mail, accounts, language, preferences, navigation],
  )

  useSignalEffect(() => {
    const current = accounts.of(accountOf(route.value))
    if (current.store.mailboxes.value.size > 0) current.show(route.value)
  })
  useSignalEffect(() => {
    document.documentElement.lang = language.tag.value
    document.documentElement.dir = language.direction.value
    document.documentElement.dataset['theme'] = preferences.get('theme')
  })
  useSignalEffect(() => {
    if ([accounts.own, ...accounts.shared.value].some(it => it.signedOut.value)) location.assign('/login')
  })
  useEffect(() => {
    const here = route.peek()
    if (here.at !== 'compose') return
    const { at: _, draft, ...fields } = here
    setComposing(draft ? { kind: 'draft', email: draft } : { kind: 'new', ...fields })
    navigation.go({ at: 'list', mailbox: 'inbox' }, true)
  }, [route.value])
  useShortcuts(surroundings, () => setHelp(true))

  return (
    <SurroundingsContext.Provider value={surroundings}>
      <Layout composing={composing} closeComposer={() => setComposing(undefined)} showHelp={() => setHelp(true)} />
      {help && <Suspense fallback={null}><ShortcutHelp close={() => setHelp(false)} /></Suspense>}
      <Notices mail={mail} language={language} />
    </SurroundingsContext.Provider>
  )
}

const accountOf = (route: Route) => (route.at === 'list' ? route.account : undefined)

function Notices({ mail, language }: { mail: Mail; language: Language }) {
  return (
    <Toasts
      list={mail.notices.list.value.map(it => ({ id: it.id, bad: it.bad, undo: it.undo, text: language.text(it.text as Key, it.values) }))}
      undoLabel={language.text('action.undo')}
      closeLabel={language.text('action.close')}
      close={id => mail.notices.close(id)}
    />
  )
}
