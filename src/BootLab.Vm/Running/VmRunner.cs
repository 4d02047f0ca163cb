using BootLab.Labs.Files;
using BootLab.Labs.Running;
using BootLab.Machine;
using BootLab.Vm.Judging;
using BootLab.Vm.Pieces;

namespace BootLab.Vm.Running;

/// <summary>Boots a lab's machine twice, emulated and as a real guest with the emulated one's table, and holds one against the other.</summary>
public static class VmRunner
{
    /// <summary>Runs both.</summary>
    /// <param name="lab">The lab.</param>
    /// <param name="producer">The lab's run that is meant, or a boot program, as <see cref="LabRunner.Select"/> takes it; null for the main one.</param>
    /// <param name="pieces">What guests are started from.</param>
    /// <param name="options">How the guest runs.</param>
    /// <param name="cancellation">Ends the guest.</param>
    /// <exception cref="HostLacksException">QEMU is not installed.</exception>
    /// <exception cref="VmException">QEMU did not start.</exception>
    /// <exception cref="Layout.PciLayoutException">QEMU cannot give this machine.</exception>
    public static VmRun Run(LabFile lab, string? producer, GuestPieces pieces, VmRunOptions options, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(lab);
        ArgumentNullException.ThrowIfNull(options);
        options.Progress("the emulated boot");
        var emulated = LabRunner.Run(lab, producer ?? LabRunner.Variants(lab).First().Name, capture: false, cancellation: cancellation).Outcomes[0].Run;
        return RunGuest(lab, emulated, pieces, options, cancellation);
    }

    /// <summary>Runs the guest with the table of a boot that is over, delivered as boot programs do on the machine's firmware unless told otherwise.</summary>
    internal static VmRun RunGuest(LabFile lab, BootRun emulated, GuestPieces pieces, VmRunOptions options, CancellationToken cancellation, TableDelivery? delivery = null)
    {
        var prediction = Predictor.Of(emulated, lab, delivery);
        options.Progress(prediction.Outcome is { } foretold ? $"foretold: {foretold}" : "the outcome is not foretold: the lab's targets misbehave on purpose");
        options.Progress(GuestStage.Boot.Words);
        var guest = new LabGuest(lab, emulated, delivery ?? DeliveredTable.Usual(emulated.Machine.Firmware), pieces);
        using var capture = new MemoryStream();
        var end = guest.Run(options, capture, cancellation);
        var outcome = OutcomeDetector.Of(end.Course, end.Report, emulated.Machine, end.Traffic);
        var verdict = VerdictReader.Read(emulated.Table?.Bytes ?? [], end.Report, isFresh: true);
        var addresses = OutcomeDetector.Addresses(end.Report);
        var differences = Comparison.Of(prediction, outcome, verdict.View, end.Logins, seesAddresses: end.Traffic is not null, OutcomeDetector.FirstSector(end.Report));
        return new VmRun
        {
            Emulated = emulated,
            Prediction = prediction,
            Outcome = outcome,
            Course = end.Course,
            Report = end.Report,
            Verdict = verdict,
            Logins = end.Logins,
            Nics = [.. emulated.Machine.NicsInPciOrder.Select(nic => Use(nic))],
            Notes = [.. guest.Notes, .. end.QemuOutput.Length > 0 ? [$"QEMU: {end.QemuOutput.ReplaceLineEndings("; ")}"] : Array.Empty<string>()],
            Differences = differences,
            Console = end.Console,
            Screen = differences.Count > 0 ? end.Screen : null,
            Capture = end.Traffic is null ? null : capture.ToArray(),
        };

        NicUse Use(NicSpec nic)
        {
            var address = addresses.GetValueOrDefault(MacText.Format(nic.Mac));
            if (end.Traffic is null)
            {
                return new NicUse(nic.Name, address, Frames: null, Arp: null, Dhcp: null);
            }

            var sent = end.Traffic.GetValueOrDefault(nic.Name);
            return new NicUse(nic.Name, address, sent?.Frames ?? 0, sent?.Arp ?? 0, sent?.Dhcp ?? 0);
        }
    }
}
