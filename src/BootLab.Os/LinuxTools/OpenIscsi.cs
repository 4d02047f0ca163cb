using System.Net;
using System.Net.Sockets;
using BootLab.Machine;
using BootLab.Os.Knowledge;

namespace BootLab.Os.LinuxTools;

/// <summary>
/// open-iscsi by what the firmware says: <c>iscsistart -N</c> sets addresses, <c>-f</c> prints records, <c>-b</c> logs in to every target that has one. It does not ask a DHCP server.
/// </summary>
public sealed class OpenIscsi : LinuxTool
{
    private readonly string _version;
    private readonly bool _setsIPv6;

    private OpenIscsi(string version, bool setsIPv6, Statement knowledge)
    {
        _version = version;
        _setsIPv6 = setsIPv6;
        Knowledge = knowledge;
    }

    /// <summary>Debian 12's, compared with the real one.</summary>
    public static OpenIscsi V2_1_8 { get; } = new("2.1.8", setsIPv6: false, new Statement("its records for many trees are those that the real iscsistart prints", Evidence.Observed, "ISCSISTART", "OPEN-ISCSI"));

    /// <summary>The first release that sets IPv6 addresses (72c2b97).</summary>
    public static OpenIscsi V2_1_11 { get; } = new("2.1.11", setsIPv6: true, new Statement("as its source reads the tree", Evidence.Source, "OPEN-ISCSI"));

    /// <inheritdoc/>
    public override string Id => $"open-iscsi-{_version}";

    /// <inheritdoc/>
    public override string Name => $"open-iscsi {_version}";

    /// <inheritdoc/>
    public override Statement Knowledge { get; }

    /// <inheritdoc/>
    protected override bool ReadsTargets => true;

    internal override ToolResult Run(ToolInput input)
    {
        var records = new FirmwareRecords(input);
        var fates = records.IsThere ? Fates(input, records) : input.Walk.ToDictionary(folder => folder, _ => new FolderFate(false, "not read: there is no initiator"));
        var logsIn = fates.Any(fate => fate.Key.StartsWith("target", StringComparison.Ordinal) && fate.Value.IsUsed);
        return new ToolResult(records.IsUndefined ? ConsumerOutcome.Undefined : logsIn ? ToolResult.Judge(fates.Values) : ConsumerOutcome.Rejected, fates)
        {
            Messages = [.. Messages(records).Distinct()],
            Native = [.. records.All.SelectMany(record => record.Lines(_version))],
        };
    }

    private Dictionary<string, FolderFate> Fates(ToolInput input, FirmwareRecords records)
    {
        var fates = input.Walked("ethernet").ToDictionary(nic => nic, _ => new FolderFate(false, "not used: no target goes through it"));
        foreach (var (target, why) in records.Dropped)
        {
            fates[target] = new FolderFate(false, why);
        }

        foreach (var record in records.All)
        {
            var failure = Failure(record);
            if (failure is null)
            {
                fates[record.Nic] = new FolderFate(true, $"{record.IpAddress} on {record.Interface}{(record.IsDhcp ? ", called DHCP" : "")}");
            }
            else if (!fates[record.Nic].IsUsed)
            {
                fates[record.Nic] = new FolderFate(false, $"not set: {failure}");
            }

            fates[record.Target] = !records.HasBootEntry ? new FolderFate(false, "no login: nothing usable is boot selected")
                : failure is null ? new FolderFate(true, $"login at {record.TargetAddress}:{record.TargetPort} through {record.Interface}")
                : new FolderFate(false, $"login at {record.TargetAddress}:{record.TargetPort} without a way there: {failure}");
        }

        return fates;
    }

    private IEnumerable<string> Messages(FirmwareRecords records) =>
    [
        .. records.Messages,
        .. SetUp(records.All).Select(line => line.Text),
        .. records.All.Count == 0 ? new[] { "Could not setup fw entries.", "Could not get list of targets from firmware." } : [],
        .. records.HasBootEntry ? [] : new[] { "Could not get boot entry." },
    ];

    /// <summary>What <c>iscsistart -N</c> prints, and whether as an error.</summary>
    internal IEnumerable<(string Text, bool IsError)> SetUp(IEnumerable<FirmwareRecord> records)
    {
        foreach (var record in records)
        {
            yield return ($"Setting up software interface {record.Interface}", false);
            if (Failure(record) is { } failure)
            {
                yield return (failure, true);
                yield return ($"Setting up software interface {record.Interface} failed", false);
            }
        }
    }

    /// <summary>Why an interface cannot be set; null when it can.</summary>
    private string? Failure(FirmwareRecord record)
    {
        if (record.Interface.Length == 0)
        {
            return "No netdev name in fw entry.";
        }

        if (record.Vlan is not (null or "0"))
        {
            return "No matching vlan found for fw entry.";
        }

        var address = Address(record.IpAddress);
        if (address is null)
        {
            return "Invalid or missing ipaddr in fw entry";
        }

        if (Address(record.Mask) is null)
        {
            return "Invalid or missing netmask in fw entry";
        }

        var target = Address(record.TargetAddress);
        if (target is null || target.AddressFamily != address.AddressFamily)
        {
            return "Invalid or missing target ipaddr in fw entry";
        }

        if (target.AddressFamily == AddressFamily.InterNetwork ? Reachability.SameSubnet(address, target, Bits(record.Mask!)) : Address(record.Gateway) is not null)
        {
            return null;
        }

        return Address(record.Gateway) is not { } gateway ? $"Invalid or missing gateway for {record.Interface}"
            : Reachability.SameSubnet(address, gateway, Bits(record.Mask!)) ? null
            : $"Could not set gateway for {record.Interface} (err 101 - Network is unreachable)";
    }

    private IPAddress? Address(string? text) => IPAddress.TryParse(text, out var address) && (_setsIPv6 || address.AddressFamily == AddressFamily.InterNetwork) ? address : null;

    private static int Bits(string mask) => IPAddress.Parse(mask).GetAddressBytes().Sum(value => int.PopCount(value));
}
