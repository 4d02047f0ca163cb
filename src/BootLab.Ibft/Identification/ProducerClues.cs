using BootLab.Ibft.Layouts;

namespace BootLab.Ibft.Identification;

/// <summary>Looks at everything in a table by which its producer can be told.</summary>
internal sealed class ProducerClues(IbftTable table)
{
    private readonly IbftContent _content = IbftContent.From(table);

    /// <summary>What speaks for and against a producer, the telling ones first.</summary>
    public IReadOnlyList<Clue> Of(ProducerProfile profile) =>
    [
        .. Layout(profile),
        .. Oem(profile),
        .. Flags(profile),
        .. Indexes(profile),
        .. UnsetAddresses(profile),
        .. Fields(profile),
        .. Form(),
    ];

    private IEnumerable<Clue> Layout(ProducerProfile profile)
    {
        var layout = profile.Layout;
        IbftTable placed;
        try
        {
            // EDK2 alone has room for attempts that it then leaves out.
            var pairs = profile.Association == AssociationPolicy.SameNumber && !table.Control.Expansion.IsEmpty ? 2 + (table.Control.Expansion.Length / 2) : 0;
            placed = layout.Place(_content with { ControlPairs = pairs });
        }
        catch (LayoutException tooMuch)
        {
            return [new Clue("layout", false, tooMuch.Message)];
        }

        return
        [
            Compare("control", placed.Control.Slots.Select(slot => (slot.Name, (int)slot.Offset)), table.Control.Slots.Select(slot => (slot.Name, (int)slot.Offset))),
            new Clue("alignment", IsAligned(layout), IsAligned(layout) ? $"structures on multiples of {layout.StructureAlignment}" : $"structures not on multiples of {layout.StructureAlignment}"),
            Compare("strings", Strings(placed), Strings(table), layout.HeapPlace == HeapPlace.DownFromEnd ? "downwards from the end: " : "upwards: "),
            Length(layout, placed),
        ];
    }

    private bool IsAligned(TableLayout layout) => table.Structures.All(structure => structure.Offset % layout.StructureAlignment == 0);

    private Clue Length(TableLayout layout, IbftTable placed)
    {
        var rule = layout.FixedLength is { } length ? $"always {length}" : "up to the last string's end";
        return table.Header.Length == placed.Header.Length
            ? new Clue("length", true, $"{table.Header.Length} bytes: {rule}")
            : new Clue("length", false, $"{table.Header.Length} bytes; this producer would have written {placed.Header.Length} ({rule})");
    }

    // Places by name, those that are used; the first that differs is told.
    private static Clue Compare(string subject, IEnumerable<(string Name, int Offset)> expected, IEnumerable<(string Name, int Offset)> found, string how = "")
    {
        var (wanted, there) = (Used(expected), Used(found));
        foreach (var name in there.Keys.Union(wanted.Keys))
        {
            var (mine, theirs) = (there.GetValueOrDefault(name), wanted.GetValueOrDefault(name));
            if (mine != theirs)
            {
                return new Clue(subject, false, $"{name} {At(mine)}; this producer has {(theirs == 0 ? "none" : $"it {At(theirs)}")}");
            }
        }

        return new Clue(subject, true, there.Count == 0 ? "none" : how + string.Join(", ", there.Select(pair => $"{pair.Key} {At(pair.Value)}")));

        static Dictionary<string, int> Used(IEnumerable<(string Name, int Offset)> places) =>
            places.Where(place => place.Offset != 0).GroupBy(place => place.Name).ToDictionary(group => group.Key, group => group.First().Offset);

        static string At(int offset) => offset == 0 ? "absent" : $"at 0x{offset:x3}";
    }

    private static IEnumerable<(string Name, int Offset)> Strings(IbftTable table)
    {
        if (table.Initiator is { } initiator)
        {
            yield return ("initiator name", initiator.Name.Offset);
        }

        foreach (var (i, nic) in table.Nics.Index())
        {
            yield return ($"host name {i}", nic.HostName.Offset);
        }

        foreach (var (i, target) in table.Targets.Index())
        {
            yield return ($"target name {i}", target.Name.Offset);
            yield return ($"CHAP name {i}", target.ChapName.Offset);
            yield return ($"CHAP secret {i}", target.ChapSecret.Offset);
            yield return ($"reverse CHAP name {i}", target.ReverseChapName.Offset);
            yield return ($"reverse CHAP secret {i}", target.ReverseChapSecret.Offset);
        }
    }

    private IEnumerable<Clue> Oem(ProducerProfile profile)
    {
        foreach (var (subject, found, wanted) in new[] { ("OEM id", table.Header.OemId, profile.OemId), ("OEM table id", table.Header.OemTableId, profile.OemTableId) })
        {
            if (wanted is not null)
            {
                yield return new Clue(subject, found == wanted, found == wanted ? $"\"{found}\"" : $"\"{found}\"; this producer writes \"{wanted}\"");
            }
            else if (ProducerProfiles.All.LastOrDefault(other => (subject == "OEM id" ? other.OemId : null) == found && found.Length > 0) is { } owner)
            {
                yield return new Clue(subject, false, $"\"{found}\", which is that of {owner.Name}");
            }
        }
    }

    private IEnumerable<Clue> Flags(ProducerProfile profile)
    {
        if (table.Initiator is { } initiator && !IsEmpty(initiator.Flags, initiator.Name.IsAbsent))
        {
            yield return Values("initiator flags", [(initiator.Flags, profile.InitiatorFlags)]);
        }

        var nics = table.Nics.Index().Where(pair => !IsEmpty(pair.Item.Flags, pair.Item.IpAddress.IsAbsent)).Select(pair => (pair.Item.Flags, Wanted(profile, pair.Item.Flags, pair.Index, profile.NicFlags))).ToList();
        var targets = table.Targets.Index().Where(pair => !IsEmpty(pair.Item.Flags, pair.Item.IpAddress.IsAbsent)).Select(pair => (pair.Item.Flags, Wanted(profile, pair.Item.Flags, pair.Index, profile.TargetFlags))).ToList();
        if (nics.Count > 0)
        {
            yield return Values("NIC flags", nics);
        }

        if (targets.Count > 0)
        {
            yield return Values("target flags", targets);
        }
    }

    // Where there is a NIC for each target the machine boots from the first one; elsewhere from any.
    private static byte Wanted(ProducerProfile profile, byte found, int number, Func<bool, byte> flags) =>
        profile.Association == AssociationPolicy.Routed && found == flags(false) ? found : flags(number == 0 || profile.Association == AssociationPolicy.Routed);

    // A structure in which nothing was ever filled.
    private static bool IsEmpty(byte flags, bool hasNothing) => flags == 0 && hasNothing;

    private static Clue Values(string subject, IReadOnlyList<(byte Found, byte Wanted)> values)
    {
        var found = string.Join(", ", values.Select(value => $"{value.Found}"));
        return values.All(value => value.Found == value.Wanted)
            ? new Clue(subject, true, found)
            : new Clue(subject, false, $"{found}; this producer writes {string.Join(", ", values.Select(value => $"{value.Wanted}"))}");
    }

    private IEnumerable<Clue> Indexes(ProducerProfile profile)
    {
        var structures = table.Nics.Cast<IbftStructure>().Index().Concat(table.Targets.Cast<IbftStructure>().Index());
        yield return Values("index bytes", [.. structures.Select(pair => (pair.Item.Index, profile.Layout.Index == IndexPolicy.Dense ? (byte)pair.Index : (byte)0))]);
        switch (profile.Association)
        {
            case AssociationPolicy.AlwaysZero:
                yield return Values("NIC associations", [.. table.Targets.Select(target => (target.NicAssociation, (byte)0))]);
                break;
            case AssociationPolicy.SameNumber:
                yield return Values("NIC associations", [.. table.Targets.Select((target, i) => (target.NicAssociation, (byte)i))]);
                break;
            default:
                var isKnown = table.Targets.All(target => table.Nics.Any(nic => nic.Index == target.NicAssociation));
                yield return new Clue("NIC associations", isKnown, isKnown ? "each target has a NIC that is there" : "a target has no NIC in the table; this producer lists the NIC of each");
                break;
        }
    }

    private IEnumerable<Clue> UnsetAddresses(ProducerProfile profile)
    {
        // An IPv6 address that is not set is all zero for everybody.
        var unset = table.Nics.Where(nic => nic.IpAddress.IsIPv4 || nic.IpAddress.IsAbsent)
            .SelectMany(nic => new[] { nic.IpAddress, nic.Gateway, nic.PrimaryDns, nic.SecondaryDns, nic.DhcpServer }).Where(address => !address.IsSpecified).ToList();
        if (unset.Count > 0)
        {
            var fits = unset.TrueForAll(address => address == profile.UnsetAddress);
            var form = Form(unset.Find(address => fits || address != profile.UnsetAddress));
            yield return new Clue("unset addresses", fits, fits ? form : $"{form}; this producer writes {Form(profile.UnsetAddress)}");
        }

        static string Form(IbftAddress address) => address.IsAbsent ? "sixteen zero bytes" : "::ffff:0.0.0.0";
    }

    private IEnumerable<Clue> Fields(ProducerProfile profile)
    {
        var nics = table.Nics;
        if (profile.Association == AssociationPolicy.SameNumber)
        {
            yield return Check("structures", nics.Length == table.Targets.Length, "a NIC for each target", $"{nics.Length} NICs and {table.Targets.Length} targets; this producer writes a NIC for each target");
        }

        yield return profile.WritesOrigin
            ? Check("origin", nics.All(nic => nic.Origin is PrefixOrigin.Manual or PrefixOrigin.Dhcp || (nic.Origin == PrefixOrigin.Other && !nic.IpAddress.IsSpecified)), "1 or 3", "neither 1 nor 3")
            : Check("origin", nics.All(nic => nic.Origin == PrefixOrigin.Other), "0 everywhere", "not 0, and this producer does not write it");
        if (!profile.WritesDhcpServer)
        {
            yield return Check("DHCP server", nics.All(nic => !nic.DhcpServer.IsSpecified), "none", "set, and this producer does not write it");
        }

        if (!profile.WritesSecondaryDns)
        {
            yield return Check("second DNS server", nics.All(nic => !nic.SecondaryDns.IsSpecified), "none", "set, and this producer does not write it");
        }

        if (!profile.WritesVlan)
        {
            yield return Check("VLAN", nics.All(nic => nic.Vlan == 0), "none", "set, and this producer does not write it");
        }

        if (!profile.WritesBootLun)
        {
            yield return Check("boot LUN", table.Targets.All(target => target.BootLun.Value == 0), "0", "not 0, and this producer does not write it");
        }

        yield return profile.WritesHostName
            ? Check("host names", nics.Select(nic => nic.HostName.OrNull).Distinct().Count() <= 1, "the same for all NICs, or none", "of several kinds; this producer gives all NICs the same")
            : Check("host names", nics.All(nic => nic.HostName.IsAbsent), "none", "set, and this producer does not write them");
        if (profile.WritesDefaultInitiatorName)
        {
            yield return Check("initiator name", table.Initiator is { Name.Length: > 0 }, "there", "absent; this producer always has one");
        }

        if (!profile.WritesIPv6)
        {
            yield return Check("IPv6", table.Nics.All(nic => nic.IpAddress.IsIPv4 || nic.IpAddress.IsAbsent) && table.Targets.All(target => target.IpAddress.IsIPv4 || target.IpAddress.IsAbsent), "no address", "addresses of NICs or targets; this producer writes IPv4 only");
        }
    }

    private IEnumerable<Clue> Form()
    {
        var isPlain = table.Header is { Signature: "iBFT", Revision: 1 } && table.Control is { Flags: 0, Extensions: 0, Index: 0 } && table.Others.IsEmpty && table.Initiators.Length <= 1
            && table.Structures.Append(table.Control).All(structure => structure.Version == 1)
            && (table.Initiator is not { } initiator || (initiator.IsnsServer.IsAbsent && initiator.SlpServer.IsAbsent && initiator.PrimaryRadiusServer.IsAbsent && initiator.SecondaryRadiusServer.IsAbsent));
        yield return Check("form", isPlain, "iBFT, revision 1, versions 1, control flags 0, no iSNS, SLP or RADIUS servers", "signature, revision, versions, control flags, servers or kinds of structures as no known producer writes them");
        var hasReserved = table.Slack.Any(slack => slack.Offset < IbftOffsets.Header.Size);
        yield return Check("reserved bytes", !hasReserved, "zero", "not zero; every known producer leaves them");
    }

    private static Clue Check(string subject, bool fits, string good, string bad) => new(subject, fits, fits ? good : bad);
}
