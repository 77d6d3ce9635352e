# Sourced by the jobs that measure and torment this program: runs a class of the tests' class path.
# shellcheck shell=bash
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

# test_java CLASS [ARGUMENT …], after "prepare", which builds what is not built yet
prepare() {
  class_path_file=target/bench.classpath
  mvn -B -ntp -q test-compile
  if [[ ! -f $class_path_file || pom.xml -nt $class_path_file ]]; then
    mvn -B -ntp -q dependency:build-classpath -DincludeScope=test \
      -Dmdep.outputFile="$class_path_file" >&2
  fi
}

test_java() {
  exec "${JAVA_HOME:+$JAVA_HOME/bin/}java" @jobs/lib/java-options \
    -Dlog4j2.configurationFile=jobs/lib/log4j2.properties \
    -cp "$PWD/target/test-classes:$PWD/target/classes:$(cat "$class_path_file")" "$@"
}
