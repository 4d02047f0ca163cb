using System.Globalization;
using BootLab.Ibft;
using BootLab.Os.Reading;

namespace BootLab.Os.Linux;

/// <summary>A folder below /sys/firmware/ibft that is being filled from a structure.</summary>
/// <param name="table">The table's bytes.</param>
/// <param name="name">The folder's name.</param>
/// <param name="structure">Where the structure is, in bytes from the beginning of the table.</param>
/// <param name="version">Whose kernel shows it.</param>
internal sealed class SysfsFolder(TableBytes table, string name, int structure, LinuxVersion version)
{
    // A file is printed into a page of 4096 bytes, with a line's end and a zero byte, and nothing stops at the page's end.
    private const int LongestText = 4096 - 2;

    private readonly List<SysfsEntry> _entries = [];
    private readonly List<UndefinedRead> _undefined = [];

    public IReadOnlyList<SysfsEntry> Entries => _entries;

    public IReadOnlyList<UndefinedRead> Undefined => _undefined;

    /// <summary>A byte of the structure.</summary>
    public byte Byte(int field) => table.Byte(structure + field);

    /// <summary>A word of the structure.</summary>
    public ushort UInt16(int field) => table.UInt16(structure + field);

    /// <summary>Bytes of the structure.</summary>
    public byte[] Bytes(int field, int count) => table.Bytes(structure + field, count);

    /// <summary>A file with a number.</summary>
    public void Add(string file, int number) => Add(file, number.ToString(CultureInfo.InvariantCulture));

    /// <summary>A file with a text. What was read since the last file, such as whether it exists at all, counts as read for it.</summary>
    public void Add(string file, string text)
    {
        _entries.Add(new SysfsEntry($"{name}/{file}", text));
        NoteReads(file);
        if (text.Length > LongestText)
        {
            _undefined.Add(new UndefinedRead($"{name}/{file}", $"its {text.Length} bytes are written over the end of a page", IsWrite: true));
        }
    }

    /// <summary>A link to a PCI function of segment 0.</summary>
    public void AddLink(string file, string target)
    {
        _entries.Add(new SysfsEntry($"{name}/{file}", target, IsLink: true));
        NoteReads(file);
    }

    /// <summary>A file with an address; none when there is no address.</summary>
    public void AddAddress(string file, int field)
    {
        var address = Address(field);
        if (version.FiltersMappedZero ? address.IsSpecified : !address.IsAbsent)
        {
            Add(file, AddressText.Full(address));
        }
        else
        {
            NoteReads(file);
        }
    }

    /// <summary>A file with an address whatever it is.</summary>
    public void AddAnyAddress(string file, int field) => Add(file, AddressText.Full(Address(field)));

    /// <summary>A file with the string of a descriptor: length, then offset from the beginning of the table.</summary>
    public void AddString(string file, int field) => Add(file, table.Text(UInt16(field + 2), UInt16(field)));

    /// <summary>To be said of a file that is not there: what made it so may have been read behind the table.</summary>
    public void NoteReads(string file)
    {
        if (table.TakeReadBeyond())
        {
            _undefined.Add(new UndefinedRead($"{name}/{file}", "it is read beyond the end of the table"));
        }
    }

    private IbftAddress Address(int field) => IbftAddress.Read(Bytes(field, IbftOffsets.AddressSize));
}
