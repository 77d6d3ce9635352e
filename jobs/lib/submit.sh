# Sourced by the jobs: submits one of them, to the Spark of SPARK_HOME or to the one that Maven resolved.
# shellcheck shell=bash
set -euo pipefail

udrlpg_home=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
udrlpg_jar="${UDRLPG_JAR:-$udrlpg_home/target/udrlpg-spark.jar}"

# submit JOB [ARGUMENT …] [-- SPARK_SUBMIT_ARGUMENT …]
submit() {
  local -a job=("$1") spark=()
  shift
  while (($#)); do
    if [[ $1 == -- ]]; then
      shift
      spark=("$@")
      break
    fi
    job+=("$1")
    shift
  done

  # A jar on a cluster's storage is that cluster's business.
  if [[ $udrlpg_jar != *://* && ! -f $udrlpg_jar ]]; then
    echo "Building the jar, which is done once …" >&2
    (cd "$udrlpg_home" && mvn -B -ntp -q -DskipTests package) >&2 || {
      echo "The build failed. Run: mvn -DskipTests package" >&2
      exit 1
    }
  fi
  # A line that is kept current where somebody watches, lines of a log elsewhere.
  if [[ -t 2 && -z ${UDRLPG_PROGRESS:-} ]]; then
    export UDRLPG_PROGRESS=bar
  fi

  if [[ -n ${SPARK_HOME:-} ]]; then
    exec "$SPARK_HOME/bin/spark-submit" --class io.github.udrlpg.cli.Main \
      "${spark[@]}" "$udrlpg_jar" "${job[@]}"
  fi
  local class_path
  class_path=$(cat "$udrlpg_home/target/spark.classpath")
  # Defaults only, as Spark's own local[*] is: arguments and a properties file win.
  exec "${JAVA_HOME:+$JAVA_HOME/bin/}java" "@$udrlpg_home/jobs/lib/java-options" \
    -Dspark.ui.enabled=false \
    -Dlog4j2.configurationFile="$udrlpg_home/jobs/lib/log4j2.properties" \
    -cp "$class_path" org.apache.spark.deploy.SparkSubmit \
    --class io.github.udrlpg.cli.Main \
    "${spark[@]}" "$udrlpg_jar" "${job[@]}"
}
