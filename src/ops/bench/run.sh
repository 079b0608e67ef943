#!/usr/bin/env bash
# Measures the product against the limits of this machine and prints one table.
#   src/ops/bench/run.sh [W1 W2 W2-entitled W3 W3-beside W4 W5 W5-effect W5-backlog W5-signature W6 W6-grown W7 W8 W9]
# SECONDS_PER_RUN (15), WARM_UP_SECONDS (20), ROUNDS (1), PROFILE (false), BENCH_JSON (target/bench/result.json)
set -euo pipefail
cd "$(dirname "$0")/../../.."

fail() { printf '%s\n' "$*" >&2; exit 1; }

missing=()
for tool in wrk:wrk pgbench:postgresql-contrib redis-benchmark:redis-tools redis-cli:redis-tools; do
  command -v "${tool%%:*}" >/dev/null || missing+=("${tool##*:}")
done
[ ${#missing[@]} -eq 0 ] || fail "Missing tools. On Debian or Ubuntu: sudo apt-get install ${missing[*]}"
[ -r /proc/self/stat ] || fail "The bench reads CPU times from /proc: it needs Linux."

# The first JDK of version 25 or later.
jdk() {
  local home version
  for home in "${JAVA_HOME:-}" /usr/lib/jvm/* "$HOME"/.sdkman/candidates/java/* "$HOME"/.jdks/*; do
    [ -x "$home/bin/javac" ] && [ -r "$home/release" ] || continue
    version=$(sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$home/release")
    [ "${version:-0}" -ge 25 ] && { printf '%s' "$home"; return; }
  done
  return 1
}
JDK=$(jdk) || fail "No JDK 25 found: set JAVA_HOME to one."

export BENCH_DIRECTORY=${BENCH_DIRECTORY:-target/bench}
export BENCH_SOURCES=src/ops/bench
mkdir -p "$BENCH_DIRECTORY"

printf 'Building …\n' >&2
mvn -B -ntp -q -DskipTests package >"$BENCH_DIRECTORY/build.log" 2>&1 ||
  fail "The build failed; its log is $BENCH_DIRECTORY/build.log"
classpath=$BENCH_DIRECTORY/classpath
if [ ! -s "$classpath" ] || [ pom.xml -nt "$classpath" ]; then
  mvn -B -ntp -q dependency:build-classpath -Dmdep.includeScope=test -Dmdep.outputFile="$classpath" \
    >>"$BENCH_DIRECTORY/build.log" 2>&1 || fail "No class path; see $BENCH_DIRECTORY/build.log"
fi
BENCH_JAR=$(ls target/tollgate-*.jar | grep -v -e sources -e javadoc | head -1)
BENCH_JVM_ARGUMENTS=$(sed -n 's/.*<jvm.arguments>\(.*\)<\/jvm.arguments>.*/\1/p' pom.xml)
export BENCH_JAR BENCH_JVM_ARGUMENTS

# The bench's own JVM holds the embedded servers. It takes the place of this shell, so that Ctrl-C reaches it; it ends
# whatever it started.
exec "$JDK/bin/java" -Xmx1g --sun-misc-unsafe-memory-access=allow --enable-native-access=ALL-UNNAMED \
  -cp "target/test-classes:target/classes:$(cat "$classpath")" io.tollgate.bench.Bench "$@"
