using System.Diagnostics;
using System.Net;
using System.Net.NetworkInformation;
using BootLab.Ibft;
using BootLab.Ibft.Layouts;
using BootLab.Machine;
using BootLab.Os;
using BootLab.Os.Windows;

namespace BootLab.Bench;

/// <summary>A prediction of a boot of Windows, of one that succeeds and of one that crashes and looks for a change, beside reading the same table into records.</summary>
public static class PredictBench
{
    private const int Rounds = 51;
    private const int PredictionsARound = 100;

    public static void Run(string[] args)
    {
        var table = Table();
        var (boots, crashes) = (Situation(table, function: 0), Situation(table, function: 1));
        Console.WriteLine($"one: {WindowsBoot.Predict(boots).Headline}");
        Console.WriteLine($"other: {WindowsBoot.Predict(crashes).Headline}");
        var programs = new (string Name, Action Run)[]
        {
            ("boots", () => WindowsBoot.Predict(boots)),
            ("crashes", () => WindowsBoot.Predict(crashes)),
            ("records", () => IbftReader.ReadLenient(table)),
        };
        for (var warm = Stopwatch.StartNew(); warm.Elapsed < TimeSpan.FromSeconds(3);)
        {
            foreach (var (_, run) in programs)
            {
                run();
            }
        }

        var times = programs.ToDictionary(program => program.Name, _ => new List<double>());
        for (var round = 0; round < Rounds; round++)
        {
            foreach (var (name, run) in programs)
            {
                var watch = Stopwatch.StartNew();
                for (var i = 0; i < PredictionsARound; i++)
                {
                    run();
                }

                times[name].Add(watch.Elapsed.TotalMicroseconds / PredictionsARound);
            }
        }

        Console.WriteLine(string.Join(", ", times.Select(time => $"{time.Key}: {Median(time.Value):f1} us")));
        foreach (var name in new[] { "boots", "crashes" })
        {
            Console.WriteLine($"ratio {name} / records: {Median([.. times[name].Zip(times["records"], (prediction, records) => prediction / records)]):f1}");
        }
    }

    private static double Median(List<double> values)
    {
        values.Sort();
        return values[values.Count / 2];
    }

    private static byte[] Table() => IbftWriter.Write(TableLayouts.Ipxe2017.Place(new IbftContent
    {
        Initiator = new InitiatorContent { Name = "iqn.2026-11.lab.boot:init" },
        Nics =
        [
            new NicContent { Flags = 3, MacAddress = Mac(0), PciBdf = 0x0820, IpAddress = IbftAddress.From(IPAddress.Parse("10.9.0.2")), SubnetMaskPrefix = 24 },
            new NicContent { Flags = 1, MacAddress = Mac(1), PciBdf = 0x0821 },
        ],
        Targets = [new TargetContent { Flags = 3, IpAddress = IbftAddress.From(IPAddress.Parse("10.9.0.1")), Port = 3260, Name = "iqn.2026-11.lab.boot:disk0" }],
    }));

    private static WindowsSituation Situation(byte[] table, int function)
    {
        var installed = new InstalledNic(Mac(function), PciAddress.FromBdf((ushort)(0x0820 + function)));
        return new WindowsSituation
        {
            Release = WindowsRelease.OfBuild(20348)!,
            Memory = PlacedTable.InLowMemory(table),
            Machine = new MachineSpec
            {
                Nics =
                [
                    new NicSpec { Name = "san", Mac = Mac(0), Pci = PciAddress.FromBdf(0x0820), Network = "san" },
                    new NicSpec { Name = "lan", Mac = Mac(1), Pci = PciAddress.FromBdf(0x0821), Network = "lan" },
                ],
            },
            Networks =
            [
                new NetworkSpec { Name = "san", Subnet = IPNetwork.Parse("10.9.0.0/24"), Server = IPAddress.Parse("10.9.0.254") },
                new NetworkSpec { Name = "lan", Subnet = IPNetwork.Parse("192.168.7.0/24"), Server = IPAddress.Parse("192.168.7.1") },
            ],
            Targets = [new TargetSpec { Iqn = "iqn.2026-11.lab.boot:disk0" }],
            Installed = new InstallRecord { FirstNic = installed, Way = InstallWay.SetupToIscsi },
        };
    }

    private static PhysicalAddress Mac(int function) => new([0x52, 0x54, 0, 0, 8, (byte)(0x40 + function)]);
}
