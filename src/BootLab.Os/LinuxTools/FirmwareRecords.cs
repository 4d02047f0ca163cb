namespace BootLab.Os.LinuxTools;

/// <summary>How open-iscsi reads the tree: every target with its NIC, and the boot entry.</summary>
internal sealed class FirmwareRecords
{
    private const int DefaultPort = 3260;
    private const int BootSelected = 2;

    // A file that fills the buffer is handed on without an end.
    private const int LongestValue = 254;

    private readonly ToolInput _input;
    private readonly List<string> _messages = [];
    private readonly Dictionary<string, string> _dropped = [];

    public FirmwareRecords(ToolInput input)
    {
        _input = input;
        IsThere = input.Tree.Folders.Contains("initiator");
        All = IsThere ? [.. input.Walked("target").Select(Read).OfType<FirmwareRecord>()] : [];
        HasBootEntry = IsThere && BootEntry("ethernet", nic => ReadNic(nic) is not null) && BootEntry("target", target => ReadTarget(target, out _) is not null);
    }

    /// <summary>Whether there is an initiator; without one nothing is read.</summary>
    public bool IsThere { get; }

    /// <summary>The targets that are logged in to, in their order.</summary>
    public IReadOnlyList<FirmwareRecord> All { get; }

    /// <summary>Whether the first boot-selected NIC and the first boot-selected target in the order of the folder can both be used; they need not belong together.</summary>
    public bool HasBootEntry { get; }

    /// <summary>What is printed on the way.</summary>
    public IReadOnlyList<string> Messages => _messages;

    /// <summary>Why a target has no record, by its folder.</summary>
    public IReadOnlyDictionary<string, string> Dropped => _dropped;

    /// <summary>Whether some value is so long that its end is lost.</summary>
    public bool IsUndefined { get; private set; }

    private bool BootEntry(string kind, Func<string, bool> isUsable) =>
        _input.Walked(kind).FirstOrDefault(folder => (Number(folder, "flags") & BootSelected) != 0) is { } first && isUsable(first);

    private FirmwareRecord? Read(string target)
    {
        if (ReadTarget(target, out var why) is not { } record)
        {
            _dropped[target] = why;
            return null;
        }

        var association = Number(target, "nic-assoc");
        var nics = _input.Walked("ethernet").ToList();
        if (nics.FirstOrDefault(nic => Number(nic, "index") == association) is not { } found)
        {
            _messages.Add($"Invalid nic-assoc of {association}. Max id {nics.Count}.");
            _dropped[target] = $"dropped: no NIC has index {association}";
            return null;
        }

        if (ReadNic(found) is not { } nic)
        {
            _dropped[target] = Number(found, "flags") == 0 ? $"dropped: {found} has no flags" : $"dropped: no interface for {found}";
            return null;
        }

        return nic with
        {
            Target = target,
            InitiatorName = Text("initiator", "initiator-name"),
            TargetName = record.TargetName,
            TargetAddress = record.TargetAddress,
            TargetPort = record.TargetPort,
            ChapName = record.ChapName,
            ChapSecret = record.ChapSecret,
            ReverseChapName = record.ReverseChapName,
            ReverseChapSecret = record.ReverseChapSecret,
            Lun = record.Lun,
        };
    }

    private FirmwareRecord? ReadTarget(string target, out string why)
    {
        var name = Text(target, "target-name");
        var address = Text(target, "ip-addr");
        why = Number(target, "flags") == 0 ? "dropped: no flags" : name is null ? "dropped: no name" : "dropped: no address";
        return Number(target, "flags") == 0 || name is null || address is null ? null : new FirmwareRecord
        {
            Target = target,
            Nic = "",
            Interface = "",
            Mac = "",
            TargetName = name,
            TargetAddress = address,
            TargetPort = Text(target, "port") is { } port ? Number(port) : DefaultPort,
            ChapName = Text(target, "chap-name"),
            ChapSecret = Text(target, "chap-secret"),
            ReverseChapName = Text(target, "rev-chap-name"),
            ReverseChapSecret = Text(target, "rev-chap-name-secret"),
            Lun = Text(target, "lun"),
        };
    }

    private FirmwareRecord? ReadNic(string nic)
    {
        if (Number(nic, "flags") == 0 || Text(nic, "mac") is not { } mac || Interface(nic, mac) is not { } name)
        {
            return null;
        }

        return new FirmwareRecord
        {
            Target = "",
            TargetName = "",
            TargetAddress = "",
            Nic = nic,
            Interface = name,
            Mac = mac,
            IsDhcp = Number(nic, "origin") == 3 || Text(nic, "dhcp") is not (null or "0.0.0.0"),
            IpAddress = Text(nic, "ip-addr"),
            Prefix = Number(nic, "prefix-len"),
            Mask = Text(nic, "subnet-mask"),
            Gateway = Text(nic, "gateway"),
            PrimaryDns = Text(nic, "primary-dns"),
            SecondaryDns = Text(nic, "secondary-dns"),
            Vlan = Text(nic, "vlan"),
        };
    }

    /// <summary>
    /// The interface of the PCI function, whatever its MAC address; by MAC address where the function has none directly below it; an empty name where the function does not exist;
    /// null where nothing fits.
    /// </summary>
    private string? Interface(string nic, string mac)
    {
        if (_input.Tree[nic, "device"] is not { } function)
        {
            return "";
        }

        return _input.Interfaces.FirstOrDefault(one => one.Function == function && !one.IsBelowVirtio)?.Name
            ?? _input.Interfaces.FirstOrDefault(one => string.Equals(one.Mac, mac, StringComparison.OrdinalIgnoreCase))?.Name;
    }

    private string? Text(string folder, string file)
    {
        var text = _input.Tree[folder, file]?.TrimEnd('\n');
        IsUndefined |= text?.Length > LongestValue;
        return string.IsNullOrEmpty(text) || text.StartsWith("<NULL>", StringComparison.Ordinal) || text.StartsWith("(null)", StringComparison.Ordinal) ? null : text;
    }

    private int Number(string folder, string file) => Text(folder, file) is { } text ? Number(text) : -1;

    private static int Number(string text) => int.TryParse(text, out var number) ? number : 0;
}
