import { Page } from './Page.tsx'
import { useAnswer, useWord } from './surroundings.ts'
import { Table } from './Table.tsx'

interface Line {
  key: string
  value: string
  from: string
  default: string
  help: string
  allowed: string
  variable: string
}

/** What is set, where, and what it does. It is changed in the settings file or the environment. */
export function SettingsList() {
  const word = useWord()
  const { value, problem } = useAnswer<Line[]>('settings show')
  return (
    <Page title={word('settings')} hint={word('settingsHint')} problem={problem}>
      <Table
        label={word('settings')}
        rows={value}
        empty={word('nothingFound')}
        filter={it => `${it.key} ${it.help} ${it.variable}`}
        columns={[
          { name: 'key', label: word('setting'), cell: it => <><code>{it.key}</code><small>{it.help}</small></> },
          { name: 'value', label: word('value'), cell: it => <><code>{it.value}</code><small>{it.from === 'default' ? word('isDefault') : it.from}</small></> },
          { name: 'allowed', label: word('allowed'), cell: it => <>{it.allowed}<small><code>{it.variable}</code></small></> },
        ]}
      />
    </Page>
  )
}
