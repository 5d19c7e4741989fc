import { useState } from 'preact/hooks'
import { useMail, useText } from '../context/context.ts'
import type { SignIns } from '../model/signins.ts'
import { Button } from '../ui/Button.tsx'
import { Dialog } from '../ui/Dialog.tsx'
import { Field } from './Field.tsx'

const SCOPES = ['imap', 'smtp', 'pop3', 'sieve', 'jmap']

/** Makes a password for one program and shows it once. */
export function NewAppPassword({ signIns, close }: { signIns: SignIns; close: () => void }) {
  const mail = useMail()
  const text = useText()
  const [label, setLabel] = useState('')
  const [password, setPassword] = useState('')
  const [scopes, setScopes] = useState<readonly string[]>(['imap', 'smtp'])
  const [made, setMade] = useState('')
  const [problem, setProblem] = useState('')
  return (
    <Dialog title={text('security.newAppPassword')} close={close} closeLabel={text('action.close')}>
      {made ? (
        <>
          <p>{text('security.copyNow')}</p>
          <p class="secret"><code>{made}</code></p>
          <Button kind="primary" onClick={close}>{text('action.close')}</Button>
        </>
      ) : (
        <form
          onSubmit={event => {
            event.preventDefault()
            void mail.watch(signIns.makeAppPassword(password, label, scopes).then(setMade, (it: Error) => setProblem(it.message)))
          }}
        >
          <Field label={text('security.program')}><input type="text" required maxLength={100} value={label} onInput={event => setLabel(event.currentTarget.value)} /></Field>
          <fieldset class="scopes">
            <legend>{text('security.for')}</legend>
            {SCOPES.map(scope => (
              <label key={scope}>
                <input
                  type="checkbox"
                  checked={scopes.includes(scope)}
                  onChange={() => setScopes(scopes.includes(scope) ? scopes.filter(it => it !== scope) : [...scopes, scope])}
                />
                {scope.toUpperCase()}
              </label>
            ))}
          </fieldset>
          <Field label={text('security.password')}><input type="password" required autocomplete="current-password" value={password} onInput={event => setPassword(event.currentTarget.value)} /></Field>
          {problem && <p class="wrong" role="alert">{problem}</p>}
          <Button kind="primary" type="submit" disabled={scopes.length === 0}>{text('security.make')}</Button>
        </form>
      )}
    </Dialog>
  )
}
