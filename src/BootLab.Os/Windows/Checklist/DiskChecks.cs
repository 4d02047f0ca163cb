using System.Buffers.Binary;
using BootLab.Disk.Registry.Bcd;
using static BootLab.Os.Windows.Checklist.CheckState;
using Facts = BootLab.Os.Windows.FactCatalogue;

namespace BootLab.Os.Windows.Checklist;

/// <summary>Whether boot configuration and registry mean this disk, and what happens to other disks.</summary>
internal static class DiskChecks
{
    private const string Section = "Disk";
    private const int MbrLength = 12;
    private const ulong IgnoreAllFailures = 1;

    public static void Check(Inspection inspection, Sheet sheet)
    {
        foreach (var cut in inspection.Image.Partitions.Where(partition => partition.Missing > 0))
        {
            sheet.Check(Section, $"partition {cut.Number}", "length", Facts.SystemDisk, $"{cut.Length} bytes", () => new Judgement($"{cut.Length - cut.Missing} bytes", cut.Number == inspection.Image.WindowsPartition ? Wrong : Warning, "the image ends before its partition does: files may lie behind its end; copy the disk again, whole"));
        }

        var settings = inspection.Facts.Settings;
        sheet.Check(Section, "\\DosDevices\\C:", Facts.SystemDisk, "a partition of this disk", () => settings.DriveC, setting => setting.Value is null
            ? Judgement.Info(Words.Absent, "Windows gives the letter anew")
            : Drive(inspection, setting.Value.Bytes));
        if (inspection.Release.Generation >= WindowsGeneration.Eight)
        {
            sheet.Check(Section, "SanPolicy", ChecklistFacts.SanPolicy, "4, or 1", () => settings.SanPolicy, setting => setting.Number is not { } policy
                ? Judgement.Info(Words.Value(setting.Value))
                : Judgement.Of(Words.Number(policy), policy is 4 or 1, Warning, "disks of the machine may take drive letters of the image's"));
        }

        if (inspection.Release.Generation >= WindowsGeneration.Eleven)
        {
            // What is reported is of clients.
            var isServer = inspection.Image.Version?.InstallationType?.StartsWith("Server", StringComparison.Ordinal) == true;
            sheet.Check(Section, "PreventDeviceEncryption", ChecklistFacts.Encryption, isServer ? "" : "1", () => settings.PreventDeviceEncryption, setting => isServer
                ? Judgement.Info(Words.Value(setting.Value))
                : Judgement.Of(Words.Value(setting.Value), setting.Number == 1, Warning, "Windows may encrypt the disk by itself, for one machine alone"));
        }
    }

    public static void CheckConfiguration(Inspection inspection, Sheet sheet)
    {
        // ntldr and boot.ini of XP and Server 2003 are no such store.
        if (inspection.IsXp)
        {
            return;
        }

        if (inspection.Image.Bcd is not { } store || store.Default is not { } entry)
        {
            sheet.Check(HiveChecklist.BootConfigurationSection, "BCD", "default", Facts.BootPath, "an entry that loads Windows", () =>
                Judgement.Unknown(inspection.Image.Bcd is null ? Words.Absent : "no entry", "there is no boot configuration, or it cannot be read; the boot path says more"));
            return;
        }

        Device("device", () => entry.Device);
        Device("osdevice", () => entry.OsDevice);
        sheet.Check(HiveChecklist.BootConfigurationSection, entry.Name, "recoveryenabled", Facts.BootPath, "No", () =>
            Judgement.Of(Bool(store.Inherited(entry, BcdElementTypes.RecoveryEnabled)?.AsBoolean), store.Inherited(entry, BcdElementTypes.RecoveryEnabled)?.AsBoolean == false, Warning, "after failed boots it starts its recovery, which waits for somebody at the console"));
        sheet.Check(HiveChecklist.BootConfigurationSection, entry.Name, "bootstatuspolicy", Facts.BootPath, "IgnoreAllFailures", () =>
            Judgement.Of(Policy(store.Inherited(entry, BcdElementTypes.BootStatusPolicy)?.AsInteger), store.Inherited(entry, BcdElementTypes.BootStatusPolicy)?.AsInteger == IgnoreAllFailures, Warning, "failed boots are counted, and lead to the recovery"));

        void Device(string name, Func<BcdDevice?> read) => sheet.Check(HiveChecklist.BootConfigurationSection, entry.Name, name, Facts.BootPath, "this disk", () => OfDevice(inspection, read()));
    }

    private static Judgement OfDevice(Inspection inspection, BcdDevice? device)
    {
        const string Text = "it means another disk: 0xc000000e until the boot configuration is made anew";
        return device switch
        {
            null => Judgement.Unknown(Words.Absent, "on which device Windows is, is not said"),
            BcdMbrPartition partition => Judgement.Of($"{partition}", partition.DiskSignature == inspection.Image.MbrSignature && Starts(inspection, (long)partition.Offset), Wrong, Text),
            BcdGptPartition partition => Judgement.Of($"{partition}", partition.Disk == inspection.Image.GptGuid && IsPartition(inspection, partition.Partition), Wrong, Text),
            { Kind: BcdDeviceKind.Boot or BcdDeviceKind.Locate } => new Judgement($"{device}", Ok),
            _ => Judgement.Unknown($"{device}", "which disk this means cannot be read from it"),
        };
    }

    // Drive letters: 12 bytes, the disk's signature and the partition's first byte; or "DMIO:ID:" and the partition's GUID.
    private static Judgement Drive(Inspection inspection, byte[] bytes)
    {
        const string Text = "C: was on another disk or partition: Windows may give the letter to none, and a logon then ends at once";
        if (bytes.Length == MbrLength)
        {
            var (signature, start) = (BinaryPrimitives.ReadUInt32LittleEndian(bytes), BinaryPrimitives.ReadInt64LittleEndian(bytes.AsSpan(sizeof(uint))));
            return Judgement.Of($"byte {start} of the disk {signature:x8}", signature == inspection.Image.MbrSignature && Starts(inspection, start), Warning, Text);
        }

        var mark = "DMIO:ID:"u8;
        if (bytes.AsSpan().StartsWith(mark) && bytes.Length == mark.Length + 16)
        {
            var id = new Guid(bytes.AsSpan(mark.Length));
            return inspection.Image.GptGuid is not null && inspection.Image.Partitions.All(partition => partition.Id is null)
                ? Judgement.Unknown($"partition {id}", "the partitions' own GUIDs are not known")
                : Judgement.Of($"partition {id}", IsPartition(inspection, id), Warning, Text);
        }

        return Judgement.Unknown($"{bytes.Length} bytes", "neither a partition of an MBR disk nor one of a GPT disk");
    }

    private static bool Starts(Inspection inspection, long at) => inspection.Image.Partitions.Any(partition => partition.Start == at);

    private static bool IsPartition(Inspection inspection, Guid id) => inspection.Image.Partitions.Any(partition => partition.Id == id);

    private static string Bool(bool? value) => value switch { true => "Yes", false => "No", null => Words.Absent };

    private static string Policy(ulong? policy) => policy switch
    {
        0 => "DisplayAllFailures",
        1 => "IgnoreAllFailures",
        2 => "IgnoreShutdownFailures",
        3 => "IgnoreBootFailures",
        null => Words.Absent,
        _ => $"{policy}",
    };
}
