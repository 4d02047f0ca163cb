using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;
using BootLab.Net.Live;
using BootLab.Testing;
using Xunit;

namespace BootLab.Live.Tests;

/// <summary>
/// A lab, and real servers that are set up to answer as its own ones do: dnsmasq or Kea, and tgtd. Everything lies in a folder of its own, and every run has a network
/// namespace of its own, so tests run side by side and never touch the host's network.
/// </summary>
internal sealed class LiveLab : IDisposable
{
    public const string Mac = "52:54:00:00:00:01";
    public const string Initiator = "iqn.2026-11.lab.boot:server1";
    public const string Target = "iqn.2026-11.lab.boot:disk1";

    private const string Script = """
        #!ipxe
        echo ip=${ip} gateway=${gateway} dns=${dns} host=${hostname} server=${dhcp-server}
        echo iqn=${initiator-iqn} root=${root-path} next=${next-server} file=${filename} name=${66} keep=${keep-san}
        sanboot --drive 0x80
        """;

    private static readonly string s_dotnet = Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", "dotnet");

    public LiveLab()
    {
        Requires.Tool("dnsmasq", "dnsmasq-base");
        Requires.Tool("tgtd", "tgt");
        if ((NetworkNamespace.Obstacle() ?? TapLink.Obstacle()) is { } obstacle)
        {
            Requires.Missing(obstacle);
        }

        Write("lab.yaml", LabText);
        Write("boot.ipxe", Script.ReplaceLineEndings("\n") + "\n");
        // dnsmasq sends by TFTP what everybody may read, whatever this user's umask is.
        Assert.Equal(0, PeerProcess.Run("chmod", ["a+r", Folder.PathTo("boot.ipxe")]).ExitCode);
        Write("dnsmasq.conf", $"""
            user=root
            leasefile-ro
            {Options(dhcp: true)}
            """);
        Write("tftp-and-ra.conf", $"""
            user=root
            {Options(dhcp: false)}
            """);
        Write("kea.json", Kea);
        Write("target.sh", TargetScript);
    }

    public TemporaryFolder Folder { get; } = new();

    /// <summary>The program beside, as commands of <c>--peer</c>.</summary>
    public string Dnsmasq => $"dnsmasq -d -C {Folder.PathTo("dnsmasq.conf")}";

    /// <summary>TFTP and router advertisements alone.</summary>
    public string TftpAndRa => $"dnsmasq -d -C {Folder.PathTo("tftp-and-ra.conf")}";

    public string KeaDhcp4 => $"KEA_PIDFILE_DIR={Folder.Root} KEA_LOCKFILE_DIR={Folder.Root} kea-dhcp4 -c {Folder.PathTo("kea.json")}";

    public string Tgtd(string acl = "-I ALL") => $"sh {Folder.PathTo("target.sh")} {acl}";

    /// <summary>bootlab in this checkout's build, as words of a command line.</summary>
    public static IReadOnlyList<string> Bootlab { get; } = [s_dotnet, Path.Combine(AppContext.BaseDirectory, "bootlab.dll")];

    /// <summary>Runs the lab; what it leaves goes into the folder <paramref name="output"/>.</summary>
    public CommandResult Run(string output, params string[] arguments) => Run(Bootlab, output, arguments);

    public CommandResult Run(IReadOnlyList<string> bootlab, string output, params string[] arguments) =>
        PeerProcess.Run(bootlab[0], [.. bootlab.Skip(1), "run", Folder.Root, "--out", Folder.PathTo(output), .. arguments]);

    /// <summary>A run that the test ends itself.</summary>
    public Process Start(string output, params string[] arguments)
    {
        var start = new ProcessStartInfo(Bootlab[0], [.. Bootlab.Skip(1), "run", Folder.Root, "--out", Folder.PathTo(output), .. arguments])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };
        return Process.Start(start)!;
    }

    public byte[] Table(string output) => File.ReadAllBytes(Folder.PathTo(output, "ibft.bin"));

    public string Text(params string[] path) => File.ReadAllText(Folder.PathTo(path));

    /// <summary>Frames of a capture that a display filter of tshark lets through, with every checksum verified.</summary>
    public string Frames(string capture, string filter) => PeerProcess.Run(
        Requires.Tool("tshark", "tshark"),
        ["-r", Folder.PathTo(capture), "-o", "ip.check_checksum:TRUE", "-o", "tcp.check_checksum:TRUE", "-o", "udp.check_checksum:TRUE", "-Y", filter]).Output;

    /// <summary>Command lines of processes that name this lab's folder: what a run has left behind.</summary>
    public IReadOnlyList<string> Processes() =>
        [.. Directory.EnumerateDirectories("/proc").Where(path => int.TryParse(Path.GetFileName(path), out _)).Select(CommandLine).Where(line => line.Contains(Folder.Root, StringComparison.Ordinal))];

    public void Dispose() => Folder.Dispose();

    private static string CommandLine(string process)
    {
        try
        {
            return File.ReadAllText(Path.Combine(process, "cmdline")).Replace('\0', ' ');
        }
        catch (IOException)
        {
            return string.Empty;
        }
    }

    private void Write(string name, string text) => Folder.Write(name, Encoding.UTF8.GetBytes(text));

    private string Options(bool dhcp) => string.Join('\n', new[]
    {
        "port=0", "interface=san", "bind-interfaces", "log-dhcp", "enable-ra", "dhcp-range=fd00:9::,ra-only", "enable-tftp", $"tftp-root={Folder.Root}",
    }.Concat(!dhcp ? [] :
    [
        "no-ping", "dhcp-range=10.9.0.0,static", $"dhcp-host={Mac},10.9.0.15,server1", "dhcp-option=3,10.9.0.1", "dhcp-option=6,10.9.0.1", "dhcp-boot=boot.ipxe,,10.9.0.1",
        "dhcp-option-force=66,10.9.0.1", $"dhcp-option-force=17,\"iscsi:10.9.0.1::3260:1:{Target}\"", $"dhcp-option-force=203,\"{Initiator}\"", "dhcp-option-force=encap:175,8,1",
    ])) + "\n";

    private string Kea => $$$"""
        {"Dhcp4": {
          "interfaces-config": {"interfaces": ["san"], "dhcp-socket-type": "raw"},
          "lease-database": {"type": "memfile", "persist": true, "name": "{{{Folder.PathTo("leases.csv")}}}", "lfc-interval": 0},
          "option-def": [{"name": "ipxe", "code": 175, "type": "binary"}, {"name": "initiator-iqn", "code": 203, "type": "string"}],
          "subnet4": [{
            "subnet": "10.9.0.0/24", "next-server": "10.9.0.1", "boot-file-name": "boot.ipxe",
            "reservations": [{"hw-address": "{{{Mac}}}", "ip-address": "10.9.0.15", "hostname": "server1"}],
            "option-data": [
              {"name": "routers", "data": "10.9.0.1"}, {"name": "domain-name-servers", "data": "10.9.0.1"},
              {"name": "root-path", "data": "iscsi:10.9.0.1::3260:1:{{{Target}}}"},
              {"name": "tftp-server-name", "data": "10.9.0.1"}, {"name": "boot-file-name", "data": "boot.ipxe"},
              {"name": "ipxe", "csv-format": false, "data": "080101"}, {"name": "initiator-iqn", "data": "{{{Initiator}}}"}]}],
          "loggers": [{"name": "kea-dhcp4", "severity": "INFO", "output_options": [{"output": "stdout"}]}]}}
        """;

    private string TargetScript => $"""
        set -e
        cd {Folder.Root}
        export TGT_IPC_SOCKET={Folder.PathTo("s")}
        truncate -s 32M disk.img
        printf '\372\364\353\374' | dd of=disk.img conv=notrunc 2>/dev/null
        printf '\125\252' | dd of=disk.img bs=1 seek=510 conv=notrunc 2>/dev/null
        tgtd -f -C 1 --iscsi portal=10.9.0.1:3260 &
        until tgtadm -C 1 --lld iscsi --op new --mode target --tid 1 -T {Target}; do sleep 0.05; done
        tgtadm -C 1 --lld iscsi --op new --mode logicalunit --tid 1 --lun 1 -b {Folder.PathTo("disk.img")}
        tgtadm -C 1 --lld iscsi --op bind --mode target --tid 1 "$@"
        wait
        """;

    private const string LabText = $$$"""
        lab: live
        title: A SAN boot that can be run against real servers
        machine:
          firmware: bios
          uuid: 01020304-0506-0708-090a-0b0c0d0e0f10
          memory: 64
          nics:
            - {name: san, mac: "{{{Mac}}}", pci: "00:04.0", network: san}
            - {name: lan, mac: "52:54:00:00:00:02", pci: "00:05.0", network: lan}
        networks:
          san:
            subnet: 10.9.0.0/24
            dhcp:
              reservations: [{mac: "{{{Mac}}}", address: 10.9.0.15}]
              router: 10.9.0.1
              dns: 10.9.0.1
              hostname: server1
              initiator-iqn: {{{Initiator}}}
              root-path: "iscsi:10.9.0.1::3260:1:{{{Target}}}"
              next-server: 10.9.0.1
              file: boot.ipxe
              options: {66: 10.9.0.1, 175.8: 1}
            tftp: {boot.ipxe: boot.ipxe}
            router-advertisements: {prefix: "fd00:9::/64"}
          lan:
            subnet: 10.8.0.0/24
            dhcp: {pool: 10.8.0.15-10.8.0.15}
            router-advertisements: {prefix: "fd00:8::/64"}
        targets:
          - iqn: {{{Target}}}
            portals: ["10.9.0.1:3260"]
            luns: {1: {size: 32MiB, boot-code: "hex:fa f4 eb fc"}}
        rom: {producer: ipxe-36a4c85, boot-nic: san}
        expect: {outcome: booted}
        """;
}
