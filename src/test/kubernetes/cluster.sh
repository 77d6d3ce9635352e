#!/usr/bin/env bash
# Runs a command beside a Kubernetes cluster of one node, and ends the cluster with it:
#
#   src/test/kubernetes/cluster.sh BIN WORK COMMAND [ARGUMENT …]
#
# Everything is real but the size: etcd, API server, controllers, scheduler, kubelet, containerd, runc, CoreDNS. It
# needs root, and lives in mount, network and process namespaces of its own: nothing listens on this machine's
# addresses, no file outside WORK changes, and no process outlives the command. The command finds KUBECONFIG set.
#
# There is no kube-proxy: the node itself has the addresses of the two services that pods need, 10.96.0.1 (the API)
# and 10.96.0.10 (names). The service of a driver is headless and needs none.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
node=10.88.0.1
api=10.96.0.1
dns=10.96.0.10

# --- outside: check, then enter the namespaces -----------------------------------------------------------------
if [[ ${1:-} != --inside ]]; then
  (($# >= 3)) || { echo "Usage: cluster.sh BIN WORK COMMAND [ARGUMENT …]" >&2; exit 2; }
  bin=$(realpath "$1") work=$(realpath -m "$2")
  shift 2
  [[ $(id -u) == 0 ]] || { echo "This needs root, for namespaces and mounts" >&2; exit 2; }
  for program in containerd runc kubectl openssl ip unshare; do
    command -v "$program" > /dev/null || { echo "Cannot find $program; README.md says what is needed" >&2; exit 2; }
  done
  for program in etcd kube-apiserver kube-controller-manager kube-scheduler kubelet dns; do
    [[ -x $bin/$program ]] || { echo "Cannot find $bin/$program; build.sh makes it" >&2; exit 2; }
  done
  # Two kubelets would clear away each other's control groups.
  exec {lock}< /sys/fs/cgroup
  flock --nonblock "$lock" || { echo "Another cluster runs on this machine" >&2; exit 2; }
  mkdir -p "$work"
  # Containers outlive containerd, but not the first process of their namespace, which ends with unshare.
  unshare --mount --net --pid --fork --kill-child --mount-proc "$here/cluster.sh" --inside "$bin" "$work" "$@" \
    <&0 {lock}<&- &
  namespaces=$!
  trap 'kill -KILL "$namespaces"' INT TERM
  status=0
  wait "$namespaces" || status=$?
  # Logs stay.
  rm -rf "$work"/{containerd,kubelet,pki}
  find /sys/fs/cgroup/*/kubepods -depth -type d -exec rmdir {} + 2> /dev/null || true
  exit "$status"
fi

# --- inside ----------------------------------------------------------------------------------------------------
shift
bin=$1 work=$2
shift 2
logs=$work/logs
mkdir -p "$logs" "$work"/{pki,containerd,kubelet,pods,cni}

isolate() {
  mount --make-rshared /
  mount -t tmpfs tmpfs /run
  mkdir -p /run/containerd /run/etcd /var/lib/kubelet /var/log/pods
  mount --bind "$work/kubelet" /var/lib/kubelet
  mount --bind "$work/pods" /var/log/pods
  # Where the Spark operator writes its templates.
  mkdir -p /tmp/spark
  mount -t tmpfs tmpfs /tmp/spark
  # The kubelet wants these settings of the kernel, and would change them for the whole machine: it reads them here.
  local setting
  for setting in vm/overcommit_memory=1 vm/panic_on_oom=0 kernel/panic=10 kernel/panic_on_oops=1 \
    kernel/keys/root_maxkeys=1000000 kernel/keys/root_maxbytes=25000000; do
    echo "${setting#*=}" > "/run/${setting//\//.}"
    mount --bind "/run/${setting//\//.}" "/proc/sys/${setting%=*}"
  done
  ip link set lo up
  ip address add "$api/32" dev lo
  ip address add "$dns/32" dev lo
  ip link add cni0 type bridge
  ip address add "$node/16" dev cni0
  ip link set cni0 up
  # Something to send packets to nowhere by: programs look for a default route.
  ip route add default dev cni0
}

keys() {
  cd "$work/pki"
  openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=test-ca -keyout ca.key -out ca.crt 2> /dev/null
  openssl req -newkey rsa:2048 -nodes -subj /CN=kube-apiserver -keyout api.key -out api.csr 2> /dev/null
  openssl x509 -req -in api.csr -CA ca.crt -CAkey ca.key -CAcreateserial -days 2 -out api.crt 2> /dev/null \
    -extfile <(echo "subjectAltName=DNS:kubernetes,DNS:kubernetes.default,DNS:kubernetes.default.svc,IP:$api,IP:$node")
  openssl genrsa -out accounts.key 2048 2> /dev/null
  openssl rsa -in accounts.key -pubout -out accounts.pub 2> /dev/null
  local token
  token=$(openssl rand -hex 16)
  echo "$token,admin,admin,system:masters" > tokens.csv
  export KUBECONFIG=$work/admin.kubeconfig
  rm -f "$KUBECONFIG"
  {
    kubectl config set-cluster test --server="https://$api" --certificate-authority="$work/pki/ca.crt"
    kubectl config set-credentials admin --token="$token"
    kubectl config set-context test --cluster=test --user=admin
    kubectl config use-context test
  } > /dev/null
  cd - > /dev/null
}

# start NAME COMMAND …: in the background, with a log
start() {
  local name=$1
  shift
  "$@" > "$logs/$name.log" 2>&1 &
}

# until_ok SECONDS WHAT COMMAND …
until_ok() {
  local seconds=$1 what=$2
  shift 2
  for ((i = 0; i < seconds * 2; i++)); do
    "$@" > /dev/null 2>&1 && return
    sleep 0.5
  done
  echo "Gave up waiting for $what; logs are in $logs" >&2
  exit 1
}

control_plane() {
  start etcd "$bin/etcd" --data-dir=/run/etcd --log-level=warn
  start kube-apiserver "$bin/kube-apiserver" \
    --etcd-servers=http://127.0.0.1:2379 --bind-address=0.0.0.0 --secure-port=443 --advertise-address="$node" \
    --service-cluster-ip-range=10.96.0.0/16 --authorization-mode=RBAC --token-auth-file="$work/pki/tokens.csv" \
    --tls-cert-file="$work/pki/api.crt" --tls-private-key-file="$work/pki/api.key" --cert-dir=/run/api \
    --kubelet-preferred-address-types=InternalIP \
    --service-account-issuer=https://kubernetes.default.svc \
    --service-account-key-file="$work/pki/accounts.pub" \
    --service-account-signing-key-file="$work/pki/accounts.key"
  until_ok 120 "the API server" kubectl get --raw /readyz
  start kube-controller-manager "$bin/kube-controller-manager" --kubeconfig="$KUBECONFIG" --leader-elect=false \
    --root-ca-file="$work/pki/ca.crt" --service-account-private-key-file="$work/pki/accounts.key" \
    --cert-dir=/run/controllers
  start kube-scheduler "$bin/kube-scheduler" --kubeconfig="$KUBECONFIG" --leader-elect=false --cert-dir=/run/scheduler
}

names() {
  cat > "$work/Corefile" <<END
.:53 {
  bind $dns
  errors
  kubernetes cluster.local {
    kubeconfig $KUBECONFIG test
  }
}
END
  start dns "$bin/dns" -conf "$work/Corefile"
}

container_runtime() {
  cat > "$work/cni/10-pods.conflist" <<END
{"cniVersion": "0.4.0", "name": "pods", "plugins": [
  {"type": "bridge", "bridge": "cni0", "isGateway": true,
   "ipam": {"type": "host-local", "dataDir": "/run/cni",
            "ranges": [[{"subnet": "10.88.0.0/16", "gateway": "$node"}]], "routes": [{"dst": "0.0.0.0/0"}]}}]}
END
  cat > "$work/containerd.toml" <<END
version = 2
root = "$work/containerd"
state = "/run/containerd"
[grpc]
  address = "/run/containerd/containerd.sock"
[plugins."io.containerd.grpc.v1.cri"]
  sandbox_image = "test/pause:1"
  # Without CAP_SYS_RESOURCE, which machines for tests may lack, no process can be made less likely to be killed.
  restrict_oom_score_adj = true
  [plugins."io.containerd.grpc.v1.cri".cni]
    bin_dir = "/usr/lib/cni"
    conf_dir = "$work/cni"
END
  start containerd containerd --config "$work/containerd.toml"
  until_ok 30 containerd ctr --address /run/containerd/containerd.sock version
}

kubelet() {
  echo "nameserver $dns" > "$work/resolv.conf"
  cat > "$work/kubelet.yaml" <<END
apiVersion: kubelet.config.k8s.io/v1beta1
kind: KubeletConfiguration
authentication: {anonymous: {enabled: true}, webhook: {enabled: false}}
authorization: {mode: AlwaysAllow}
containerRuntimeEndpoint: unix:///run/containerd/containerd.sock
cgroupDriver: cgroupfs
clusterDomain: cluster.local
clusterDNS: [$dns]
resolvConf: $work/resolv.conf
failSwapOn: false
evictionHard: {memory.available: "0%", nodefs.available: "0%", nodefs.inodesFree: "0%", imagefs.available: "0%"}
imageGCHighThresholdPercent: 100
END
  start kubelet "$bin/kubelet" --config="$work/kubelet.yaml" --kubeconfig="$KUBECONFIG" --node-ip="$node" \
    --hostname-override=node --cert-dir=/run/kubelet
  until_ok 120 "the node" kubectl wait --for=condition=Ready node/node --timeout=1s
}

# Spark's stand-in and the image that holds a pod open.
load_images() {
  local archive
  for archive in "$bin"/images/*.tar; do
    ctr --address /run/containerd/containerd.sock --namespace k8s.io images import "$archive" > "$logs/images.log"
  done
}

isolate
keys
control_plane
container_runtime
load_images
names
kubelet
status=0
"$@" || status=$?
kubectl get pods -A -o name > /dev/null 2>&1 && kubectl delete pods --all -A --grace-period=0 --force > /dev/null 2>&1
exit "$status"
