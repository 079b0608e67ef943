#!/usr/bin/env bash
# Tries the gates of the build: plants a fault for each in a copy of the sources, and ends with 1 where the build lets it pass.
# Needs what the build needs, and a JDK 25 to run Maven itself (JAVA_HOME): below that nothing checks the format.
set -euo pipefail
cd "$(dirname "$0")/../.."

copy=$(mktemp -d)
trap 'rm -rf "$copy"' EXIT
cp -r pom.xml src "$copy"
planted=$copy/src/main/java/io/tollgate/platform/time/Planted.java

plant() {
  cat > "$planted"
}

# build WHAT SENTENCE GOAL...: the goals must fail, and say so with the sentence.
build() {
  local what=$1 sentence=$2
  shift 2
  if mvn -B -ntp -f "$copy/pom.xml" "$@" > "$copy/build.log" 2>&1; then
    echo "passed: $what"
    exit 1
  fi
  if ! grep -q "$sentence" "$copy/build.log"; then
    tail -50 "$copy/build.log"
    echo "failed, but not for: $what"
    exit 1
  fi
  echo "stopped: $what"
}

plant << 'JAVA'
package io.tollgate.platform.time;

import reactor.core.publisher.Mono;

final class Planted {

    private Planted() {}

    static void drop(Mono<Void> work) {
        work.then();
    }
}
JAVA
build "a Mono that nobody returns" '\[CheckReturnValue\]' compile

plant << 'JAVA'
package io.tollgate.platform.time;

final class Planted {

    private Planted() {}

    static String none() {
        return null;
    }
}
JAVA
build "null where none is promised" '\[NullAway\]' compile

plant << 'JAVA'
package io.tollgate.platform.time;

final class Planted { private Planted() {} }
JAVA
build "another format" 'Planted.java' spotless:check

plant << 'JAVA'
package io.tollgate.platform.time;

import io.tollgate.user.User;

final class Planted {

    private Planted() {}

    static String name(User user) {
        return user.username();
    }
}
JAVA
build "the platform knows a feature" 'Planted' test -Dtest=ArchitectureTest
