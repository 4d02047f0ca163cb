using BootLab.Vm.Qemu;

namespace BootLab.Vm.Emission;

/// <summary>QEMU's generic loader with an address in low memory.</summary>
internal static class LowMemoryLoader
{
    public static Emitted Emit(EmissionRequest request)
    {
        var size = request.Table.Length;
        var address = request.Address ?? LowMemoryPlace.For(size);
        if (LowMemoryPlace.Objection(address, size) is { } objection)
        {
            throw new EmissionException(objection);
        }

        string[] taken = LowMemoryPlace.IsInReachOfBootPrograms(address, size) ? ["A real iPXE takes base memory from 0x9c400 on and would overwrite the table here."] : [];
        string[] unseen = request.Table.AsSpan().StartsWith("IBFT"u8) ? ["The table is signed IBFT: in low memory Linux finds iBFT only."] : [];
        return new Emitted
        {
            Files = [new EmittedFile(request.Path, request.Table)],
            Text = $"-device loader,file={ShellText.Quote(QemuOption.Value(request.Path))},addr=0x{address:x},force-raw=on\n",
            Notes =
            [
                "For QEMU's pc and q35 with SeaBIOS; every byte arrives as it is, so that broken tables can be tested.",
                "Not for OVMF: an operating system started by UEFI does not look in low memory. Nothing marks the memory as taken: E820 calls it usable, unlike after a real boot program.",
                .. taken,
                .. unseen,
            ],
        };
    }
}
