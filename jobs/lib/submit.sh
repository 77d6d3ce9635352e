# Sourced by the jobs: submits one of them, to the Spark of SPARK_HOME or to the one that Maven resolved.
# shellcheck shell=bash
set -euo pipefail

udrlpg_home=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
udrlpg_target="$udrlpg_home/target"
udrlpg_jar="$udrlpg_target/udrlpg-spark.jar"
udrlpg_main=io.github.udrlpg.cli.Main

# require_built classes|jar FILE: builds what is not there yet, and warns where it is older than the sources.
require_built() {
  if [[ ! -f $2 ]]; then
    python3 "$udrlpg_home/src/build/build.py" "$1" || exit 1
  fi
  local newer
  newer=$(find "$udrlpg_home"/{src/main,conf/reference.conf,pom.xml} -newer "$2" -type f -print -quit)
  if [[ -n $newer ]]; then
    echo "Warning: ${newer#"$udrlpg_home/"} is newer than what was built of it, which runs now." \
      "To build it: mvn -DskipTests package" >&2
  fi
}

# in_one_process [SPARK_SUBMIT_ARGUMENT …]: whether Spark needs no jar to send to others, as far as these say.
in_one_process() {
  local master='local[*]'
  while (($#)); do
    case $1 in
      --master) master=${2:-} ;;
      --master=* | spark.master=* | --conf=spark.master=*) master=${1##*master=} ;;
      --properties-file | --properties-file=*) return 1 ;;
    esac
    shift
  done
  [[ $master == local || $master == 'local['* ]]
}

# lay_out_spark DIRECTORY: the Spark that Maven resolved, as Spark's own launcher expects it. Jobs that start at once
# each lay it out; whoever is second finds the same.
lay_out_spark() {
  if [[ ! $1/jars -nt $udrlpg_target/spark.classpath ]]; then
    local scratch
    local -a jars
    mkdir -p "$1"
    scratch=$(mktemp -d "$1/new.XXXXXX")
    mapfile -t -d : jars <"$udrlpg_target/spark.classpath"
    ln -s -t "$scratch" "${jars[@]}"
    rm -rf "$1/jars"
    mv -T "$scratch" "$1/jars" 2>/dev/null || rm -rf "$scratch"
  fi
}

# A quarter of the memory that there is, as Java takes without being told; Spark alone would take 1 GiB.
quarter_of_memory() {
  local limit=/sys/fs/cgroup/memory.max
  if [[ ! -r $limit ]]; then
    limit=/dev/null
  fi
  awk '/^MemTotal:/ { all = $2 / 1024 } /^[0-9]+$/ && $1 / 1048576 < all { all = $1 / 1048576 }
    END { printf "%dm", all / 4 }' /proc/meminfo "$limit"
}

# embedded [SPARK_SUBMIT_ARGUMENT …] RESOURCE JOB [ARGUMENT …]: has Spark's launcher write the command, which takes the
# place of this process, so that options for the driver's Java reach the driver.
embedded() {
  export SPARK_DRIVER_MEMORY="${SPARK_DRIVER_MEMORY:-$(quarter_of_memory)}"
  # Defaults only, as local[*] is one of Spark's own: arguments and a properties file win.
  local defaults="-Dspark.ui.enabled=false -Dlog4j2.configurationFile='$udrlpg_home/jobs/lib/log4j2.properties'"
  local home="$udrlpg_target/spark" word delimiter=$'\n'
  local -a command=()
  lay_out_spark "$home"
  # Lines that are for people, one that is a lone NUL, and then the command's words with a NUL after each.
  while IFS= read -r -d "$delimiter" word; do
    if [[ -z $delimiter ]]; then
      command+=("$word")
    elif [[ -z $word ]]; then
      delimiter=''
    else
      echo "$word" >&2
    fi
  done < <(
    SPARK_HOME="$home" SPARK_SCALA_VERSION=2.13 SPARK_SUBMIT_OPTS="$defaults ${SPARK_SUBMIT_OPTS:-}" \
      "${JAVA_HOME:+$JAVA_HOME/bin/}java" -Xmx128m -XX:TieredStopAtLevel=1 -cp "$home/jars/*" \
      org.apache.spark.launcher.Main org.apache.spark.deploy.SparkSubmit --class "$udrlpg_main" "$@"
  )
  if ((${#command[@]} == 0)); then
    exit 1
  fi
  exec "${command[@]}"
}

# submit JOB [ARGUMENT …] [-- SPARK_SUBMIT_ARGUMENT …]
submit() {
  local -a job=()
  while (($#)) && [[ $1 != -- ]]; do
    job+=("$1")
    shift
  done
  local -a spark=("${@:2}")

  # A line that is kept current where somebody watches, lines of a log elsewhere.
  if [[ -t 2 && -z ${UDRLPG_PROGRESS:-} ]]; then
    export UDRLPG_PROGRESS=bar
  fi

  # Classes as they were compiled serve one process; whoever sends them to others needs a jar.
  if [[ -z ${UDRLPG_JAR:-}${SPARK_HOME:-} ]] && in_one_process "${spark[@]}"; then
    require_built classes "$udrlpg_target/own.classpath"
    SPARK_DIST_CLASSPATH=$(<"$udrlpg_target/own.classpath")
    export SPARK_DIST_CLASSPATH
    embedded "${spark[@]}" spark-internal "${job[@]}"
  fi
  # A jar that was named is that user's business, and may be on a cluster's storage.
  local jar="${UDRLPG_JAR:-$udrlpg_jar}"
  if [[ -z ${UDRLPG_JAR:-} ]]; then
    require_built jar "$jar"
  fi
  if [[ -n ${SPARK_HOME:-} ]]; then
    exec "$SPARK_HOME/bin/spark-submit" --class "$udrlpg_main" "${spark[@]}" "$jar" "${job[@]}"
  fi
  embedded "${spark[@]}" "$jar" "${job[@]}"
}
