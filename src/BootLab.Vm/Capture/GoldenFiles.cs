using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using BootLab.Labs.Running;
using BootLab.Machine;

namespace BootLab.Vm.Capture;

/// <summary>A captured table with all that is needed to see it written again: a golden for tests.</summary>
public static class GoldenFiles
{
    /// <summary>The files by name.</summary>
    /// <param name="boot">The capture.</param>
    /// <param name="labText">The lab file as it is.</param>
    /// <param name="showSecrets">Whether the console holds CHAP secrets in plain text. Table, lab and frames hold them always.</param>
    public static IReadOnlyDictionary<string, byte[]> Of(CapturedBoot boot, byte[] labText, bool showSecrets)
    {
        ArgumentNullException.ThrowIfNull(boot);
        var mask = SecretMask.Of(boot.Emulated, showSecrets);
        var files = new Dictionary<string, byte[]>
        {
            ["lab.yaml"] = labText,
            ["console.txt"] = Text(string.Concat(boot.BootConsole.Select(line => mask.Apply(line) + "\n"))),
            ["boot.pcapng"] = boot.Frames,
            ["conditions.md"] = Text(Conditions(boot)),
        };
        if (boot.Table is { } table)
        {
            files["table.bin"] = table.Bytes;
        }

        return files;
    }

    /// <summary>Whether a file of this name never holds CHAP secrets; all others are for their owner alone.</summary>
    public static bool IsWithoutSecrets(string name) => name == "conditions.md";

    private static byte[] Text(string text) => Encoding.UTF8.GetBytes(text);

    private static string Conditions(CapturedBoot boot)
    {
        var machine = boot.Lab.Machine;
        var rom = boot.Package.Program(machine, machine.Nics.First(nic => nic.Name == boot.Lab.Rom.BootNic));
        var text = new StringBuilder();
        Line($"# {boot.Lab.Name}: conditions and result\n");
        Line($"Captured by `bootlab vm capture`: a real iPXE on the lab's own networks; `lab.yaml` is the lab, `boot.pcapng` every frame of its NICs, `console.txt` the console from autoboot on.\n");
        Line($"- Producer: {boot.Package.Name} {boot.Package.Version ?? "(version unknown)"}, `{rom}`, SHA-256 `{Hash(File.ReadAllBytes(rom))}`");
        Line($"- Machine: QEMU {boot.QemuVersion}, {(machine.Qemu.Type == QemuMachineType.Q35 ? "q35" : "i440FX")}, {machine.MemoryMiB} MiB, interpreted (TCG)");
        foreach (var nic in machine.NicsInPciOrder)
        {
            Line($"- NIC {nic.Name}: {MacText.Format(nic.Mac)} at {nic.Pci}, {nic.Model.Name}{(nic.Name == boot.Lab.Rom.BootNic ? ", boots" : "")}");
        }

        foreach (var note in boot.Notes)
        {
            Line($"- Besides the lab: {note}");
        }

        Line($"- Table taken when {Words(boot.Point)}");
        Line(boot.Table is { } table
            ? (FormattableString)$"- Table: physical address 0x{table.Address:x}, {table.Bytes.Length} bytes, SHA-256 `{Hash(table.Bytes)}`"
            : $"- Table: none");
        Line($"- The emulated {boot.Emulated.Rom.Program.Name} left {(boot.BytesAreEqual && boot.AddressesAreEqual ? "the same bytes at the same address" : boot.BytesAreEqual ? "the same bytes at another address" : "other bytes")}");
        return text.ToString();

        void Line(FormattableString line) => text.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');
    }

    /// <summary>A point in words, after "when".</summary>
    public static string Words(BootPoint point) => point switch
    {
        BootPoint.BootSector => "a boot sector was entered (0000:7C00)",
        BootPoint.NothingToBoot => "the BIOS had nothing left to boot from",
        _ => "the console showed the line that was waited for",
    };

    private static string Hash(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));
}
