#!/bin/sh
# The first process of BootLab's guests. It reports on the second serial port; the first one is the kernel's console, so that neither cuts the other's lines.
# Marker lines start with @ and a random word of this boot (bootlab.mark), which nothing inside a table can know:
#   @MARK begin NAME, the section's lines, @MARK end NAME, and @MARK ready UPTIME when a request can be sent.
# Words on the kernel command line choose what happens:
#   bootlab.report=A,B   reports once at the start: ibft, acpi, pci
#   bootlab.serve        then answers requests, one a line
#   bootlab.login        logs in as the iBFT says, reads /marker from the disk, or from its first partition with ext4, and writes /answer, with the mark in it
#   bootlab.param=K=V    a parameter of that login
#   bootlab.discover=A   asks the portal A for its targets
#   bootlab.leases       then asks for a DHCP lease on every other card that has link, and reports all addresses
#   bootlab.instead=END  does nothing of this, but ends: crash, reboot, hang or off
export PATH=/bin:/sbin
mount -t proc proc /proc
mount -t sysfs sysfs /sys
mount -t devtmpfs dev /dev

mark= report= serve= login= discover= params= leases= instead=
for word in $(cat /proc/cmdline); do
    value=${word#*=}
    case $word in
        bootlab.mark=*) mark=@$value ;;
        bootlab.report=*) report=$(echo "$value" | tr , ' ') ;;
        bootlab.serve) serve=1 ;;
        bootlab.login) login=1 ;;
        bootlab.param=*) params="$params --param=$value" ;;
        bootlab.discover=*) discover=$value ;;
        bootlab.leases) leases=1 ;;
        bootlab.instead=*) instead=$value ;;
    esac
done

stty -F /dev/ttyS1 raw -echo
exec </dev/ttyS1 >/dev/ttyS1 2>&1

begin() { echo "$mark begin $1"; }
end() { echo "$mark end $1"; }
load() { while read -r module; do [ -e "/sys/module/$module" ] || insmod "/mod/$module.ko"; done <"/mod/$1.list"; }

# Every file of a tree as path:line and every link as path -> target, so that no value can look like another file.
tree() {
    cd "$1" 2>/dev/null || return
    grep -r "" .
    find . -type l | while read -r link; do echo "$link -> $(readlink "$link")"; done
    cd /
}

# Loads the module anew: it reads the table where the kernel found it at boot. What the kernel said before this is the section "found".
report_ibft() {
    [ -d /sys/module/iscsi_ibft ] && rmmod iscsi_ibft
    begin found; dmesg -c | grep -e iBFT -e IBFT; end found
    begin load; insmod /mod/iscsi_ibft.ko; end load
    begin messages; dmesg -c; end messages
    begin ibft; tree /sys/firmware/ibft; end ibft
}

report_acpi() {
    begin acpi; ls /sys/firmware/acpi/tables; end acpi
    begin table; cat /sys/firmware/acpi/tables/[iI]BFT* 2>/dev/null | base64; end table
}

# address class vendor device driver name mac, a hyphen for what is not there
report_pci() {
    load nics
    begin pci
    for function in /sys/bus/pci/devices/*; do
        read -r class <"$function/class"; read -r vendor <"$function/vendor"; read -r device <"$function/device"
        driver=- name=- mac=-
        [ -e "$function/driver" ] && driver=$(basename "$(readlink "$function/driver")")
        for interface in "$function"/net/* "$function"/virtio*/net/*; do
            [ -e "$interface" ] && name=${interface##*/} && read -r mac <"$interface/address"
        done
        echo "${function##*/} $class $vendor $device $driver $name $mac"
    done
    end pci
}

log_in() {
    load nics
    load login
    begin network; iscsistart -N; ip addr; end network
    begin record; iscsistart -f; end record
    begin login; iscsistart -b $params; echo "status $?"; end login
    tries=0
    while [ ! -b /dev/sda ] && [ $tries -lt 50 ] && [ -n "$(ls /sys/class/iscsi_session)" ]; do usleep 100000; tries=$((tries + 1)); done
    begin session
    for session in /sys/class/iscsi_session/session* /sys/class/iscsi_connection/connection*; do
        [ -d "$session" ] && for key in targetname username username_in header_digest data_digest persistent_address; do
            [ -r "$session/$key" ] && echo "$key=$(cat "$session/$key" 2>/dev/null)"
        done
    done
    end session
    begin device
    if [ -b /dev/sda ]; then
        echo "sectors $(cat /sys/block/sda/size)"
        head -c 512 /dev/sda | base64
    fi
    end device
    begin disk
    for disk in /dev/sda*; do
        if [ -b "$disk" ] && mount -t ext4 "$disk" /mnt; then
            echo "marker $(cat /mnt/marker)"
            echo "$mark" >/mnt/answer && sync && umount /mnt && echo written
            break
        fi
    done
    end disk
}

ask_leases() {
    load nics
    begin leases
    cards=
    for card in /sys/class/net/eth*; do
        name=${card##*/}
        [ -e "$card" ] && [ -z "$(ip -o -4 addr show dev "$name")" ] && ip link set "$name" up && cards="$cards $name"
    done
    tries=0 # a card needs a while to find its link
    for name in $cards; do
        while [ "$(cat "/sys/class/net/$name/carrier")" != 1 ] && [ $tries -lt 40 ]; do usleep 100000; tries=$((tries + 1)); done
        [ "$(cat "/sys/class/net/$name/carrier")" = 1 ] && udhcpc -i "$name" -n -q -t 3 -T 1 -s /bin/take-lease
    done
    end leases
    # mac name carrier address/prefix, a hyphen for none
    begin addresses
    for card in /sys/class/net/eth*; do
        name=${card##*/}
        [ -e "$card" ] && echo "$(cat "$card/address") $name $(cat "$card/carrier") $(address_of "$name")"
    done
    end addresses
}

address_of() {
    set -- $(ip -o -4 addr show dev "$1")
    echo "${4:--}"
}

load crash
if [ -n "$instead" ]; then
    begin "$instead"
    case $instead in
        crash) echo c >/proc/sysrq-trigger ;;
        reboot) echo b >/proc/sysrq-trigger ;;
        off) echo o >/proc/sysrq-trigger ;;
    esac
    sleep 86400
fi

load ibft
for section in $report; do report_$section; done
if [ -n "$discover" ]; then
    load nics; load login; iscsistart -N
    iscsid -f >/dev/null 2>&1 &
    tries=0 # until the daemon listens
    until found=$(iscsiadm -m discovery -t sendtargets -p "$discover" 2>/tmp/error) || [ $tries -ge 50 ]; do usleep 200000; tries=$((tries + 1)); done
    begin discovery; if [ -n "$found" ]; then echo "$found"; else cat /tmp/error; fi; end discovery
fi
[ -n "$login" ] && log_in
[ -n "$leases" ] && ask_leases
read -r uptime rest </proc/uptime
echo "$mark ready $uptime"
while [ -n "$serve" ] && read -r request; do
    case $request in
        ibft) report_ibft ;;
        acpi) report_acpi ;;
        pci) report_pci ;;
        panic) echo c >/proc/sysrq-trigger ;;
        hang) sleep 86400 ;;
    esac
    read -r uptime rest </proc/uptime
    echo "$mark ready $uptime"
done
stty -F /dev/ttyS1 raw # waits until the last line has left the port
echo o >/proc/sysrq-trigger
sleep 60
