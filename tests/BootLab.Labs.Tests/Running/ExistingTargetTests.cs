using System.Text;
using BootLab.Labs.Files;
using BootLab.Labs.Tests.Running.Support;
using BootLab.Net.Capture;
using BootLab.Rom;
using BootLab.Testing;
using Xunit;

namespace BootLab.Labs.Tests.Running;

/// <summary>A machine in virtual time whose target is a real tgtd behind the host's sockets.</summary>
public class ExistingTargetTests
{
    private const string User = "iniuser";
    private const string Secret = "inisecret1234";
    private const int Portal = 3260;

    [Fact]
    public void A_boot_from_tgtd_leaves_the_table_that_an_embedded_target_gives()
    {
        using var tgtd = new Tgtd(Disk());
        var run = CapturedLabs.Run(Lab(tgtd.Port));

        Assert.Equal(BootOutcomeKind.Booted, run.Outcome.Kind);
        // The same lab with nothing changed but where the target is.
        Assert.Equal(Convert.ToHexString(CapturedLabs.Run(Lab(existing: null)).Table!.Bytes), Convert.ToHexString(run.Table!.Bytes));
        var target = Assert.Single(run.Content!.Targets);
        Assert.Equal((Tgtd.TargetName, Portal, "10.9.0.1"), (target.Name.ToString(), target.Port, target.IpAddress.ToString()));
        Assert.Equal("10.9.0.2", Assert.Single(run.Content.Nics).IpAddress.ToString());
    }

    [Fact]
    public void Its_segments_in_the_capture_are_made_up_and_say_so()
    {
        using var tgtd = new Tgtd(Disk());
        var run = CapturedLabs.Run(Lab(tgtd.Port));
        var tshark = new Tshark(run.Capture!, [Portal]);

        Assert.Empty(tshark.Complaints());
        Assert.Equal(run.Journal.Events.Count(entry => entry.Name is "pdu-sent" or "pdu-received"), tshark.Values("iscsi.opcode").Count);
        var segments = tshark.Values("frame.protocols").Count(protocols => protocols.Split(':').Contains("tcp"));
        Assert.True(segments > 10, $"{segments} segments for a whole boot");
        Assert.Equal(segments, tshark.Values("frame.comment").Count(comment => comment == SynthesizedTcp.Label));
    }

    [Fact]
    public void With_chap_the_table_holds_name_and_secret()
    {
        using var tgtd = new Tgtd(Disk(), [User, Secret]);
        var run = CapturedLabs.Run(Lab(tgtd.Port, $"set username {User}", $"set password {Secret}"));

        Assert.Equal(BootOutcomeKind.Booted, run.Outcome.Kind);
        var target = Assert.Single(run.Content!.Targets);
        Assert.Equal((Ibft.ChapType.OneWay, User, Secret), (target.ChapType, target.ChapName.ToString(), target.ChapSecret.ToString()));
        Assert.Empty(new Tshark(run.Capture!, [Portal]).Complaints());
    }

    [Fact]
    public void A_wrong_secret_is_permission_denied_and_leaves_no_table()
    {
        using var tgtd = new Tgtd(Disk(), [User, Secret]);
        var run = CapturedLabs.Run(Lab(tgtd.Port, $"set username {User}", "set password wrongsecret12"));

        Assert.Null(run.Table);
        Assert.Equal(BootOutcomeKind.Failed, run.Outcome.Kind);
        Assert.Contains("http://ipxe.org/410d613c", run.Journal.Console, StringComparison.Ordinal);
        Assert.Contains(run.Journal.Events, entry => entry.Name == "login-failed");
    }

    [Fact]
    public void A_target_that_is_not_there_refuses_and_the_rom_ends_with_connection_reset()
    {
        var run = CapturedLabs.Run(Lab(Ports.FreeTcp()));

        Assert.Null(run.Table);
        Assert.Equal(BootOutcomeKind.Failed, run.Outcome.Kind);
        Assert.Contains("http://ipxe.org/0f0a6039", run.Journal.Console, StringComparison.Ordinal);
        Assert.Contains(run.Journal.Events, entry => entry.Name == "connect-failed" && Equals(entry.Data["reason"], "ConnectionRefused"));
    }

    private static byte[] Disk()
    {
        var disk = new byte[32 << 20];
        new byte[] { 0xfa, 0xf4, 0xeb, 0xfc }.CopyTo(disk, 0);
        (disk[510], disk[511]) = (0x55, 0xaa);
        return disk;
    }

    /// <summary>One NIC whose script boots from LUN 1 of the portal 10.9.0.1:3260: tgtd's on a port of the host, or an embedded one.</summary>
    private static LabFile Lab(int? existing, params string[] settings)
    {
        string[] script = ["#!ipxe", "set initiator-iqn iqn.2026-01.test:client1", .. settings, $"sanboot --keep iscsi:10.9.0.1::{Portal}:1:{Tgtd.TargetName}"];
        var target = existing is { } port ? $"existing: \"127.0.0.1:{port}\"" : "luns: {1: {size: 32MiB, boot-code: \"hex:fa f4 eb fc\"}}";
        var yaml = $$"""
            lab: existing
            title: "A real target"
            machine:
              firmware: bios
              nics:
                - {name: san, mac: "52:54:00:00:08:40", pci: "00:04.0", network: a}
            networks:
              a:
                subnet: 10.9.0.0/24
                server: 10.9.0.1
                dhcp: {pool: 10.9.0.2-10.9.0.9, file: boot.ipxe, hostname: boot1}
                tftp:
                  boot.ipxe: |
            {{string.Join('\n', script.Select(line => $"        {line}"))}}
            targets:
              - iqn: {{Tgtd.TargetName}}
                portals: ["10.9.0.1:{{Portal}}"]
                {{target}}
            rom: {producer: ipxe-36a4c85, boot-nic: san}
            """;
        return LabLoader.Parse(Encoding.UTF8.GetBytes(yaml), Repository.PathTo("tests", "labs", "existing", LabLoader.FileName));
    }
}
