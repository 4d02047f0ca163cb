using System.Net;
using System.Net.NetworkInformation;
using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Running;
using BootLab.Ibft;
using BootLab.Ibft.Layouts;
using BootLab.Ibft.Views;

namespace BootLab.Bench;

/// <summary>A table of 2048 bytes as EDK2 writes it for four attempts: all fields and strings through the view, and as records with all checks of form.</summary>
[MemoryDiagnoser]
[InProcess]
public class IbftBenchmarks
{
    private readonly IbftContent _content = Content();
    private readonly byte[] _table = IbftWriter.Write(ProducerProfiles.Edk2.Layout.Place(Content()));

    public static void Run(string[] args) => BenchmarkRunner.Run<IbftBenchmarks>(args: args);

    [Benchmark]
    public int View()
    {
        IbftView.TryOpen(_table, out var view);
        var sum = view.ChecksumIsRight ? 1 : 0;
        foreach (var slot in view.Control)
        {
            sum += Structure(view, slot.Offset);
        }

        return sum;
    }

    [Benchmark]
    public IbftTable Records() => IbftReader.Read(_table);

    [Benchmark]
    public byte[] Write() => IbftWriter.Write(ProducerProfiles.Edk2.Layout.Place(_content));

    private static int Structure(IbftView view, int offset)
    {
        if (offset == 0 || !view.TryGetStructure(offset, out var structure))
        {
            return 0;
        }

        var sum = structure.Index + structure.Flags + structure.Length + structure.Version;
        if (structure.Id == StructureId.Initiator && view.TryGetInitiator(offset, out var initiator))
        {
            sum += view.Value(initiator.Name).Length + Hash(initiator.IsnsServer) + Hash(initiator.SlpServer)
                + Hash(initiator.PrimaryRadiusServer) + Hash(initiator.SecondaryRadiusServer);
        }
        else if (structure.Id == StructureId.Nic && view.TryGetNic(offset, out var nic))
        {
            sum += Hash(nic.IpAddress) + nic.SubnetMaskPrefix + (int)nic.Origin + Hash(nic.Gateway) + Hash(nic.PrimaryDns) + Hash(nic.SecondaryDns)
                + Hash(nic.DhcpServer) + nic.Vlan + nic.MacAddress[5] + nic.PciBdf + view.Value(nic.HostName).Length;
        }
        else if (structure.Id == StructureId.Target && view.TryGetTarget(offset, out var target))
        {
            sum += Hash(target.IpAddress) + target.Port + (int)target.BootLun.Value + (int)target.ChapType + target.NicAssociation
                + view.Value(target.Name).Length + view.Value(target.ChapName).Length + view.Value(target.ChapSecret).Length
                + view.Value(target.ReverseChapName).Length + view.Value(target.ReverseChapSecret).Length;
        }

        return sum;
    }

    private static int Hash(IbftAddress address) => address.GetHashCode();

    private static IbftContent Content()
    {
        var address = IbftAddress.From(IPAddress.Parse("10.9.0.2"));
        return new IbftContent
        {
            OemId = "BOCHS ",
            OemTableId = "BXPC    ",
            Initiator = new InitiatorContent { Name = "iqn.2026-11.lab.boot:init" },
            Nics = [.. Enumerable.Range(0, 4).Select(i => new NicContent
            {
                MacAddress = new PhysicalAddress([0x52, 0x54, 0, 0, 8, (byte)i]),
                IpAddress = address,
                Gateway = address,
                PrimaryDns = address,
                DhcpServer = address,
            })],
            Targets = [.. Enumerable.Range(0, 4).Select(i => new TargetContent
            {
                IpAddress = address,
                Port = 3260,
                NicAssociation = (byte)i,
                Name = $"iqn.2026-11.lab.boot:disk{i}",
                ChapType = ChapType.Mutual,
                ChapName = "user",
                ChapSecret = "secretsecret1",
                ReverseChapName = "ruser",
                ReverseChapSecret = "rsecretsecret",
            })],
        };
    }
}
