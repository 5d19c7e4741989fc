import { Button } from '../ui/Button.tsx'
import { Page, Waiting } from './Page.tsx'
import { useAnswer, useMay, useSurroundings, useWord } from './surroundings.ts'

interface Shown {
  names: string[]
  issuer: string
  selfSigned: boolean
  begin: string
  end: string
  days: number
  /** Who gives certificates by themselves, when somebody does, and how that goes. */
  authority?: string
  renewal?: string | null
  failure?: string | null
}

/** What others see of the server under TLS. */
export function Certificate() {
  const word = useWord()
  const may = useMay()
  const { api, words, notices } = useSurroundings()
  const { value, problem, reload } = useAnswer<Shown>('tls status')
  const renew = () => void api.change<{ message?: string }>('tls renew', {}).then(
    it => {
      notices.say(it.message ?? word('done'))
      reload()
    },
    (it: Error) => notices.say(it.message, true),
  )
  return (
    <Page title={word('certificate')} hint={word('certificateHint')} problem={problem} actions={value?.authority && may('tls renew') && <Button icon="refresh-cw" onClick={renew}>{word('renew')}</Button>}>
      {!value ? !problem && <Waiting /> : (
        <>
          {value.selfSigned && <p class="wrong">{word('selfSignedHint')}</p>}
          {value.failure && <p class="wrong">{value.failure}</p>}
          <dl class="facts">
            <div><dt>{word('names')}</dt><dd><ul>{value.names.map(it => <li key={it}><code>{it}</code></li>)}</ul></dd></div>
            <div><dt>{word('issuer')}</dt><dd><bdi>{value.issuer}</bdi></dd></div>
            <div><dt>{word('begins')}</dt><dd>{words.medium(new Date(value.begin))}</dd></div>
            <div><dt>{word('ends')}</dt><dd>{words.medium(new Date(value.end))} ({word('days', { count: value.days })})</dd></div>
            {value.renewal && <div><dt>{word('renewal')}</dt><dd>{words.medium(new Date(value.renewal))}</dd></div>}
          </dl>
        </>
      )}
    </Page>
  )
}
