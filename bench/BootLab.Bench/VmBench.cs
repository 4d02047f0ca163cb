using System.Diagnostics;
using BootLab.Labs.Files;
using BootLab.Machine;
using BootLab.Vm.Capture;
using BootLab.Vm.Pieces;
using BootLab.Vm.Running;

namespace BootLab.Bench;

/// <summary>Whole runs of real guests, in turns: each is from the lab file in memory to the comparison.</summary>
internal static class VmBench
{
    public static void Run(string[] args)
    {
        var rounds = args.Length > 0 ? int.Parse(args[0]) : 5;
        var pieces = GuestPiecesCache.OfUser().FindOrPrepareAsync(Console.WriteLine, CancellationToken.None).GetAwaiter().GetResult();
        var login = LabLoader.Load(Path.Combine("labs", "linux-login"));
        (string Name, Action Run, List<double> Seconds)[] measured =
        [
            ("vm run, login with CHAP", () => Boot(login), []),
            ("vm run, mutual CHAP", () => Boot(Mutual(login)), []),
            ("vm run, login with CHAP, user networking", () => Boot(login, GuestNetwork.User), []),
            ("vm capture, one NIC", () => Capture("ipxe-debian-1nic"), []),
            ("vm capture, two NICs", () => Capture("ipxe-debian-pxb-0804-2nic"), []),
        ];
        for (var round = 0; round < rounds; round++)
        {
            foreach (var (_, run, seconds) in measured)
            {
                var clock = Stopwatch.StartNew();
                run();
                seconds.Add(clock.Elapsed.TotalSeconds);
            }
        }

        foreach (var (name, _, seconds) in measured)
        {
            seconds.Sort();
            Console.WriteLine($"{name}: {seconds[seconds.Count / 2]:0.0} s (median of {rounds}; {seconds[0]:0.0} to {seconds[^1]:0.0})");
        }

        void Boot(LabFile lab, GuestNetwork network = GuestNetwork.Switch)
        {
            var run = VmRunner.Run(lab, null, pieces, new VmRunOptions { Network = network }, CancellationToken.None);
            if (run.Differences.Count > 0)
            {
                throw new InvalidOperationException(run.Differences[0]);
            }
        }
    }

    private static void Capture(string lab)
    {
        var boot = LabCapture.RunAsync(LabLoader.Load(Path.Combine("tests", "labs", lab)), new CaptureOptions(), CancellationToken.None).GetAwaiter().GetResult();
        if (!boot.BytesAreEqual)
        {
            throw new InvalidOperationException($"{lab}: the real table is not the emulated one");
        }
    }

    private static LabFile Mutual(LabFile lab)
    {
        const string Script = """
            #!ipxe
            set username server2
            set password correct-horse-17
            set reverse-username disk2
            set reverse-password battery-staple-17
            sanboot iscsi:10.9.0.1::::iqn.2026-11.lab.boot:linux

            """;
        return lab with
        {
            Networks = [.. lab.Networks.Select(network => network.TftpFiles.Count == 0 ? network : network with { TftpFiles = new Dictionary<string, ContentSpec> { ["boot.ipxe"] = ContentSpec.FromText(Script) } })],
            Targets = [lab.Targets[0] with { Chap = new ChapSpec("server2", "correct-horse-17", "disk2", "battery-staple-17") }],
        };
    }
}
