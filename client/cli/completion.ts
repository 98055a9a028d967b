import { OPERATIONS, type OperationName } from '../../contracts/operations.ts';
import { commandOf, fieldsOf, flagOf, UsageError } from './arguments.ts';
import { OWN_COMMANDS } from './help.ts';

const GLOBAL_FLAGS = ['--url', '--profile', '--json', '--watch', '--out', '--help'];

/** A completion script made from the operation table. Errors: UsageError for a shell we have none for. */
export function completionScript(shell: string): string {
  const names = Object.keys(OPERATIONS) as OperationName[];
  const flagsOf = (name: OperationName) => fieldsOf(name).flags.map(({ name: field }) => `--${flagOf(field)}`);
  const commands = [...names.map(commandOf), ...Object.keys(OWN_COMMANDS)];
  if (shell === 'bash' || shell === 'zsh') {
    const cases = names.map((name) => `    ${commandOf(name)}) flags="${flagsOf(name).join(' ')}" ;;`);
    return `${shell === 'zsh' ? 'autoload -U +X bashcompinit && bashcompinit\n' : ''}_pipeline() {
  local word="\${COMP_WORDS[COMP_CWORD]}" flags=""
  if [ "$COMP_CWORD" -eq 1 ]; then
    COMPREPLY=( $(compgen -W "${commands.join(' ')}" -- "$word") )
    return
  fi
  case "\${COMP_WORDS[1]}" in
${cases.join('\n')}
  esac
  case "$word" in
    -*) COMPREPLY=( $(compgen -W "$flags ${GLOBAL_FLAGS.join(' ')}" -- "$word") ) ;;
    *) COMPREPLY=( $(compgen -f -- "$word") ) ;;
  esac
}
complete -o filenames -F _pipeline pipeline`;
  }
  if (shell !== 'fish')
    throw new UsageError(`no completion for ${shell || 'an unnamed shell'}; name bash, zsh or fish`);
  return [
    `complete -c pipeline -n __fish_use_subcommand -f -a "${commands.join(' ')}"`,
    ...names.flatMap((name) =>
      fieldsOf(name).flags.map(
        ({ name: field }) =>
          `complete -c pipeline -n "__fish_seen_subcommand_from ${commandOf(name)}" -l ${flagOf(field)}`,
      ),
    ),
    ...GLOBAL_FLAGS.map((flag) => `complete -c pipeline -l ${flag.slice(2)}`),
  ].join('\n');
}
