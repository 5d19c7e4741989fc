import { useState } from 'preact/hooks'
import { SignIns, type Totp } from '../model/signins.ts'
import { Button } from '../ui/Button.tsx'
import { Copy, Input } from './Form.tsx'
import { useAnswerOf, useWord } from './surroundings.ts'

const signIns = new SignIns((url, init) => fetch(url, init))

/**
 * Sets a second factor up, which administering asks for; or says that it has to be shown.
 *
 * `password` is what was just chosen, when it was, and `done` what comes after.
 */
export function SecondFactor({ password: known, done }: { password?: string; done?: () => void }) {
  const word = useWord()
  const on = useAnswerOf(() => signIns.hasSecondFactor())
  const [password, setPassword] = useState(known ?? '')
  const [totp, setTotp] = useState<Totp>()
  const [code, setCode] = useState('')
  const [recovery, setRecovery] = useState<string[]>()
  const [problem, setProblem] = useState('')
  const [busy, setBusy] = useState(false)
  const submit = (event: Event) => {
    event.preventDefault()
    setBusy(true)
    const work: Promise<void> = totp ? signIns.confirmTotp(code).then(setRecovery) : signIns.beginTotp(password).then(setTotp)
    work.then(() => setProblem(''), (it: Error) => setProblem(it.message)).finally(() => setBusy(false))
  }
  if (on === undefined) return null
  if (on) {
    return (
      <form method="post" action="/logout">
        <p>{word('factorShow')}</p>
        <Button kind="primary" type="submit">{word('signInAgain')}</Button>
      </form>
    )
  }
  if (recovery) {
    return (
      <>
        <h2>{word('recovery')}</h2>
        <p>{word('recoveryHint')}</p>
        <p class="secret codes">{recovery.map(it => <code key={it}>{it}</code>)}</p>
        <div class="form-buttons">
          <Copy text={recovery.join('\n')} />
          <Button kind="primary" onClick={done ?? (() => location.reload())}>{word('goOn')}</Button>
        </div>
      </>
    )
  }
  return (
    <form class="form" onSubmit={submit}>
      <h2>{word('factorSetUp')}</h2>
      <p>{word('factorHint')}</p>
      {totp ? (
        <>
          <img class="qr" alt={word('qr')} src={`data:image/svg+xml,${encodeURIComponent(totp.qr)}`} />
          <p class="secret"><code>{totp.secret}</code></p>
          <Input field={{ name: 'code', label: word('code'), hint: word('codeHint') }} value={code} change={setCode} />
        </>
      ) : !known && <Input field={{ name: 'password', label: word('yourPassword'), kind: 'password' }} value={password} change={setPassword} />}
      {problem && <p class="wrong" role="alert">{problem}</p>}
      <div class="form-buttons"><Button kind="primary" type="submit" disabled={busy}>{word('goOn')}</Button></div>
      {!done && <p class="hint"><a href="/login/passkey/settings">{word('orPasskey')}</a></p>}
    </form>
  )
}
