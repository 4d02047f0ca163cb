using System.Net;
using BootLab.Labs.Files.Shapes;
using BootLab.Labs.Files.Yaml;
using BootLab.Machine;

namespace BootLab.Labs.Files.Sections;

/// <summary>The keys that say what an answer carries; the same for a server, a reservation and a class.</summary>
internal static class DhcpAnswer
{
    private static readonly Key<IPAddress> NextServer = new("next-server", NetworkScalars.Ipv4, "siaddr; the server's address when absent.");

    private static readonly Key<string> File = new("file", Scalars.Line, "Boot file name.");

    private static readonly Key<bool> FileAsOption = new("file-as-option", Scalars.Boolean, "true: the file name goes into option 67 when the client lists that option, as dnsmasq does it.");

    private static readonly Key<string> ServerName = new("server-name", Scalars.Line, "The sname field.");

    private static readonly Key<long> Lease = new("lease", Scalars.Whole("a number of seconds", 0, uint.MaxValue), "Lease time in seconds (51); 3600 when absent.");

    private static readonly IReadOnlyList<Key<byte[]>> NamedOptions =
        [.. DhcpOptions.Named.Select(option => new Key<byte[]>(option.Name, new DhcpOptionShape(option.Code), option.Description))];

    private static readonly Key<IReadOnlyList<KeyValuePair<DhcpOptionCode, byte[]>>> Options = new(
        "options", new DhcpOptionsShape(), "Any option by name or code; 43.x and 175.x are encapsulated.");

    public static readonly IReadOnlyList<Key> Keys = [NextServer, File, FileAsOption, ServerName, Lease, .. NamedOptions, Options];

    public static DhcpAnswerSpec Read(MapReader map) => new()
    {
        NextServer = map.Find(NextServer),
        File = map.Find(File),
        FileInOption67 = map.FindValue(FileAsOption),
        ServerName = map.Find(ServerName),
        LeaseSeconds = (uint?)map.FindValue(Lease),
        Options = Encapsulate(Written(map).Select(option => KeyValuePair.Create(option.Code, option.Value))),
    };

    /// <summary>Reports options that are written twice, by name and by code.</summary>
    public static void CheckOptions(MapReader map)
    {
        var seen = new Dictionary<DhcpOptionCode, YamlNode>();
        foreach (var (code, _, key) in Written(map))
        {
            // The whole of 43 or 175 and an option inside it exclude each other.
            var other = seen.FirstOrDefault(other => other.Key == code || (other.Key.Code == code.Code && (other.Key.Sub is null || code.Sub is null)));
            if (other.Value is not null)
            {
                map.Context.Report(key, $"found option {code}{(other.Key == code ? " twice, first" : $" beside option {other.Key}")} in line {other.Value.Place.Line}; keep one of them");
            }

            seen.TryAdd(code, key);
        }
    }

    // In the order of the file, which is the order on the wire.
    private static IEnumerable<(DhcpOptionCode Code, byte[] Value, ScalarNode Key)> Written(MapReader map)
    {
        foreach (var (key, value) in map.Map.Entries)
        {
            var named = NamedOptions.FirstOrDefault(option => option.Name == key.Text);
            if (named is not null && DhcpOptions.TryParse(named.Name, out var code))
            {
                yield return (code, named.Value.Read(value, map.Context), key);
            }
            else if (key.Text == Options.Name && value is MapNode options)
            {
                foreach (var (option, entry) in map.Get(Options).Zip(options.Entries))
                {
                    yield return (option.Key, option.Value, entry.Key);
                }
            }
        }
    }

    // Options inside 43 and 175 are joined where the first of them stands, closed by an end option as dnsmasq does it.
    private static List<DhcpOptionSpec> Encapsulate(IEnumerable<KeyValuePair<DhcpOptionCode, byte[]>> written)
    {
        const byte End = 255;
        var result = new List<DhcpOptionSpec>();
        foreach (var options in written.GroupBy(option => option.Key.Code))
        {
            var inner = options.Where(option => option.Key.Sub is not null && option.Value.Length > 0).ToArray();
            byte[] value = inner.Length == 0
                ? options.First().Value
                : [.. inner.SelectMany(option => (byte[])[option.Key.Sub!.Value, (byte)option.Value.Length, .. option.Value]), End];
            result.Add(new DhcpOptionSpec(options.Key, value));
        }

        return result;
    }
}
