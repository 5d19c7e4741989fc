import { Page, Waiting } from './Page.tsx'
import { useAnswer, useSurroundings, useWord } from './surroundings.ts'

interface Shown {
  names: string[]
  issuer: string
  selfSigned: boolean
  begins: string
  ends: string
  daysLeft: number
  key: string
}

/** What others see of the server under TLS. */
export function Certificate() {
  const word = useWord()
  const { words } = useSurroundings()
  const { value, problem } = useAnswer<Shown>('certificate')
  return (
    <Page title={word('certificate')} hint={word('certificateHint')} problem={problem}>
      {!value ? !problem && <Waiting /> : (
        <>
          {value.selfSigned && <p class="wrong">{word('selfSignedHint')}</p>}
          <dl class="facts">
            <div><dt>{word('names')}</dt><dd><ul>{value.names.map(it => <li key={it}><code>{it}</code></li>)}</ul></dd></div>
            <div><dt>{word('issuer')}</dt><dd><bdi>{value.issuer}</bdi></dd></div>
            <div><dt>{word('begins')}</dt><dd>{words.medium(new Date(value.begins))}</dd></div>
            <div><dt>{word('ends')}</dt><dd>{words.medium(new Date(value.ends))} ({word('days', { count: value.daysLeft })})</dd></div>
            <div><dt>{word('kind')}</dt><dd>{value.key}</dd></div>
          </dl>
        </>
      )}
    </Page>
  )
}
