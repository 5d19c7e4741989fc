import { useSignalEffect } from '@preact/signals'
import { useEffect, useMemo, useState } from 'preact/hooks'
import { type Compose, SurroundingsContext, type Surroundings } from '../context/context.ts'
import type { Key, Language } from '../i18n/language.ts'
import type { Mail } from '../model/mail.ts'
import type { Preferences } from '../model/preferences.ts'
import { Toasts } from '../ui/Toasts.tsx'
import { Layout } from './Layout.tsx'
import type { Navigation } from './navigation.ts'
import { ShortcutHelp } from './ShortcutHelp.tsx'
import { useShortcuts } from './useShortcuts.ts'

interface AppProperties {
  mail: Mail
  language: Language
  preferences: Preferences
  navigation: Navigation
}

/** The whole page. */
export function App({ mail, language, preferences, navigation }: AppProperties) {
  const [composing, setComposing] = useState<Compose>()
  const [help, setHelp] = useState(false)
  const surroundings = useMemo<Surroundings>(
    () => ({ mail, language, preferences, route: navigation.route, go: navigation.go, compose: setComposing }),
    [mail, language, preferences, navigation],
  )
  const { route } = navigation

  useSignalEffect(() => {
    if (mail.store.mailboxes.value.size > 0) mail.show(route.value)
  })
  useSignalEffect(() => {
    document.documentElement.lang = language.tag.value
    document.documentElement.dir = language.direction.value
    document.documentElement.dataset['theme'] = preferences.get('theme')
  })
  useSignalEffect(() => {
    if (mail.signedOut.value) location.assign('/login')
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
      {help && <ShortcutHelp close={() => setHelp(false)} />}
      <Notices mail={mail} language={language} />
    </SurroundingsContext.Provider>
  )
}

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
