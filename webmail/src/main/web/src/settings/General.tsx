import { useSurroundings, useText } from '../context/context.ts'
import { type Key, Language, LANGUAGES, type Tag } from '../i18n/language.ts'
import type { Preference } from '../model/preferences.ts'
import { Field } from './Field.tsx'

const CHOICES: { name: Exclude<Preference, 'language' | 'sidebar'>; label: Key; hint?: Key }[] = [
  { name: 'theme', label: 'settings.theme' },
  { name: 'density', label: 'settings.density' },
  { name: 'pane', label: 'settings.pane' },
  { name: 'images', label: 'settings.images', hint: 'settings.imagesHint' },
  { name: 'shortcuts', label: 'settings.shortcuts', hint: 'settings.shortcutsHint' },
]

/** Looks and habits; they are of this device. */
export function General() {
  const { preferences, language } = useSurroundings()
  const text = useText()
  return (
    <>
      <Field label={text('settings.language')}>
        <select
          value={preferences.get('language')}
          onChange={event => {
            const tag = event.currentTarget.value as Tag | ''
            preferences.set('language', tag)
            void language.use(tag || Language.best(navigator.languages), navigator.languages)
          }}
        >
          <option value="">{text('settings.ofBrowser')}</option>
          {Object.entries(LANGUAGES).map(([tag, name]) => <option key={tag} value={tag} lang={tag}>{name}</option>)}
        </select>
      </Field>
      {CHOICES.map(({ name, label, hint }) => (
        <Field key={name} label={text(label)} {...(hint ? { hint: text(hint) } : {})}>
          <select value={preferences.get(name)} onChange={event => preferences.set(name, event.currentTarget.value as never)}>
            {preferences.choices(name).map(choice => <option key={choice} value={choice}>{text(`choice.${choice}` as Key)}</option>)}
          </select>
        </Field>
      ))}
      <p class="hint"><a href="/licences.txt" target="_blank" rel="noopener">{text('settings.licences')}</a></p>
    </>
  )
}
