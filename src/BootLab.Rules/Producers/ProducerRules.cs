namespace BootLab.Rules.Producers;

/// <summary>What boot programs can write, and what QEMU can carry: PRD001 to PRD004, EMU001 to EMU004.</summary>
internal static class ProducerRules
{
    public static IReadOnlyList<Rule> All { get; } =
    [
        new Prd001IpxeBuffer(),
        new Prd002Edk2Heap(),
        new Prd003Vendor(),
        new Emu001AcpiTable(),
        new Emu002Loader(),
        new Emu003GuestAddresses(),
        new Emu004ReservedBytes(),
    ];
}
