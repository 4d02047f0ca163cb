using BootLab.Ibft;
using BootLab.Machine;
using BootLab.Os.Windows;
using BootLab.Rules.Mending;

namespace BootLab.Rules.Predicting;

/// <summary>
/// The smallest change that the report's rules take for an improvement, found by trying: another table, the cables swapped, Windows installed again, alone and together.
/// </summary>
internal static class SeedOrderingChange
{
    /// <summary>The change; null when nothing is wrong, when the machine is not known, or when nothing that was tried helps.</summary>
    public static BetterBoot? Find(JudgedTable judged)
    {
        var now = SeedOrderingOutcome.Of(judged.Answer);
        if (judged.Answer.Decisive is null || judged.Context.Machine is not { Nics.Count: > 0 })
        {
            return null;
        }

        Func<Step, Step?>[][] attempts =
            [[Reinstall], [Relist], [SwapCables], [Relist, Reinstall], [SwapCables, Reinstall], [SwapCables, Relist], [SwapCables, Relist, Reinstall]];
        return attempts
            .Select(attempt => attempt.Aggregate((Step?)new Step(judged, []), (step, change) => step is null ? null : change(step)))
            .OfType<Step>()
            .Select(step => new BetterBoot(string.Join("; then ", step.Done), SeedOrderingOutcome.Of(step.Judged.Answer)))
            .FirstOrDefault(better => SeedOrderingOutcome.IsBetter(better.Outcome, now));
    }

    private static Step? Reinstall(Step step)
    {
        var first = step.Judged.Table.Nics.FirstOrDefault(nic => (nic.Flags & IbftFlags.Valid) != 0);
        return first is null ? null : step.With(
            $"install Windows again through {PciAddress.FromBdf(first.PciBdf)}",
            step.Judged.Bytes,
            step.Judged.Context with { Installed = new InstallRecord { FirstNic = new InstalledNic(first.MacAddress, PciAddress.FromBdf(first.PciBdf)) } });
    }

    private static Step? Relist(Step step)
    {
        var context = step.Judged.Context;
        var order = string.Join(", ", context.Machine!.NicsInPciOrder.Select(nic => nic.Pci));
        return Mended(step.Judged.Bytes, context.Machine) is not { } mended ? null
            : mended.AsSpan().SequenceEqual(step.Judged.Bytes) ? step
            : step.With($"boot with a program that lists every NIC in PCI order, in that order in memory, with index bytes from 0: {order}", mended, context);
    }

    /// <summary>The NIC that reaches the target and the one that is first in PCI order change places: cables, and what the table says of each. A program that lists in PCI order goes on to.</summary>
    private static Step? SwapCables(Step step)
    {
        var judged = step.Judged;
        var machine = judged.Context.Machine!;
        var first = machine.NicsInPciOrder.First();
        var carrier = judged.Table.Nics.FirstOrDefault(nic => (nic.Flags & IbftFlags.Valid) != 0 && nic.IpAddress.IsSpecified);
        if (machine.Nics.FirstOrDefault(nic => nic.Mac.Equals(carrier?.MacAddress)) is not { } san || san == first)
        {
            return null;
        }

        var swapped = judged.Table with
        {
            Nics = [.. judged.Table.Nics.Select(nic => nic.MacAddress.Equals(san.Mac) ? At(nic, first) : nic.MacAddress.Equals(first.Mac) ? At(nic, san) : nic)],
        };
        var isInPciOrder = judged.Table.Nics.Zip(judged.Table.Nics.Skip(1)).All(pair => pair.First.PciBdf <= pair.Second.PciBdf);
        var bytes = IbftWriter.Write(swapped);
        return step.With(
            $"swap the cables of {RuleContext.Name(first)} and {RuleContext.Name(san)}",
            isInPciOrder ? Mended(bytes, machine: null) ?? bytes : bytes,
            judged.Context with
            {
                Machine = machine with
                {
                    Nics = [.. machine.Nics.Select(nic => nic == san ? nic with { Network = first.Network } : nic == first ? nic with { Network = san.Network } : nic)],
                },
            });

        static IbftNic At(IbftNic structure, NicSpec nic) => structure with { MacAddress = nic.Mac, PciBdf = nic.Pci.Bdf };
    }

    /// <summary>The table with its NICs in PCI order, with those of the machine that it lacks; null when it does not fit.</summary>
    private static byte[]? Mended(byte[] bytes, MachineSpec? machine)
    {
        try
        {
            return TableMender.Mend(bytes, new MendOptions { For = Consumers.SeedOrdering, Machine = machine, PciOrder = true }).Bytes;
        }
        catch (MendException)
        {
            return null;
        }
    }

    private sealed record Step(JudgedTable Judged, IReadOnlyList<string> Done)
    {
        public Step? With(string done, byte[] bytes, RuleContext context) =>
            IbftReader.ReadLenient(bytes).Table is { } table ? new Step(new JudgedTable(bytes, table, context), [.. Done, done]) : null;
    }
}
