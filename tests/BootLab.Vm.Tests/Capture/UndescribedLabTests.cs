using System.Text;
using BootLab.Labs.Files;
using BootLab.Testing;
using BootLab.Vm.Capture;
using Xunit;

namespace BootLab.Vm.Tests.Capture;

/// <summary>What a lab's scripts and DHCP servers say when iPXE is to write no table.</summary>
public sealed class UndescribedLabTests
{
    private const string Lab = """
        lab: described
        title: A lab
        machine: {firmware: bios, memory: 64, nics: [{name: san, mac: "52:54:00:00:08:40", pci: "08:04.0", network: san}]}
        networks:
          san:
            subnet: 10.9.0.0/24
            server: 10.9.0.1
            dhcp: {pool: 10.9.0.100-10.9.0.200, DHCP}
            tftp:
              boot.ipxe: |
                #!ipxe
                sanhook -d 0x81 iscsi:a && sanboot -n iscsi:b || sanboot iscsi:c
                echo sanboot is over
                sanboot --no-describe iscsi:d
                sanunhook --drive 0x81
              notes: |
                sanboot iscsi:e
        rom: {producer: ipxe-36a4c85, boot-nic: san}
        """;

    [Fact]
    public void Every_command_that_attaches_a_drive_says_so_once()
    {
        var files = UndescribedLab.Of("described", Load("file: boot.ipxe").Networks)[0].TftpFiles;
        Assert.Equal(
            "#!ipxe\nsanhook --no-describe -d 0x81 iscsi:a && sanboot -n iscsi:b || sanboot --no-describe iscsi:c\necho sanboot is over\nsanboot --no-describe iscsi:d\nsanunhook --drive 0x81\n",
            Encoding.UTF8.GetString(files["boot.ipxe"].ReadAllBytes()));
        Assert.Equal("sanboot iscsi:e\n", Encoding.UTF8.GetString(files["notes"].ReadAllBytes()));
    }

    [Fact]
    public void A_drive_that_DHCP_names_is_booted_by_a_script()
    {
        var network = UndescribedLab.Of("described", Load("root-path: \"iscsi:10.9.0.1::::iqn\", initiator-iqn: iqn.2026-11.lab.boot:host").Networks)[0];
        var answer = network.Dhcp!.Answer;
        Assert.DoesNotContain(answer.Options, option => option.Code == 17);
        Assert.Contains(answer.Options, option => option.Code == 203);
        Assert.Equal("#!ipxe\nsanboot --no-describe iscsi:10.9.0.1::::iqn\n", Encoding.UTF8.GetString(network.TftpFiles[answer.File!].ReadAllBytes()));
    }

    [Fact]
    public void A_drive_that_DHCP_names_beside_a_script_is_refused()
    {
        var failure = Assert.Throws<VmException>(() => UndescribedLab.Of("described", Load("root-path: \"iscsi:10.9.0.1::::iqn\", file: boot.ipxe").Networks));
        Assert.StartsWith("described: found a root path beside a boot file on san, expected one of them", failure.Message);
    }

    private static LabFile Load(string dhcp)
    {
        using var folder = new TemporaryFolder();
        return LabLoader.Load(folder.Write("lab.yaml", Encoding.UTF8.GetBytes(Lab.Replace("DHCP", dhcp, StringComparison.Ordinal))));
    }
}
