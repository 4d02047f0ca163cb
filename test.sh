#!/usr/bin/env bash
# Builds BootLab and runs every test program. The last line is "N passed, N failed, N skipped".
#
#   ./test.sh                 what this host lacks makes a test skip, with the reason
#   ./test.sh --forbid-skip   a skip is a failure (as in CI); the same as BOOTLAB_FORBID_SKIP=1
#
# As root on Debian the programs that the tests need are installed first; BOOTLAB_NO_INSTALL=1 prevents that.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

# The programs and files that tests ask for, each with the Debian package that brings it.
needed=(
    tgtd:tgt
    iscsi-test-cu:libiscsi-bin
    istgt:istgt
    qemu-img:qemu-utils
    qemu-nbd:qemu-utils
    "/usr/lib/$(uname -m)-linux-gnu/qemu/block-iscsi.so:qemu-block-extra"
    qemu-system-x86_64:qemu-system-x86
    tshark:tshark
    busybox:busybox-static
    iscsistart:open-iscsi
    unshare:util-linux
    ip:iproute2
    xz:xz-utils
    mke2fs:e2fsprogs
    hivexml:libhivex-bin
    hivexregedit:libwin-hivex-perl
    mkntfs:ntfs-3g
    wimapply:wimtools
    genisoimage:genisoimage
    iasl:acpica-tools
    xxd:xxd
    hexdump:bsdextrautils
    /usr/lib/ipxe/qemu/pxe-e1000.rom:ipxe-qemu
    /usr/lib/ipxe/ipxe.efi:ipxe
    grub-mkstandalone:grub-common
    /usr/lib/grub/x86_64-efi/linux.mod:grub-efi-amd64-bin
    mformat:mtools
    sfdisk:fdisk
    mkfs.fat:dosfstools
    sgdisk:gdisk
    /usr/share/OVMF/OVMF_CODE_4M.fd:ovmf
    dnsmasq:dnsmasq-base
    kea-dhcp4:kea-dhcp4-server
    "/usr/lib/$(uname -m)-linux-gnu/libpcap.so.0.8:libpcap0.8"
)

case "${1:-}" in
    '') ;;
    --forbid-skip) BOOTLAB_FORBID_SKIP=1 ;;
    *) echo "test.sh: found '$1', expected nothing or --forbid-skip" >&2; exit 2 ;;
esac
export BOOTLAB_FORBID_SKIP="${BOOTLAB_FORBID_SKIP:-0}"
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 MSBUILDDISABLENODEREUSE=1
export PATH="$PATH:/usr/sbin:/sbin"

install_missing_tools() {
    local packages=() entry
    for entry in "${needed[@]}"; do
        command -v "${entry%%:*}" >/dev/null || [[ -e "${entry%%:*}" ]] || packages+=("${entry#*:}")
    done
    if ((${#packages[@]} == 0)); then return; fi
    if [[ $EUID -ne 0 || "${BOOTLAB_NO_INSTALL:-0}" == 1 ]] || ! command -v apt-get >/dev/null; then
        echo "test.sh: not installed, the tests that need them will skip: ${packages[*]}" >&2
        return
    fi
    echo "== apt-get install ${packages[*]}"
    export DEBIAN_FRONTEND=noninteractive
    local apt=(timeout 900 apt-get -qq -o Acquire::Retries=3 -o Dpkg::Use-Pty=0) attempt
    for attempt in 1 2 3; do
        if { "${apt[@]}" update && "${apt[@]}" install -y --no-install-recommends "${packages[@]}"; } >"$logs/apt.log" 2>&1; then return; fi
        tail -n 20 "$logs/apt.log"
        sleep $((attempt * 10)) # a mirror may be away for a moment
    done
    echo "test.sh: apt-get failed; the tests that need these programs will skip" >&2
}

# Runs one test program and leaves "passed failed skipped" in a file. No count, or a count of none, is one failure:
# the program crashed, ran into its time limit, or holds no test.
run_program() {
    local name="$1" log="$logs/$1.log" status=0 passed failed skipped started=$SECONDS
    TMPDIR="$logs/tmp" timeout --kill-after=10 2400 dotnet "tests/$name/bin/Release/net10.0/$name.dll" --no-ansi --progress off >"$log" 2>&1 </dev/null || status=$?
    read -r passed failed skipped < <(awk '
        /^Test run summary:/ { in_summary = 1 }
        in_summary && $1 == "succeeded:" { passed = $2 }
        in_summary && $1 == "failed:" { failed = $2 }
        in_summary && $1 == "skipped:" { skipped = $2 }
        END { print passed + 0, failed + 0, skipped + 0 }' "$log")
    if ((failed == 0 && (passed + skipped == 0 || status != 0))); then failed=1; fi
    echo "$passed $failed $skipped" >"$logs/$name.count"
    {
        echo "$name: $passed passed, $failed failed, $skipped skipped ($((SECONDS - started)) s)"
        if ((failed > 0)); then echo "$name ended with $status; its output:"; tail -n 200 "$log"; fi
        if ((failed == 0 && skipped > 0)); then grep -A 1 '^skipped ' "$log" || true; fi
    } >"$logs/$name.shown"
    cat "$logs/$name.shown" # in one piece, as another program may be printing
}

logs="$(mktemp -d)"
trap 'rm -rf "$logs"' EXIT
export logs
# Whatever the programs leave goes with the logs. Other users may go there: some tests are them.
chmod 711 "$logs" && mkdir -m 1777 "$logs/tmp"

install_missing_tools

echo "== dotnet build -c Release"
if ! { dotnet restore BootLab.sln --locked-mode -v quiet && dotnet build BootLab.sln -c Release --no-restore -v quiet -clp:NoSummary; }; then
    echo "test.sh: the build failed" >&2
    echo "0 passed, 1 failed, 0 skipped"
    exit 1
fi

echo "== tests"
export -f run_program
# The guests' program takes longest, and is the last in the alphabet.
for project in tests/*.Tests/*.Tests.csproj; do basename "$project" .csproj; done | sort -r \
    | xargs -P 2 -I {} bash -c 'run_program "$1"' run_program {}

read -r passed failed skipped < <(cat "$logs"/*.count | awk '{ p += $1; f += $2; s += $3 } END { print p + 0, f + 0, s + 0 }')
echo "$passed passed, $failed failed, $skipped skipped"
((failed == 0 && passed > 0)) && [[ "$BOOTLAB_FORBID_SKIP" != 1 || "$skipped" == 0 ]]
