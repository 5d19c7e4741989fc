/** What a rule looks at. */
export type Field = 'from' | 'to' | 'subject' | 'list' | 'body'
export type How = 'contains' | 'is' | 'not'

export interface Test {
  field: Field
  how: How
  value: string
}

/** One filter as people read it: when some or all of this fits, do that. */
export interface Rule {
  on: boolean
  all: boolean
  tests: Test[]
  /** Path of the folder that it goes to. */
  move: string
  /** Besides where it would be: a label. */
  label: string
  star: boolean
  read: boolean
  remove: boolean
  forward: string
}

export const EMPTY_RULE: Rule = {
  on: true, all: true, tests: [{ field: 'from', how: 'contains', value: '' }], move: '', label: '', star: false, read: false, remove: false, forward: '',
}

export const FIELDS: readonly Field[] = ['from', 'to', 'subject', 'list', 'body']
export const HOWS: readonly How[] = ['contains', 'is', 'not']

const HEAD = '# Made by the rules of the webmail. Whoever edits it by hand edits it there from now on.'
const MARK = '# rule: '

/** The rules as a Sieve script (RFC 5228), with each rule beside it as it was filled in. */
export function writeScript(rules: readonly Rule[]): string {
  const bodies = rules.map(rule => [`${MARK}${JSON.stringify(rule)}`, ...(rule.on && canRun(rule) ? [command(rule)] : [])].join('\n'))
  const all = bodies.join('\n')
  const needed = ['body', 'copy', 'fileinto', 'imap4flags', 'mailbox'].filter(it => NEEDS[it]?.test(all.replace(/^# .*$/gm, '')))
  return [HEAD, ...(needed.length > 0 ? [`require [${needed.map(it => `"${it}"`).join(', ')}];`] : []), ...bodies, ''].join('\n')
}

/** The rules of a script that is ours and was not changed by others; nothing for any other. */
export function readScript(script: string): Rule[] | undefined {
  try {
    const rules = script.split('\n').filter(it => it.startsWith(MARK)).map(it => ({ ...EMPTY_RULE, ...(JSON.parse(it.slice(MARK.length)) as Rule) }))
    return writeScript(rules).trim() === script.replace(/\r\n/g, '\n').trim() ? rules : undefined
  } catch {
    return undefined
  }
}

/** Whether it says when, and does something. */
export function canRun(rule: Rule): boolean {
  const does = rule.move || rule.label || rule.star || rule.read || rule.remove || rule.forward
  return Boolean(does) && rule.tests.length > 0 && rule.tests.every(it => it.value.trim() !== '')
}

const NEEDS: Record<string, RegExp> = {
  body: /\bbody :/, copy: /:copy/, fileinto: /\bfileinto\b/, imap4flags: /\baddflag\b/, mailbox: /:create/,
}

function command(rule: Rule): string {
  const flags = [rule.read && '\\Seen', rule.star && '\\Flagged'].filter(it => it !== false)
  const actions = [
    ...(flags.length > 0 ? [`addflag [${flags.map(quoted).join(', ')}];`] : []),
    ...(rule.forward ? [`redirect :copy ${quoted(rule.forward)};`] : []),
    ...(rule.label && !rule.remove ? [`fileinto :copy :create ${quoted(rule.label)};`] : []),
    ...(rule.remove ? ['discard;', 'stop;'] : rule.move ? [`fileinto :create ${quoted(rule.move)};`, 'stop;'] : []),
  ]
  return `if ${rule.all ? 'allof' : 'anyof'} (${rule.tests.map(test).join(', ')}) {\n${actions.map(it => `  ${it}\n`).join('')}}`
}

function test({ field, how, value }: Test): string {
  const match = how === 'is' ? ':is' : ':contains'
  const wanted = quoted(value.trim())
  const said = {
    from: `address ${match} "from" ${wanted}`,
    to: `address ${match} ["to", "cc"] ${wanted}`,
    subject: `header ${match} "subject" ${wanted}`,
    list: `header ${match} ["list-id", "list-post"] ${wanted}`,
    body: `body :text ${match} ${wanted}`,
  }[field]
  return how === 'not' ? `not ${said}` : said
}

/** A string of Sieve (RFC 5228 §2.4.2), which may not hold a NUL. */
const quoted = (text: string): string => `"${text.replaceAll('\0', '').replace(/["\\]/g, '\\$&')}"`
