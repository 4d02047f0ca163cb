using BootLab.Ibft.Views;

namespace BootLab.Ibft;

/// <summary>Finds what is wrong with the form of a table. Every finding points to the bytes that make the wrong claim.</summary>
internal sealed class FormCheck
{
    private readonly List<IbftAnomaly> _anomalies = [];
    private readonly List<Extent> _extents = [];
    private readonly HashSet<(StructureId, byte)> _indexes = [];
    private int _initiators;

    public IReadOnlyList<IbftAnomaly> Run(ReadOnlySpan<byte> bytes)
    {
        if (!IbftView.TryOpen(bytes, out var view))
        {
            Add(AnomalyKind.TooShort, 0, bytes.Length, $"{bytes.Length} bytes; expected at least {IbftOffsets.MinimumTableSize}, a header and a control structure");
            return _anomalies;
        }

        CheckHeader(view);
        CheckControl(view);
        CheckSlots(view);
        CheckOverlaps();
        return _anomalies;
    }

    private void CheckHeader(IbftView view)
    {
        if (!view.Signature.SequenceEqual("iBFT"u8) && !view.Signature.SequenceEqual("IBFT"u8) && !view.Signature.SequenceEqual("BIFT"u8))
        {
            Add(AnomalyKind.Signature, IbftOffsets.Header.Signature, 4, $"signature {Convert.ToHexStringLower(view.Signature)}; expected iBFT, IBFT or BIFT");
        }

        if (view.Revision != 1)
        {
            Add(AnomalyKind.Revision, IbftOffsets.Header.Revision, 1, $"revision {view.Revision}; expected 1");
        }

        if (view.Length is < IbftOffsets.MinimumTableSize or > IbftOffsets.MaximumTableSize)
        {
            Add(AnomalyKind.TableLength, IbftOffsets.Header.Length, 4, $"table length {view.Length}; expected {IbftOffsets.MinimumTableSize} to {IbftOffsets.MaximumTableSize}");
        }
        else if (view.Length > view.Bytes.Length)
        {
            Add(AnomalyKind.Truncated, IbftOffsets.Header.Length, 4, $"table length {view.Length}, but only {view.Bytes.Length} bytes are there");
        }
        else if (!view.ChecksumIsRight)
        {
            Add(AnomalyKind.Checksum, IbftOffsets.Header.Checksum, 1, $"checksum 0x{view.Checksum:x2}; expected 0x{IbftChecksum.Expected(view.Bytes):x2}");
        }
    }

    private void CheckControl(IbftView view)
    {
        var control = view.Control.Structure;
        if (control.Id != StructureId.Control)
        {
            Add(AnomalyKind.ControlId, control.Offset, 1, $"structure id {(byte)control.Id} at byte 48; expected 1, the control structure");
        }

        CheckVersion(control);
        var length = control.Offset + IbftOffsets.StructureHeader.Length;
        if (control.Length < IbftOffsets.Control.Size || control.Length % 2 != 0)
        {
            Add(AnomalyKind.ControlLength, length, 2, $"control length {control.Length}; expected an even number from {IbftOffsets.Control.Size}");
        }

        if (control.Offset + control.Length > view.Bytes.Length)
        {
            Add(AnomalyKind.ControlOutOfBounds, length, 2, $"control length {control.Length} reaches byte {control.Offset + control.Length} of a table of {view.Bytes.Length} bytes");
        }
    }

    private void CheckSlots(IbftView view)
    {
        var users = new Dictionary<ushort, int>();
        foreach (var slot in view.Control)
        {
            if (slot.Offset == 0)
            {
                continue;
            }

            if (!users.TryAdd(slot.Offset, slot.Number))
            {
                var first = view.Control.Slot(users[slot.Offset]);
                AddSlot(AnomalyKind.OffsetReused, slot, $"{slot.Name} offset 0x{slot.Offset:x3} is the {first.Name} offset too; expected a structure of its own");
            }
            else if (slot.Offset < view.Control.End)
            {
                AddSlot(AnomalyKind.OffsetIntoControl, slot, $"{slot.Name} offset 0x{slot.Offset:x3} lies before the end of the control structure at 0x{view.Control.End:x3}");
            }
            else if (!view.TryGetStructure(slot.Offset, out var structure))
            {
                AddSlot(AnomalyKind.OffsetOutOfBounds, slot, $"{slot.Name} offset 0x{slot.Offset:x3} leaves no room for a structure in a table of 0x{view.Bytes.Length:x3} bytes");
            }
            else
            {
                CheckStructure(view, slot, structure);
            }
        }

        if (_initiators == 0)
        {
            Add(AnomalyKind.InitiatorMissing, IbftOffsets.Control.Position + IbftOffsets.Control.Initiator, 2, "no initiator structure; expected one");
        }
    }

    private void CheckStructure(IbftView view, ControlSlot slot, StructureView structure)
    {
        var (id, offset) = (structure.Id, structure.Offset);
        if (slot.Expected is { } expected && expected != id)
        {
            AddSlot(AnomalyKind.SlotKind, slot, $"{slot.Name} offset points to a structure with id {(byte)id}; expected {(byte)expected}");
        }

        if (id is < StructureId.Initiator or > StructureId.Extensions)
        {
            Add(AnomalyKind.UnknownStructure, offset, 1, $"structure id {(byte)id}; expected 2 to 5");
        }

        CheckVersion(structure);
        if (offset % 8 != 0)
        {
            Add(AnomalyKind.Misaligned, offset, IbftOffsets.StructureHeader.Size, $"structure at 0x{offset:x3}; expected a multiple of 8");
        }

        var size = IbftOffsets.SizeOf(id);
        if (size != 0 && structure.Length != size)
        {
            Add(AnomalyKind.StructureLength, offset + IbftOffsets.StructureHeader.Length, 2, $"structure length {structure.Length}; expected {size} for id {(byte)id}");
        }

        var extent = size != 0 ? size : Math.Max((int)structure.Length, IbftOffsets.StructureHeader.Size);
        if (offset + extent > view.Bytes.Length)
        {
            Add(AnomalyKind.StructureOutOfBounds, offset, view.Bytes.Length - offset, $"structure of {extent} bytes at 0x{offset:x3} reaches past the table's end at 0x{view.Bytes.Length:x3}");
        }

        _extents.Add(new Extent(offset, Math.Min(offset + extent, view.Bytes.Length)));
        if (size != 0 && !_indexes.Add((id, structure.Index)) && id != StructureId.Initiator)
        {
            Add(AnomalyKind.IndexReused, offset + IbftOffsets.StructureHeader.Index, 1, $"{(id == StructureId.Nic ? "NIC" : "target")} index {structure.Index} for the second time; expected one of its own");
        }

        CheckFields(view, structure);
    }

    private void CheckFields(IbftView view, StructureView structure)
    {
        switch (structure.Id)
        {
            case StructureId.Initiator:
                if (++_initiators == 2)
                {
                    Add(AnomalyKind.InitiatorRepeated, structure.Offset, IbftOffsets.StructureHeader.Size, "a second initiator structure; expected one");
                }

                if (view.TryGetInitiator(structure.Offset, out var initiator))
                {
                    CheckString(view, "initiator name", initiator.Name);
                }

                break;
            case StructureId.Nic when view.TryGetNic(structure.Offset, out var nic):
                CheckString(view, "host name", nic.HostName);
                break;
            case StructureId.Target when view.TryGetTarget(structure.Offset, out var target):
                CheckString(view, "target name", target.Name);
                CheckString(view, "CHAP name", target.ChapName);
                CheckString(view, "CHAP secret", target.ChapSecret);
                CheckString(view, "reverse CHAP name", target.ReverseChapName);
                CheckString(view, "reverse CHAP secret", target.ReverseChapSecret);
                break;
        }
    }

    private void CheckString(IbftView view, string name, StringField field)
    {
        if (field.Length == 0)
        {
            return;
        }

        if (field.Offset == 0)
        {
            AddString(AnomalyKind.StringWithoutOffset, field, $"{name} has length {field.Length} and offset 0; expected both or neither");
            return;
        }

        if (field.Offset < view.Control.End)
        {
            AddString(AnomalyKind.StringIntoControl, field, $"{name} at 0x{field.Offset:x3} starts before the end of the control structure at 0x{view.Control.End:x3}");
        }

        if (!view.TryGetString(field, out var value))
        {
            AddString(AnomalyKind.StringOutOfBounds, field, $"{name} of {field.Length} bytes at 0x{field.Offset:x3} ends after the table's end at 0x{view.Bytes.Length:x3}");
            return;
        }

        _extents.Add(new Extent(field.Offset, field.End, IsString: true));
        var nul = value.IndexOf((byte)0);
        if (nul >= 0)
        {
            Add(AnomalyKind.StringHoldsNul, field.Offset + nul, 1, $"{name} of {field.Length} bytes holds a NUL at its byte {nul}; expected the length to end before it");
        }

        if (field.End == view.Bytes.Length)
        {
            AddString(AnomalyKind.StringUnterminated, field, $"{name} ends with the table; expected a NUL after it");
        }
        else if (view.Bytes[field.End] != 0)
        {
            Add(AnomalyKind.StringUnterminated, field.End, 1, $"{name} is followed by 0x{view.Bytes[field.End]:x2}; expected a NUL");
        }
    }

    private void CheckVersion(StructureView structure)
    {
        if (structure.Version != 1)
        {
            Add(AnomalyKind.StructureVersion, structure.Offset + IbftOffsets.StructureHeader.Version, 1, $"structure version {structure.Version}; expected 1");
        }
    }

    private void CheckOverlaps()
    {
        // Two descriptors of one and the same string share it on purpose.
        var extents = _extents.Distinct().OrderBy(extent => extent.Start).ThenBy(extent => extent.End).ToList();
        for (var (i, end) = (1, extents.Count > 0 ? extents[0].End : 0); i < extents.Count; end = Math.Max(end, extents[i].End), i++)
        {
            var shared = Math.Min(end, extents[i].End) - extents[i].Start;
            if (shared > 0)
            {
                var what = extents[i].IsString ? "string" : "structure";
                Add(AnomalyKind.Overlap, extents[i].Start, shared, $"{what} at 0x{extents[i].Start:x3} begins inside another structure or string that ends at 0x{end:x3}; expected it behind");
            }
        }
    }

    private void Add(AnomalyKind kind, int offset, int length, string message) => _anomalies.Add(new IbftAnomaly(kind, offset, length, message));

    private void AddSlot(AnomalyKind kind, ControlSlot slot, string message) => Add(kind, slot.FieldOffset, 2, message);

    private void AddString(AnomalyKind kind, StringField field, string message) => Add(kind, field.FieldOffset, IbftOffsets.StringSize, message);

    private readonly record struct Extent(int Start, int End, bool IsString = false);
}
