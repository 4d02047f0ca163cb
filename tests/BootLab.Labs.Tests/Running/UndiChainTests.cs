using System.Text;
using BootLab.Labs.Files;
using BootLab.Labs.Tests.Running.Support;
using BootLab.Rom;
using BootLab.Testing;
using Xunit;

namespace BootLab.Labs.Tests.Running;

/// <summary>A PXE ROM that loads an UNDI-only boot program by TFTP: the server tells the ROM and the program apart by their classes.</summary>
public class UndiChainTests
{
    [Theory]
    [InlineData("gpxe-1.0.0", "gPXE")]
    [InlineData("ipxe-2013-01-31", "iPXE")]
    [InlineData("ipxe-36a4c85", "iPXE")]
    [InlineData("ipxe", "iPXE")]
    [InlineData("bootlab", "iPXE")]
    public void The_rom_loads_the_program_and_the_program_its_script(string producer, string userClass)
    {
        var run = CapturedLabs.Run(Lab(producer, userClass));

        Assert.Equal(BootOutcomeKind.Booted, run.Outcome.Kind);
        Assert.Equal(["undionly.kpxe", "boot.script"], Frames.OfPcapNg(run.Capture!).UdpTo(69).Where(IsReadRequest).Select(File));
        // The ROM presents itself without a user class, the program with its own.
        var classes = Frames.OfPcapNg(run.Capture!).UdpTo(67).Select(UserClass).Distinct();
        Assert.Equal([null, userClass], classes);
        // UNDI drives the NIC it was loaded from and no other.
        Assert.Equal("525400000841", Assert.Single(run.Content!.Nics).MacAddress.ToString());
        var stages = run.Journal.Events.Select(entry => entry.Name).ToList();
        Assert.True(stages.IndexOf("pxe-rom") < stages.IndexOf("loaded") && stages.IndexOf("loaded") < stages.IndexOf("program-start"), string.Join(' ', stages));
        Assert.Empty(new Tshark(run.Capture!, [3260]).Complaints());
    }

    [Theory]
    [InlineData("dhcp: {", "x-dhcp", "PXE-E51: No DHCP or proxyDHCP offers were received.")]
    [InlineData("file: undionly.kpxe,", "", "PXE-E53: No boot filename received")]
    [InlineData("file: undionly.kpxe,", "file: missing.kpxe,", "PXE-T01: File not found")]
    [InlineData("network: san}", "network: san, link: down}", "PXE-E61: Media test failure, check cable")]
    [InlineData("file: undionly.kpxe,", "file: undionly.kpxe, next-server: 10.9.0.77,", "PXE-E32: TFTP open timeout")]
    public void What_fails_is_said_as_pxe_roms_say_it(string old, string changed, string message)
    {
        var run = CapturedLabs.Run(Lab("gpxe-1.0.0", "gPXE", yaml => changed == "x-dhcp"
            ? string.Join('\n', yaml.Split('\n').Where(line => !line.Contains("file: undionly.kpxe", StringComparison.Ordinal)))
            : Replaced(yaml, old, changed)));

        Assert.Equal(BootOutcomeKind.Failed, run.Outcome.Kind);
        Assert.StartsWith(message, run.Outcome.Text, StringComparison.OrdinalIgnoreCase);
        Assert.Contains(run.Outcome.Text, run.Journal.Console, StringComparison.Ordinal);
        Assert.Null(run.Table);
        Assert.True(run.Elapsed < TimeSpan.FromMinutes(10), $"the ROM gave up after {run.Elapsed}");
    }

    private static string Replaced(string yaml, string old, string changed)
    {
        Assert.Contains(old, yaml, StringComparison.Ordinal);
        return yaml.Replace(old, changed, StringComparison.Ordinal);
    }

    private static LabFile Lab(string producer, string userClass, Func<string, string>? change = null)
    {
        var yaml = $$$"""
            lab: undi
            title: "A PXE ROM and a boot program behind it"
            machine:
              firmware: bios
              nics:
                - {name: lan, mac: "52:54:00:00:08:40", pci: "08:04.0"}
                - {name: san, mac: "52:54:00:00:08:41", pci: "08:04.1", network: san}
            networks:
              san:
                subnet: 10.9.0.0/24
                server: 10.9.0.1
                dhcp: {pool: 10.9.0.100-10.9.0.200, hostname: server1, file: undionly.kpxe, classes: [{match: {user-class: "{{{userClass}}}"}, file: boot.script}]}
                tftp:
                  undionly.kpxe: |
                    the bytes of the boot program are not run
                  boot.script: |
                    #!{{{userClass.ToLowerInvariant()}}}
                    sanboot iscsi:10.9.0.1::::iqn.2026-01.test:disk1
            targets:
              - iqn: iqn.2026-01.test:disk1
                portals: ["10.9.0.1:3260"]
                luns: {0: {size: 32MiB, boot-code: "hex:fa f4 eb fc"}}
            rom: {producer: {{{producer}}}, driver: undi, boot-nic: san}
            """;
        return LabLoader.Parse(Encoding.UTF8.GetBytes((change ?? (text => text))(yaml)), Repository.PathTo("tests", "labs", "undi", LabLoader.FileName));
    }

    private static bool IsReadRequest(byte[] tftp) => tftp[1] == 1;

    private static string File(byte[] request) => Encoding.ASCII.GetString(request.AsSpan(2, request.AsSpan(2).IndexOf((byte)0)));

    /// <summary>Option 77 of a BOOTP message; null when it is not there.</summary>
    private static string? UserClass(byte[] bootp)
    {
        for (var at = 240; at < bootp.Length && bootp[at] != 255; at += bootp[at] == 0 ? 1 : 2 + bootp[at + 1])
        {
            if (bootp[at] == 77)
            {
                return Encoding.ASCII.GetString(bootp, at + 2, bootp[at + 1]);
            }
        }

        return null;
    }
}
