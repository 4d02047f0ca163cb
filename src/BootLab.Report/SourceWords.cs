using BootLab.Firmware.Sources;

namespace BootLab.Report;

/// <summary>What tables come in, in words.</summary>
public static class SourceWords
{
    /// <summary>Such as <c>a memory image</c>.</summary>
    public static string Of(SourceKind kind) => kind switch
    {
        SourceKind.Raw => "a table by itself",
        SourceKind.Memory => "a memory image",
        SourceKind.Sysfs => "a copy of /sys/firmware/ibft",
        SourceKind.Acpidump => "an acpidump",
        SourceKind.Hexdump => "a hexdump",
        SourceKind.Qmp => "the memory of a running QEMU",
        _ => "the firmware tables of Windows",
    };
}
