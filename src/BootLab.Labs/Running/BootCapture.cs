using System.Net;
using System.Net.NetworkInformation;
using BootLab.Machine;
using BootLab.Net.Capture;
using BootLab.Net.Clock;
using BootLab.Net.Hosts;
using BootLab.Net.Links;
using BootLab.Rom.Journal;

namespace BootLab.Labs.Running;

/// <summary>The capture of one boot: an interface for each NIC, comments where a stage begins, and made-up segments for connections through the host's sockets.</summary>
internal sealed class BootCapture(Stream output, EventLoop loop, Random random) : IDisposable
{
    private readonly PcapNgWriter _writer = new(output, leaveOpen: true);
    private readonly Dictionary<PhysicalAddress, int> _interfaces = [];

    /// <summary>A NIC's port with the capture between the two.</summary>
    public IEthernetPort Tap(NicSpec nic, IEthernetPort port)
    {
        var tap = new CaptureTap(port, _writer, nic.Name, loop.Time, $"{nic.Pci} {nic.Model.Name}");
        _interfaces[nic.Mac] = tap.InterfaceId;
        return tap;
    }

    /// <summary>Comments the next frame with an event; those that the frames themselves show are left out.</summary>
    public void Record(BootEvent entry)
    {
        if (entry.Stage != "script" && entry.Name is not ("pdu-sent" or "pdu-received"))
        {
            _writer.CommentNext($"{entry.Stage}: {entry.Text}");
        }
    }

    /// <summary>A stream to an existing server, shown as segments between the NIC and the portal.</summary>
    public Stream Show(HostStream stream, IPEndPoint portal, Route route, PhysicalAddress portalMac) => new CapturedStream(
        stream,
        new SynthesizedTcp(
            _writer, _interfaces[route.Interface.Mac], loop.Time, new IPEndPoint(route.Source, stream.Local.Port), route.Interface.Mac, portal, portalMac, random));

    /// <summary>Ends the file.</summary>
    public void Dispose() => _writer.Dispose();
}
