using System.Security.Cryptography;
using BootLab.Machine;
using BootLab.Vm.Judging;
using BootLab.Vm.Layout;
using BootLab.Vm.Pieces;
using BootLab.Vm.Qemu;
using TablePlace = BootLab.Vm.Judging.TablePlace;

namespace BootLab.Vm.Sweeping;

/// <summary>A guest in a lab's machine that boots with one table, looks for it, and says what it makes of it.</summary>
internal static class FreshGuest
{
    /// <summary>With OVMF below it, Linux needs so much.</summary>
    private const int SmallestMemoryMiB = 256;

    public static async Task<LinuxVerdict> JudgeAsync(GuestPieces pieces, MachineSpec machine, TableDelivery delivery, byte[] table, TimeSpan limit, CancellationToken cancellation)
    {
        var mark = RandomNumberGenerator.GetHexString(16, lowercase: true);
        var isUefi = machine.Firmware == FirmwareKind.Uefi;
        await using var guest = await QemuGuest.StartAsync(
            folder =>
            {
                string? variables = null;
                if (isUefi)
                {
                    File.WriteAllBytes(variables = folder.PathTo("variables"), LabMachine.FreshVariables());
                }

                var arguments = LabMachine.Arguments(machine, new MachineWiring { Variables = variables })
                    .Memory(Math.Max(machine.MemoryMiB, isUefi ? SmallestMemoryMiB : QemuArguments.SmallestMemoryMiB))
                    .Linux(isUefi ? pieces.PackedKernel : pieces.Kernel, pieces.ReportingSystem, [$"bootlab.mark={mark}", "bootlab.report=ibft"]);
                if (delivery == TableDelivery.Acpi)
                {
                    TablePlace.Publish(arguments, folder, table);
                }
                else
                {
                    TablePlace.Load(arguments, folder, table);
                }

                return arguments;
            },
            cancellation);
        using var bound = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        bound.CancelAfter(limit);
        try
        {
            if (await GuestReport.ReadAsync(guest.Report, mark, bound.Token) is { } report)
            {
                return VerdictReader.Read(table, report, isFresh: true);
            }
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            // It hung; its console says where.
        }

        await guest.DisposeAsync();
        return new LinuxVerdict(VerdictOutcome.NoAnswer, guest.Console.Last, LoadError: null, [], [], IsFresh: true);
    }
}
