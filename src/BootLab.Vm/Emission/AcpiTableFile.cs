using BootLab.Ibft;
using BootLab.Vm.Qemu;

namespace BootLab.Vm.Emission;

/// <summary>QEMU's option <c>-acpitable</c>.</summary>
internal static class AcpiTableFile
{
    public static Emitted Emit(EmissionRequest request)
    {
        var repaired = IbftReader.ReadLenient(request.Table).Anomalies
            .Where(anomaly => anomaly.Kind is AnomalyKind.Checksum or AnomalyKind.TableLength or AnomalyKind.Truncated)
            .Select(anomaly => $"In this table QEMU will repair {anomaly}.");
        return new Emitted
        {
            Files = [new EmittedFile(request.Path, request.Table)],
            Text = $"-acpitable file={ShellText.Quote(QemuOption.Value(request.Path))}\n",
            Notes =
            [
                "For QEMU's pc and q35 with SeaBIOS or OVMF; microvm ignores -acpitable.",
                "QEMU writes the table's length and checksum anew: a table that is wrong there arrives repaired, so that it cannot be tested this way (--as lowmem keeps every byte).",
                "A table in low memory is found before this one. The firmware chooses the address, which need not be a multiple of 16.",
                .. repaired,
            ],
        };
    }
}
