# Sourced by ./up, ./test and ./bench: installs what is missing on a Debian machine.

# need COMMAND-OR-FILE PACKAGE ...: installs the package where the command (or file) is not there yet.
need() {
  local missing=()
  while [ $# -gt 0 ]; do
    if [ "${1#/}" != "$1" ]; then [ -e "$1" ] || missing+=("$2"); else command -v "$1" >/dev/null 2>&1 || missing+=("$2"); fi
    shift 2
  done
  [ ${#missing[@]} -eq 0 ] && return 0
  [ "$(id -u)" = 0 ] || { echo "These packages are missing: ${missing[*]}. Run this as root, or install them first." >&2; return 1; }
  echo "Installing ${missing[*]}"
  export DEBIAN_FRONTEND=noninteractive
  apt-get install -y -q --no-install-recommends "${missing[@]}" >/tmp/kubesharp-apt.log 2>&1 ||
    { apt-get update -q >/tmp/kubesharp-apt.log 2>&1 && apt-get install -y -q --no-install-recommends "${missing[@]}" >>/tmp/kubesharp-apt.log 2>&1; } ||
    { tail -n 20 /tmp/kubesharp-apt.log >&2; return 1; }
}

# What a node needs. The Debian service of containerd is not used: Kubesharp runs an instance of its own.
need_node_packages() {
  need containerd containerd runc runc nft nftables conntrack conntrack ip iproute2 iptables iptables socat socat \
    /usr/lib/cni/bridge containernetworking-plugins /bin/busybox busybox-static
}

need_dotnet() {
  command -v dotnet >/dev/null 2>&1 || { echo "The .NET 10 SDK is needed: put dotnet on the PATH." >&2; return 1; }
}

# Prints the kubectl to use: $KUBECTL, the one on the PATH, or Debian's.
find_kubectl() {
  if [ -n "${KUBECTL:-}" ]; then echo "$KUBECTL"; return; fi
  command -v kubectl >/dev/null 2>&1 || need kubectl kubernetes-client >&2 || return 1
  command -v kubectl
}

# publish FOLDER: builds the binary with ahead-of-time compiled code. A server that runs from the folder keeps its files, because they are
# never overwritten: a build that differs takes the folder's place.
publish() {
  rm -rf "$1.next"
  dotnet publish src/Kubesharp/Kubesharp.csproj -c Release -r linux-x64 --self-contained false -p:PublishReadyToRun=true \
    -o "$1.next" -v q -nologo -nodeReuse:false
  if diff -rq "$1.next" "$1" >/dev/null 2>&1; then rm -rf "$1.next"; return; fi
  rm -rf "$1.old"
  [ ! -e "$1" ] || mv "$1" "$1.old"
  mv "$1.next" "$1"
  rm -rf "$1.old"
}
