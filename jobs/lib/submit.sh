# Sourced by the jobs: submits one of them, to the Spark of SPARK_HOME or to the one that Maven resolved.
# shellcheck shell=bash
set -euo pipefail

udrlpg_home=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
udrlpg_jar="${UDRLPG_JAR:-$udrlpg_home/target/udrlpg-spark.jar}"

# What Java remembers of Spark's classes from one run to the next.
udrlpg_archive="$udrlpg_home/target/spark.jsa"

# embedded JAVA_OPTION … -- SPARK_SUBMIT_ARGUMENT …: runs the Spark that Maven resolved, in place of this process
embedded() {
  local -a java=()
  while [[ $1 != -- ]]; do
    java+=("$1")
    shift
  done
  shift
  # Defaults only, as Spark's own local[*] is: arguments and a properties file win.
  exec "${JAVA_HOME:+$JAVA_HOME/bin/}java" "@$udrlpg_home/jobs/lib/java-options" "${java[@]}" \
    -Xlog:cds=off -Xlog:cds+dynamic=off -Dspark.ui.enabled=false \
    -Dlog4j2.configurationFile="$udrlpg_home/jobs/lib/log4j2.properties" \
    -cp "$(cat "$udrlpg_home/target/spark.classpath")" org.apache.spark.deploy.SparkSubmit \
    --class io.github.udrlpg.cli.Main "$@"
}

# A short training after which Java lays out the classes that it loaded: a third less time to the first episodes of
# every later run. One that fails costs no more than that.
archive_classes() {
  local scratch
  scratch=$(mktemp -d)
  (embedded -XX:ArchiveClassesAtExit="$udrlpg_archive" -- "$udrlpg_jar" \
    train "$udrlpg_home/conf/smoke.conf" --set training.max-env-steps=8000 --out "$scratch/run") &> /dev/null || true
  rm -rf "$scratch"
}

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
    if [[ -z ${SPARK_HOME:-} ]]; then
      archive_classes
    fi
  fi
  # A line that is kept current where somebody watches, lines of a log elsewhere.
  if [[ -t 2 && -z ${UDRLPG_PROGRESS:-} ]]; then
    export UDRLPG_PROGRESS=bar
  fi

  if [[ -n ${SPARK_HOME:-} ]]; then
    exec "$SPARK_HOME/bin/spark-submit" --class io.github.udrlpg.cli.Main \
      "${spark[@]}" "$udrlpg_jar" "${job[@]}"
  fi
  local -a sharing=()
  if [[ -f $udrlpg_archive ]]; then
    sharing=(-XX:SharedArchiveFile="$udrlpg_archive")
  fi
  embedded "${sharing[@]}" -- "${spark[@]}" "$udrlpg_jar" "${job[@]}"
}
