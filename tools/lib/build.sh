# Sourced by ./start and ./check: builds what changed, one visible line per step. Expects $checkout and $JAVA_HOME.

now_ms() { # milliseconds since 1970, without starting a process where bash can
  if [ -n "${EPOCHREALTIME:-}" ]; then echo $((${EPOCHREALTIME/[.,]/} / 1000)); else echo $(($(date +%s) * 1000)); fi
}
typed_at=$(now_ms)

say() {
  local elapsed=$((($(now_ms) - typed_at) / 100))
  printf '[%3d.%d s] %s\n' $((elapsed / 10)) $((elapsed % 10)) "$*" >&2
}

# run_logged NAME COMMAND...: the output goes to a log; a line each 15 s shows that it goes on; failure shows the end.
run_logged() {
  local name=$1 log=$checkout/target/logs/$1.log pid status started=$SECONDS ticks=0
  shift
  mkdir -p "$checkout/target/logs"
  "$@" >"$log" 2>&1 &
  pid=$!
  trap 'kill "$pid" 2>/dev/null; exit 130' INT TERM
  while kill -0 "$pid" 2>/dev/null; do
    sleep 0.2
    ticks=$((ticks + 1))
    if [ $((ticks % 75)) -eq 0 ]; then say "$name: still busy, $((SECONDS - started)) s (log: $log)"; fi
  done
  status=0
  wait "$pid" || status=$?
  trap - INT TERM
  if [ $status -ne 0 ]; then
    tail -n 40 "$log" >&2
    say "$name: failed; the whole log is in $log"
    return $status
  fi
}

# is_fresh STAMP PATH...: no file below the paths is newer than the stamp, and none came or went since.
is_fresh() {
  local stamp=$1 names
  shift
  [ -e "$stamp" ] || return 1
  names=$(source_names "$@")
  [ "$names" = "$(cat "$stamp")" ] || return 1
  [ -z "$(cd "$checkout" && find "$@" "${skipped[@]}" -type f -newer "$stamp" -print -quit)" ]
}

make_stamp() { # make_stamp STAMP WHEN PATH...: WHEN is a file made before the build, so that later edits count
  local stamp=$1 when=$2
  shift 2
  mkdir -p "$(dirname "$stamp")"
  source_names "$@" >"$stamp"
  touch -r "$when" "$stamp"
}

skipped=(-name target -prune -o -name node_modules -prune -o -name dist -prune -o -name coverage -prune -o -name '.*' -prune -o)
source_names() {
  (cd "$checkout" && find "$@" "${skipped[@]}" -type f -print) | LC_ALL=C sort | cksum
}

java_sources=(pom.xml contract api-app workflow-worker local-stack)
build_java() {
  local stamp=$checkout/target/java.stamp begun
  if is_fresh "$stamp" "${java_sources[@]}" && ls "$checkout"/api-app/target/*-exec.jar "$checkout"/workflow-worker/target/*-exec.jar >/dev/null 2>&1; then
    return
  fi
  say "building the apps (Maven; the first time it downloads its libraries)"
  mkdir -p "$checkout/target"
  begun=$(mktemp "$checkout/target/begun.XXXXXX")
  # Static analysis and the formatter have their say in ./check.
  (cd "$checkout" && run_logged maven ./mvnw -B -q -Dmaven.test.skip=true -pl local-stack,api-app,workflow-worker -am package)
  make_stamp "$stamp" "$begun" "${java_sources[@]}"
  rm -f "$begun"
  say "the apps are built"
}

campaign_sources=(pom.xml acceptance/pom.xml acceptance/src/main)
build_campaign() { # what ./chaos runs; needs the libraries that build_java gathers
  local stamp=$checkout/target/campaign.stamp begun
  if is_fresh "$stamp" "${campaign_sources[@]}" && [ -d "$checkout/acceptance/target/classes" ]; then return; fi
  mkdir -p "$checkout/target"
  begun=$(mktemp "$checkout/target/begun.XXXXXX")
  say "building the campaign"
  (cd "$checkout" && run_logged campaign ./mvnw -B -q -pl acceptance compile)
  make_stamp "$stamp" "$begun" "${campaign_sources[@]}"
  rm -f "$begun"
}

web_sources=(web-ui)
build_web_ui() {
  local stamp=$checkout/target/web-ui.stamp begun
  [ -e "$checkout/web-ui/package.json" ] || return 0
  if is_fresh "$stamp" "${web_sources[@]}" && [ -e "$checkout/web-ui/dist/index.html" ]; then return; fi
  mkdir -p "$checkout/target"
  begun=$(mktemp "$checkout/target/begun.XXXXXX")
  install_web_ui
  say "building the web UI"
  (cd "$checkout/web-ui" && run_logged web-ui-build npm run build)
  make_stamp "$stamp" "$begun" "${web_sources[@]}"
  rm -f "$begun"
  say "the web UI is built"
}

install_web_ui() { # npm ci, unless node_modules holds this very lock already
  local lock=$checkout/web-ui/package-lock.json done=$checkout/web-ui/node_modules/.installed-lock
  if [ -e "$done" ] && cmp -s "$lock" "$done"; then return; fi
  say "installing the web UI's packages (npm ci)"
  (cd "$checkout/web-ui" && run_logged npm-ci npm ci --no-fund --no-audit)
  cp "$lock" "$done"
}

# Copies the launcher to where a later build does not change it under a running stack, and prints that directory.
install_launcher() { # install_launcher STORE
  local built=$checkout/local-stack/target jar key directory fresh
  jar=$(ls "$built"/local-stack-*.jar | grep -v -e -sources -e -tests | head -n 1)
  key=$({ cksum <"$jar"; ls "$built/lib"; cat "$JAVA_HOME/release"; } | cksum)
  directory=$1/launcher/${key%% *}
  if [ ! -d "$directory" ]; then
    mkdir -p "$1/launcher"
    find "$1/launcher" -mindepth 1 -maxdepth 1 -type d -mtime +14 -exec rm -rf {} +
    fresh=$(mktemp -d "$1/launcher/new.XXXXXX")
    cp "$jar" "$fresh/launcher.jar"
    cp -R "$built/lib" "$fresh/lib"
    mv "$fresh" "$directory" 2>/dev/null || rm -rf "$fresh"
  fi
  touch "$directory"
  echo "$directory"
}
