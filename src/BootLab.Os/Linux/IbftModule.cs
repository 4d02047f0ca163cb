using BootLab.Ibft;
using BootLab.Machine;

namespace BootLab.Os.Linux;

/// <summary>The module iscsi_ibft at work on one table (drivers/firmware/iscsi_ibft.c): its checks in its order, its messages, its folders.</summary>
internal sealed class IbftModule(TableBytes table, LinuxVersion version, Func<PciAddress, bool> hasFunction)
{
    private readonly List<string> _messages = [];
    private readonly List<LinuxStructure> _structures = [];
    private readonly List<UndefinedRead> _undefined = [];
    private readonly List<SysfsFolder> _folders = [];
    private readonly HashSet<string> _names = [];

    /// <summary>What it makes of the table at this address.</summary>
    public LinuxReading Load(ulong address)
    {
        Say("iBFT detected.");
        var refusal = Check() is var reason and not Refusal.None ? reason : Register();
        if (refusal == Refusal.None)
        {
            Show();
        }

        var isInPart = _structures.Exists(structure => structure.Fate != StructureFate.Shown);
        var outcome = refusal != Refusal.None ? ConsumerOutcome.Rejected : isInPart ? ConsumerOutcome.AcceptedInPart : ConsumerOutcome.Accepted;
        return new LinuxReading(_undefined.Count > 0 ? ConsumerOutcome.Undefined : outcome, address)
        {
            Messages = _messages,
            Refusal = refusal,
            Tree = new SysfsTree(_folders.SelectMany(folder => folder.Entries)),
            Structures = refusal == Refusal.SameFolder ? [.. _structures.Select(TornDown)] : _structures,
            Undefined = _undefined,
        };
    }

    private Refusal Check()
    {
        if (table.Byte(IbftOffsets.Header.Revision) is var revision and not 1)
        {
            Say($"iBFT module supports only revision 1, while this is {revision}.");
            NoteReads("revision");
            return Refusal.Revision;
        }

        var sum = table.Sum();
        NoteReads("checksum");
        if (sum == 0)
        {
            return Refusal.None;
        }

        Say($"iBFT has incorrect checksum (0x{sum:x})!");
        return Refusal.Checksum;
    }

    private Refusal Register()
    {
        const int Control = IbftOffsets.Control.Position;
        var length = table.UInt16(Control + IbftOffsets.StructureHeader.Length);
        var refusal = !HasHeader("control", Control, StructureId.Control, version.DemandsExactControl ? IbftOffsets.Control.Size : null)
            ? table.Byte(Control) == (byte)StructureId.Control ? Refusal.ControlLength : Refusal.ControlId
            : table.Byte(Control + IbftOffsets.StructureHeader.Index) != 0 ? Refusal.ControlIndex
            : length < IbftOffsets.Control.Size ? Refusal.ControlLength
            : Refusal.None;
        NoteReads("control");
        if (refusal != Refusal.None)
        {
            Say("iBFT error: Control header is invalid!");
            return refusal;
        }

        // The end of the table as the module reckons it: from the control structure on, and in 16 bits.
        var end = (ushort)(table.Length - Control);
        for (var slot = Control + IbftOffsets.Control.Initiator; slot + sizeof(ushort) <= Control + length; slot += sizeof(ushort))
        {
            var offset = table.UInt16(slot);
            NoteReads("control");
            if (offset == 0)
            {
                continue;
            }

            var structure = offset < table.Length && offset < end ? Look(slot, offset) : new LinuxStructure(slot, offset, 0, 0, "structure", StructureFate.OutOfTable);
            _structures.Add(structure);
            if (structure.Fate == StructureFate.Collision)
            {
                return Refusal.SameFolder;
            }
        }

        return Refusal.None;
    }

    private LinuxStructure Look(int slot, int offset)
    {
        var id = table.Byte(offset + IbftOffsets.StructureHeader.Id);
        var index = table.Byte(offset + IbftOffsets.StructureHeader.Index);
        var (kind, name) = (StructureId)id switch
        {
            StructureId.Initiator => ("initiator", "initiator"),
            StructureId.Nic => ("ethernet", $"ethernet{index}"),
            StructureId.Target => ("target", $"target{index}"),
            _ => ("", "structure"),
        };
        var fate = kind.Length == 0 ? Refuse(id)
            : !HasHeader(kind, offset, (StructureId)id, IbftOffsets.SizeOf((StructureId)id)) ? StructureFate.WrongLength
            : _names.Add(name) ? StructureFate.Shown
            : StructureFate.Collision;
        NoteReads(name);
        if (fate == StructureFate.Collision)
        {
            Say($"sysfs: cannot create duplicate filename '/firmware/ibft/{name}'");
            Say($"kobject_add_internal failed for {name} with -EEXIST, don't try to register things with the same name in the same directory.");
        }

        return new LinuxStructure(slot, offset, id, index, name, fate);
    }

    private StructureFate Refuse(byte id)
    {
        if (id <= (byte)StructureId.Extensions)
        {
            return StructureFate.Ignored;
        }

        Say($"iBFT has unknown structure type ({id}). Report this bug to {table.Text(IbftOffsets.Header.OemId, IbftOffsets.Header.OemIdSize)}!");
        return StructureFate.UnknownId;
    }

    /// <summary>Whether a structure's header is what it must be; the module complains about one thing only, the id first.</summary>
    private bool HasHeader(string kind, int offset, StructureId wanted, int? wantedLength)
    {
        var id = table.Byte(offset + IbftOffsets.StructureHeader.Id);
        var length = table.UInt16(offset + IbftOffsets.StructureHeader.Length);
        var complaint = id != (byte)wanted ? $"id to have {(byte)wanted} but found {id}"
            : length != (wantedLength ?? length) ? $"length to have {wantedLength} but found {length}"
            : null;
        if (complaint is not null)
        {
            Say($"iBFT error: We expected the {kind} field header.{complaint} instead!");
        }

        return complaint is null;
    }

    private void Show()
    {
        foreach (var structure in _structures.Where(structure => structure.Fate == StructureFate.Shown))
        {
            var folder = Open(structure.Name, structure.Offset);
            switch ((StructureId)structure.Id)
            {
                case StructureId.Initiator:
                    SysfsFiles.AddInitiator(folder);
                    break;
                case StructureId.Nic:
                    SysfsFiles.AddNic(folder, version, hasFunction);
                    break;
                default:
                    SysfsFiles.AddTarget(folder);
                    break;
            }
        }

        if (version.ShowsAcpiHeader)
        {
            SysfsFiles.AddHeader(Open("acpi_header", 0), table);
        }

        _undefined.AddRange(_folders.SelectMany(folder => folder.Undefined));
    }

    private SysfsFolder Open(string name, int structure)
    {
        var folder = new SysfsFolder(table, name, structure, version);
        _folders.Add(folder);
        return folder;
    }

    private static LinuxStructure TornDown(LinuxStructure structure) => structure.Fate == StructureFate.Shown ? structure with { Fate = StructureFate.TornDown } : structure;

    private void NoteReads(string what)
    {
        if (table.TakeReadBeyond() && !_undefined.Exists(known => known.Path == what))
        {
            _undefined.Add(new UndefinedRead(what, "it is read beyond the end of the table"));
        }
    }

    /// <summary>Text with line ends becomes several lines of the log.</summary>
    private void Say(string text)
    {
        foreach (var line in text.Split('\n').Where(line => line.Length > 0 && !_messages.Contains(line)))
        {
            _messages.Add(line);
        }
    }
}
