// `espulse completion`: the scripts by which a shell completes a command line. They hold no list of
// their own and ask the program (candidates.ts), so that they stay right after an update.
import { Argument } from "commander";
import type { Verb } from "./command.ts";
import { ASK } from "./program.ts";

/** How a shell asks: the words up to the cursor, the last being the one that is written. */
const SCRIPTS = {
  bash: `# bash completion of espulse
_espulse() {
  local current=\${COMP_WORDS[COMP_CWORD]} word meaning
  COMPREPLY=()
  while IFS=$'\\t' read -r word meaning; do
    case $word in
      :files) compopt -o filenames; while read -r word; do COMPREPLY+=("$word"); done < <(compgen -f -- "$current") ;;
      :folders) compopt -o filenames; while read -r word; do COMPREPLY+=("$word"); done < <(compgen -d -- "$current") ;;
      *) COMPREPLY+=("$word") ;;
    esac
  done < <("$1" ${ASK} "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
}
complete -F _espulse espulse
`,
  zsh: `#compdef espulse
_espulse() {
  local word meaning
  local -a found
  while IFS=$'\\t' read -r word meaning; do
    case $word in
      :files) _files ;;
      :folders) _files -/ ;;
      *) found+=("\${word//:/\\\\:}:$meaning") ;;
    esac
  done < <("\${words[1]}" ${ASK} "\${(@)words[2,CURRENT]}" 2>/dev/null)
  (( \${#found} )) && _describe espulse found
}
if [ "\${funcstack[1]}" = _espulse ]; then _espulse "$@"; else compdef _espulse espulse; fi
`,
  fish: `# fish completion of espulse
function __espulse_complete
    set -l words (commandline -opc)
    set -l current (commandline -ct | string replace -r "^['\\"]" "" | string unescape)
    for line in ($words[1] ${ASK} $words[2..-1] "$current" 2>/dev/null)
        switch $line
            case :files
                __fish_complete_path "$current"
            case :folders
                __fish_complete_directories "$current"
            case '*'
                echo $line
        end
    end
end
complete -c espulse -f -a '(__espulse_complete)'
`,
};

type Shell = keyof typeof SCRIPTS;

export const verb: Verb = {
  configure(command, { stdout }) {
    command
      .addArgument(
        new Argument("<shell>", "the shell that is to complete").choices(Object.keys(SCRIPTS)),
      )
      .addHelpText(
        "after",
        `
Prints a script for the shell; \`espulse\` itself must be on PATH.

Examples:
  espulse completion bash >> ~/.bashrc
  espulse completion zsh >> ~/.zshrc                # after compinit
  espulse completion fish > ~/.config/fish/completions/espulse.fish`,
      )
      .action((shell: Shell) => {
        stdout.write(SCRIPTS[shell]);
      });
  },
};
