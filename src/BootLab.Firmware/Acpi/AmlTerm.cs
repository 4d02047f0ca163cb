namespace BootLab.Firmware.Acpi;

/// <summary>Encoded AML; see <see cref="Aml"/> for what it can be.</summary>
/// <param name="Bytes">The bytes.</param>
internal readonly record struct AmlTerm(byte[] Bytes)
{
    public static implicit operator AmlTerm(ulong value) => Aml.Integer(value);
}
