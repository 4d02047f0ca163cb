using BootLab.Iscsi.Target;
using BootLab.Labs.Files;
using BootLab.Labs.Running;
using BootLab.Machine;
using BootLab.Net.Capture;
using BootLab.Net.Clock;
using BootLab.Net.Live;
using BootLab.Vm.Layout;
using BootLab.Vm.Qemu;

namespace BootLab.Vm.Running;

/// <summary>The lab's own switches with its servers, on a loop in real time; every frame of the guest goes into a capture.</summary>
internal sealed class SwitchNetworks : IGuestNetworks
{
    private readonly LabDisks _disks = new();
    private readonly EventLoop _loop;
    private readonly LabWorld _world;
    private readonly PcapNgWriter _writer;
    private readonly List<(NicSpec Nic, GuestCable Cable)> _cables = [];
    private readonly Dictionary<string, NicTraffic> _traffic = [];

    /// <summary>Builds the networks. Called on the loop, as all else here but <see cref="BackEnd"/>.</summary>
    public SwitchNetworks(EventLoop loop, LabFile lab, Stream capture)
    {
        _loop = loop;
        _world = new LabWorld(loop, lab.Seed, lab.Networks, lab.Targets, _disks);
        _writer = new PcapNgWriter(capture, leaveOpen: true);
        ExistingServers.Serve(loop, lab, _world);
    }

    public IReadOnlyList<LoginRecord> Logins => [.. _world.Logins];

    public IReadOnlyDictionary<string, NicTraffic> Traffic => _traffic;

    public string BackEnd(NicSpec nic, RunFolder folder)
    {
        var cable = GuestCable.Listen(folder.PathTo($"nic{_cables.Count}"));
        _cables.Add((nic, cable));
        return MachineWiring.Stream(cable.SocketPath);
    }

    public void Connect()
    {
        foreach (var (nic, cable) in _cables)
        {
            _traffic[nic.Name] = new NicTraffic(new CaptureTap(_world.Plug(nic), _writer, nic.Name, _loop.Time, $"{nic.Pci} {nic.Model.Name}"));
            cable.Plug(_loop, _traffic[nic.Name]);
        }
    }

    public ValueTask DisposeAsync()
    {
        _cables.ForEach(cable => cable.Cable.Dispose());
        _writer.Dispose();
        _disks.Dispose();
        return ValueTask.CompletedTask;
    }
}
