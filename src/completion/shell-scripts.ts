import type { Shell } from './shells.js';

/**
 * The script that makes a shell complete `mcast`. It asks the program each time, by `mcast complete`, which answers with a line for each
 * candidate: `space`, `none` or `file`, the text, and what it is, with tabs between.
 */
export function shellScript(shell: Shell): string {
  return SCRIPTS[shell];
}

/** bash replaces only the part of a word after its last colon or equals sign; `$2` is that part, and the program answers with it. */
const BASH = `# Completion of mcast for bash 4 or newer. In ~/.bashrc: source <(mcast completion bash)
_mcast() {
  local follows text
  COMPREPLY=()
  while IFS=$'\\t' read -r follows text _; do
    case $follows in
      space) COMPREPLY+=("$text ") ;;
      none) COMPREPLY+=("$text") ;;
      file) compopt -o default +o nospace ;;
    esac
  done < <(mcast complete --shell bash --word="$2" -- "\${COMP_LINE:0:COMP_POINT}" 2>/dev/null)
}
complete -o nospace -F _mcast mcast`;

/** zsh knows an alias by the program that it stands for, which is mcast.js in a clone. */
const ZSH = `#compdef mcast mcast.js
# Completion of mcast for zsh. In ~/.zshrc: source <(mcast completion zsh)
_mcast() {
  local follows text summary shown
  local -a spaced unspaced
  local -i files=0
  while IFS=$'\\t' read -r follows text summary; do
    shown=\${text//:/\\\\:}\${summary:+:$summary}
    case $follows in
      space) spaced+=("$shown") ;;
      none) unspaced+=("$shown") ;;
      file) files=1; compset -p \${#text} ;;
    esac
  done < <(mcast complete --shell zsh -- "\${(j: :)words[1,CURRENT-1]} $PREFIX" 2>/dev/null)
  (( files )) && _files
  (( $#unspaced )) && _describe -V 'continue' unspaced -S ''
  (( $#spaced )) && _describe -V mcast spaced
}
(( $+functions[compdef] )) || { autoload -Uz compinit && compinit }
compdef _mcast mcast mcast.js`;

const FISH = `# Completion of mcast for fish: mcast completion fish > ~/.config/fish/completions/mcast.fish
function __mcast_complete
    set -l line (commandline -pc | string collect)
    mcast complete --shell fish -- "$line" 2>/dev/null | while read -l -d \\t follows text summary
        if test "$follows" = file
            set -l typed (commandline -ct)
            for path in (__fish_complete_path (string sub -s (math (string length -- "$text") + 1) -- "$typed"))
                printf '%s\\n' "$text$path"
            end
        else
            printf '%s\\t%s\\n' "$text" "$summary"
        end
    end
end
complete -c mcast -f -k -a '(__mcast_complete)'`;

const SCRIPTS: Readonly<Record<Shell, string>> = { bash: BASH, zsh: ZSH, fish: FISH };
