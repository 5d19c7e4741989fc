# Sourced by the other scripts: where Godwit is, which Java it runs on. No logic that belongs in Java.
home=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/.." && pwd)
app=$home/webmail/target/app

# Addresses and names may have any letters, on the command line and in what is printed.
if [ "$(locale charmap 2>/dev/null)" != UTF-8 ]; then
  export LC_ALL=C.UTF-8
fi

say() { echo "godwit: $*" >&2; }

# The major version of the Java below $1; nothing when there is none.
java_version() {
  [ -x "$1/bin/java" ] || return 0
  if [ -r "$1/release" ]; then
    sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release"
  else
    "$1/bin/java" -version 2>&1 | sed -n '1s/.*"\([0-9]*\).*/\1/p'
  fi
}

# Sets JAVA_HOME and java_major: JAVA_HOME if it is new enough, else the newest JDK of the machine.
# $1 is a program that it must have: java, or javac to build.
find_java() {
  local best='' best_version=20 version candidate
  for candidate in "${JAVA_HOME:-}" /usr/lib/jvm/*; do
    [ -n "$candidate" ] && [ -x "$candidate/bin/$1" ] || continue
    version=$(java_version "$candidate")
    if [ "${version:-0}" -gt "$best_version" ]; then
      best=$candidate best_version=$version
      [ "$candidate" = "${JAVA_HOME:-}" ] && break
    fi
  done
  if [ -z "$best" ]; then
    say "a JDK 21 or newer is missing (looked at JAVA_HOME and /usr/lib/jvm); install one: apt-get install openjdk-21-jdk-headless  (Debian 12: temurin-25-jdk from https://adoptium.net/installation/linux)"
    exit 1
  fi
  export JAVA_HOME=$best
  java_major=$best_version
}

# Fills the array java with the program and the options that its version knows.
java_command() {
  find_java java
  java=("$JAVA_HOME/bin/java" "-Dgodwit.home=$home")
  if [ "$java_major" -ge 24 ]; then
    java+=(--sun-misc-unsafe-memory-access=allow)
  fi
}

# A file for what Java keeps of the program $1 of this build; nothing when there is none and none can be made.
# Java takes no notice of other builds' files.
kept_file() {
  local folder file name
  name=$1-$java_major-$(stat -c %Y "$app/godwit.jar" 2>/dev/null || true).$2
  for folder in "$app" "${XDG_CACHE_HOME:-${HOME:-/nonexistent}/.cache}/godwit"; do
    file=$folder/$name
    if [ -r "$file" ] || { mkdir -p "$folder" 2>/dev/null && [ -w "$folder" ]; }; then
      echo "$file"
      return
    fi
  done
}

# Adds to the array java an archive of the classes of the program $1: what is there is read, what is not
# there is written when the program ends.
share_classes() {
  local file
  file=$(kept_file "$1" jsa)
  if [ -w "$(dirname "${file:-/nonexistent/x}")" ]; then
    java+=(-XX:+AutoCreateSharedArchive "-XX:SharedArchiveFile=$file" "-Xlog:cds*=off")
  elif [ -n "$file" ]; then
    java+=("-XX:SharedArchiveFile=$file" "-Xlog:cds*=off")
  fi
}

# Adds to the array java what it learned in the rehearsal, where Java can keep that (25 and newer); $1 is
# AOTCache to use it, AOTCacheOutput to write it.
share_experience() {
  local file
  file=$(kept_file server aot)
  if [ "$1" = AOTCacheOutput ] || [ -e "${file:-/nonexistent}" ]; then
    java+=("-XX:$1=$file" "-Xlog:aot*=off" "-Xlog:cds*=off")
  fi
}

# Fills the array java for the server. $1 may be AOTCacheOutput.
server_command() {
  java_command
  if [ "$java_major" -ge 25 ]; then
    share_experience "${1:-AOTCache}"
  else
    share_classes server
  fi
  java+=("@$home/config/jvm.options")
}

# Fills the array java for commands, which are over before a compiler or collector could be of use.
client_command() {
  java_command
  share_classes command
  java+=(-XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xmx128m)
  java+=(-XX:+UnlockDiagnosticVMOptions -XX:ArchiveRelocationMode=0)
}

# A first start, some work and a stop, and a command to nobody: Java learns what they need. Only speed
# hangs on it.
rehearse() {
  rm -f "$app"/*.jsa "$app"/*.aot
  (
    server_command AOTCacheOutput
    "${java[@]}" -jar "$app/godwit.jar" rehearse "$app/rehearsal" || say "the rehearsal failed"
    client_command
    "${java[@]}" -jar "$app/godwit.jar" status --data "$app/nowhere" || true
    rm -rf "$app/rehearsal"
  ) >>"$app/build.log" 2>&1
}

# Names what is missing to build, one line each.
find_build_tools() {
  find_java javac
  if [ "$java_major" -ge 24 ]; then # Maven's own libraries, not ours, use what newer Javas warn of
    export MAVEN_OPTS="${MAVEN_OPTS:-} --sun-misc-unsafe-memory-access=allow"
  fi
  local version
  version=$({ mvn -v 2>/dev/null || true; } | sed -n '1s/[^0-9]*\([0-9]*\.[0-9]*\).*/\1/p')
  if [ -z "$version" ] || [ "$(printf '3.8\n%s\n' "$version" | sort -V | head -n 1)" != 3.8 ]; then
    say "Maven 3.8 or newer is missing (found: ${version:-none}); install it: apt-get install maven"
    exit 1
  fi
  version=$({ node --version 2>/dev/null || true; } | tr -dc '0-9.')
  if [ "$(printf '20.19\n%s\n' "${version:-0}" | sort -V | head -n 1)" != 20.19 ]; then
    say "Node 20.19 or newer is missing (found: ${version:-none}), which builds the browser client; install it: apt-get install nodejs npm  (Debian 12: https://nodejs.org/en/download)"
    exit 1
  fi
  if ! command -v npm >/dev/null; then
    say "npm is missing, which fetches what the browser client is made of; install it: apt-get install npm  (Debian 12: https://nodejs.org/en/download)"
    exit 1
  fi
}

# Whether something changed since the last build.
stale() {
  [ -e "$app/built" ] || return 0
  [ -n "$(cd "$home" && find pom.xml ./*/pom.xml webmail/package*.json ./*/src/main -newer "$app/built" -print -quit)" ]
}

# Builds what is not built, once at a time.
build() {
  stale || return 0
  find_build_tools
  if ! mkdir -p "$app" 2>/dev/null || [ ! -w "$app" ]; then
    say "Godwit is not built here and $app cannot be written; build it once as the owner of $home: ./scripts/run"
    exit 1
  fi
  (
    flock 9
    if stale; then
      say "building, which takes two minutes the first time …"
      started=$(mktemp)
      if ! (cd "$home" && mvn -q -B -ntp -Dfast -DskipTests package) >"$app/build.log" 2>&1; then
        rm -f "$started"
        grep -E '^\[ERROR\]' "$app/build.log" | head -n 20 >&2
        say "the build failed; all it said is in $app/build.log"
        exit 1
      fi
      rehearse
      touch -r "$started" "$app/built"
      rm -f "$started"
    fi
  ) 9>"$app/build.lock" || exit 1
}
