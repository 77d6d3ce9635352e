# Sourced by the jobs that measure and torment this program: runs a class of the tests' class path.
# shellcheck shell=bash
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

# prepare [MAVEN_ARGUMENT …]: compiles what changed, tests included
prepare() {
  mvn -B -ntp -q "$@" test-compile
}

# test_java CLASS [ARGUMENT …], after "prepare"
test_java() {
  exec "${JAVA_HOME:+$JAVA_HOME/bin/}java" @jobs/lib/java-options \
    -Dlog4j2.configurationFile=jobs/lib/log4j2.properties \
    -cp "$(<target/tests.classpath)" "$@"
}
