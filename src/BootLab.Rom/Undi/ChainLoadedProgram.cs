using System.Net;
using BootLab.Net.Dhcp;
using BootLab.Net.Hosts;
using BootLab.Net.Tftp;
using BootLab.Rom.Ipxe;

namespace BootLab.Rom.Undi;

/// <summary>
/// A boot program that the PXE ROM of a NIC loads from the network (<c>undionly.kpxe</c>): the ROM gets a lease and the file, and the program drives that one NIC
/// through the ROM's UNDI. Which program the file holds is the lab's configuration; its bytes are not run.
/// </summary>
public sealed class ChainLoadedProgram(BootEnvironment environment) : IBootProgram
{
    /// <inheritdoc/>
    public string? Unconfirmed { get; } = IpxeBuild.For(environment.Rom.Program, environment.Machine.Firmware).Unconfirmed;

    /// <inheritdoc/>
    public async Task<BootOutcome> RunAsync()
    {
        var nic = environment.Nics.FirstOrDefault(nic => nic.Spec.Name == environment.Rom.BootNic) ?? environment.Nics[0];
        var journal = environment.Journal;
        journal.Record("pxe", "pxe-rom", $"the PXE ROM of {nic.Spec.Name} starts", ("nic", nic.Spec.Name));
        var host = new IpHost(environment.Loop, environment.Random);
        var port = host.AddInterface("undi", nic.Spec.Mac, nic.Port);
        port.Open();
        if (!nic.Spec.LinkUp || !nic.Port.IsLinkUp)
        {
            return Failed("PXE-E61: Media test failure, check cable");
        }

        if (await LeaseAsync(port, nic) is not { } ack)
        {
            return Failed("PXE-E51: No DHCP or proxyDHCP offers were received.");
        }

        if (ack.BootFileName is not { Length: > 0 } file)
        {
            return Failed("PXE-E53: No boot filename received");
        }

        port.AddAddress(ack.Yiaddr, 24);
        port.Gateway = ack.GetAddress(DhcpOptionCode.Router);
        journal.PrintLine($"CLIENT IP: {ack.Yiaddr}  DHCP IP: {ack.GetAddress(DhcpOptionCode.ServerIdentifier)}");
        var download = await TftpClientRunner.RunAsync(host, file, new IPEndPoint(ack.Siaddr, TftpPacket.ServerPort));
        if (download.Failure is { } failure)
        {
            return Failed(failure.Kind == TftpFailureKind.TimedOut ? "PXE-E32: TFTP open timeout" : $"PXE-T01: {failure.Message}");
        }

        journal.Record("pxe", "loaded", $"{file}: {download.Content!.Value.Length} bytes from {ack.Siaddr}", ("file", file), ("length", download.Content!.Value.Length));
        port.Close();
        return await new IpxeProgram(environment, [nic], new LeaseFromRom(nic, ack)).RunAsync();
    }

    private async Task<DhcpMessage?> LeaseAsync(IpInterface port, MachineNic nic)
    {
        var identity = new DhcpClientIdentity
        {
            Mac = nic.Spec.Mac,
            Uuid = environment.Machine.Uuid,
            PciVendor = nic.Spec.Model.VendorId,
            PciDevice = nic.Spec.Model.DeviceId,
        };
        return (await DhcpClientRunner.RunAsync(port, DhcpClientProfiles.PxeRom, identity, environment.Random)).Result?.Ack;
    }

    private BootOutcome Failed(string message)
    {
        environment.Journal.PrintLine(message);
        environment.Journal.Record("pxe", "pxe-failed", message);
        return new BootOutcome(BootOutcomeKind.Failed, message);
    }
}
