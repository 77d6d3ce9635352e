#!/usr/bin/env bash
# Builds what cluster.sh runs, which no package of Debian has:
#
#   src/test/kubernetes/build.sh BIN SPARK_HOME
#
# Kubernetes and CoreDNS from their sources through Go's modules, the Spark operator likewise, and the images: a
# stand-in for the stock image (see image/Dockerfile) made of Debian's packages and a distribution of Spark;
# then jobs/kubernetes/Dockerfile on top of that, to see that it builds. It needs root, Go 1.24 or newer, 5 GB,
# and half an hour of two cores; a second call takes what is there.
set -euo pipefail

(($# == 2)) || { echo "Usage: build.sh BIN SPARK_HOME" >&2; exit 2; }
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../../.." && pwd)
mkdir -p "$1/images" "$1/scratch"
bin=$(realpath "$1") spark=$(realpath "$2")
scratch=$bin/scratch
stock=apache/spark:4.1.0-scala2.13-java17-ubuntu
for program in go buildah debootstrap; do
  command -v "$program" > /dev/null || { echo "Cannot find $program; README.md says what is needed" >&2; exit 2; }
done

programs() {
  (
    cd "$here/cluster"
    CGO_ENABLED=0 go build -o "$bin/" ./pause
    # Debian's etcd is too old for the way in which Spark's client watches its pods.
    go build -o "$bin/etcd" go.etcd.io/etcd/server/v3
    # Programs of other versions of Kubernetes compare themselves with this one.
    version=$(go list -m -f '{{.Version}}' k8s.io/kubernetes)
    go build -ldflags "-X k8s.io/component-base/version.gitVersion=$version" -o "$bin/" ./dns \
      k8s.io/kubernetes/cmd/kube-{apiserver,controller-manager,scheduler} k8s.io/kubernetes/cmd/kubelet
  )
  (
    cd "$here/operator"
    go build -o "$bin/spark-operator" github.com/kubeflow/spark-operator/v2/cmd/operator
    mkdir -p "$bin/operator-crds"
    cp "$(go list -m -f '{{.Dir}}' github.com/kubeflow/spark-operator/v2)"/config/crd/bases/*.yaml "$bin/operator-crds"
    chmod u+w "$bin/operator-crds"/*
  )
}

images() {
  buildah --root "$scratch/images" --runroot "$scratch/run" --storage-driver overlay "$@"
}

# image NAME FILE CONTEXT [OPTION …]: builds an image and writes it to a file for containerd
image() {
  local name=$1 file=$bin/images/$2.tar context=$3
  shift 3
  images bud --isolation chroot --pull-never "$@" -t "localhost/$name" "$context"
  rm -f "$file"
  images push "localhost/$name" "docker-archive:$file:$name"
}

spark_image() {
  local context=$scratch/spark
  mkdir -p "$context"
  if [[ ! -f $context/base.tar ]]; then
    rm -rf "$scratch/base"
    debootstrap --variant=minbase --include=openjdk-17-jre-headless,tini bookworm "$scratch/base"
    tar -C "$scratch/base" -cf "$context/base.tar" .
    rm -rf "$scratch/base"
  fi
  cp "$here/image/Dockerfile" "$here/image/entrypoint.sh" "$context"
  image "$stock" spark "$context" --build-context "spark=$spark"
}

pause_image() {
  mkdir -p "$scratch/pause"
  cp "$bin/pause" "$scratch/pause"
  printf 'FROM scratch\nCOPY pause /pause\nUSER 65535\nENTRYPOINT ["/pause"]\n' > "$scratch/pause/Dockerfile"
  image test/pause:1 pause "$scratch/pause"
}

# Only what the Dockerfile copies: its context would be the whole project.
own_image() {
  local context=$scratch/own
  rm -rf "$context"
  mkdir -p "$context/target"
  cp "$root/LICENSE" "$root/NOTICE" "$context"
  cp -r "$root/conf" "$context"
  cp "$root/target/udrlpg-spark.jar" "$context/target"
  images bud --isolation chroot --pull-never -f "$root/jobs/kubernetes/Dockerfile" \
    -t registry.example/udrlpg-spark:0.1.0 "$context"
}

programs
pause_image
spark_image
own_image
