using BootLab.Bench;

// One file a measurement; a new one is a new line here.
Dictionary<string, (string Text, Action<string[]> Run)> verbs = new()
{
    ["ibft"] = ("parse a table of 2 KiB, time and allocation (BenchmarkDotNet)", IbftBenchmarks.Run),
    ["lint"] = ("all rules on a table of 2 KiB, against reading it into records; and [files, 60000] through ibft lint --batch", LintBench.Run),
    ["net"] = ("[machines, 10000] on one switch, and 256 MiB over one connection: frames and TCP alone", NetBench.Run),
    ["dora"] = ("[clients, 10000 and then 50000] on one switch get a lease each: DHCP leases a second through the whole stack", DoraBench.Run),
    ["dora-live"] = ("[kea|dnsmasq] [clients, 1000] [at a time, 16] [rounds, 5]: leases a second from a real server, against perfdhcp in turn", DoraLiveBench.Run),
    ["scan"] = ("scan a memory image of [MiB, 1024] for tables, against reading it and against ripgrep", ScanBench.Run),
    ["boot"] = ("boot one machine in this process, warm", BootBench.Run),
    ["iscsi"] = ("[rounds, 5] [seconds, 3] of the initiator and iscsi-perf against tgtd in turn", IscsiBench.Run),
    ["iscsi-target"] = ("[rounds, 5] [seconds, 3] of iscsi-perf against the embedded target and tgtd in turn", args => IscsiTargetBench.RunAsync(args).GetAwaiter().GetResult()),
    ["judge"] = ("[tables, 300] [guests, one a core]: tables a minute through a real kernel, in guests that wait, in fresh ones and in such that boot", args => JudgeBench.RunAsync(args).GetAwaiter().GetResult()),
    ["vm"] = ("[rounds, 5]: a lab as a real guest with login, with mutual CHAP, and real iPXE captured with one NIC and with two", VmBench.Run),
    ["ntfs"] = ("[rounds, 7] [MiB, 512]: a file of an NTFS volume, plain and compressed, against ntfscat in turn", NtfsBench.Run),
    ["predict"] = ("a prediction of a boot of Windows, of one that succeeds and of one that crashes, against reading the table into records", PredictBench.Run),
    ["fleet"] = ("boot [machines, 10000] on one switch, one each [ms, 0] of virtual time", FleetBench.Run),
};

if (args.Length > 0 && verbs.TryGetValue(args[0], out var verb))
{
    verb.Run(args[1..]);
    return 0;
}

foreach (var (name, (text, _)) in verbs)
{
    Console.Error.WriteLine($"{name,-12} {text}");
}

return 2;
