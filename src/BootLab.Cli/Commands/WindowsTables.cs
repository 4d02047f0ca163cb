using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using BootLab.Firmware.Sources;

namespace BootLab.Cli.Commands;

/// <summary>
/// The iBFT as Windows hands it out (GetSystemFirmwareTable, provider ACPI): those that the firmware lists, and the one in low memory, which Windows shows as if it were listed.
/// Written by Microsoft's documentation; it has not been tried, for want of a Windows to build on.
/// </summary>
internal static class WindowsTables
{
    private const uint Acpi = ('A' << 24) | ('C' << 16) | ('P' << 8) | 'I';

    /// <summary>Every iBFT that Windows knows.</summary>
    /// <exception cref="CommandFailure">This is no Windows, or it has none.</exception>
    public static SourceContent Read()
    {
        if (!OperatingSystem.IsWindows())
        {
            throw CommandFailure.HostLacks("windows: is for a Windows that this runs on; elsewhere give a file that was written there (docs/sources.md has the PowerShell line)");
        }

        var tables = new[] { "iBFT", "IBFT", "BIFT" }.Select(Get).OfType<FoundTable>().ToList();
        return tables.Count > 0 ? new SourceContent(SourceKind.Windows, tables) : throw CommandFailure.Fatal("windows: no iBFT: this machine was not booted over iSCSI by its firmware or boot ROM");
    }

    [SupportedOSPlatform("windows")]
    private static FoundTable? Get(string signature)
    {
        // The table's id is its signature as it stands in memory.
        var id = BinaryPrimitives.ReadUInt32LittleEndian(System.Text.Encoding.ASCII.GetBytes(signature));
        var size = GetSystemFirmwareTable(Acpi, id, null, 0);
        if (size == 0)
        {
            return null;
        }

        var bytes = new byte[size];
        var count = GetSystemFirmwareTable(Acpi, id, bytes, size);
        return count == 0 || count > size ? null : new FoundTable { Bytes = bytes.AsMemory(0, (int)count), Place = $"ACPI table {signature}", IsListedByAcpi = true };
    }

    [DllImport("kernel32.dll", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static extern uint GetSystemFirmwareTable(uint provider, uint table, [Out] byte[]? buffer, uint size);
}
