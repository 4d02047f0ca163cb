using BootLab.Testing;

namespace BootLab.Labs.Tests.Running.Support;

/// <summary>What tshark makes of a capture: the values of each frame.</summary>
public sealed class Tshark
{
    private static readonly string[] s_fields =
    [
        "_ws.malformed", "_ws.expert.severity", "ip.checksum.status", "tcp.checksum.status", "udp.checksum.status", "icmpv6.checksum.status",
        "dhcp.option.dhcp", "iscsi.opcode", "frame.comment", "frame.protocols",
    ];

    private readonly List<Dictionary<string, string[]>> _frames = [];

    /// <param name="capture">The pcapng file's bytes.</param>
    /// <param name="iscsiPorts">Ports on which iSCSI is spoken.</param>
    public Tshark(byte[] capture, IEnumerable<int> iscsiPorts)
    {
        var tshark = Requires.Tool("tshark", "tshark");
        using var folder = new TemporaryFolder();
        var result = PeerProcess.Run(
            tshark,
            [
                "-r", folder.Write("boot.pcapng", capture),
                .. new[] { "ip", "tcp", "udp" }.SelectMany(protocol => new[] { "-o", $"{protocol}.check_checksum:TRUE" }),
                .. iscsiPorts.Distinct().SelectMany(port => new[] { "-d", $"tcp.port=={port},iscsi" }),
                "-T", "fields", "-E", "separator=/t", "-E", "occurrence=a", "-E", "aggregator=|",
                .. s_fields.SelectMany(field => new[] { "-e", field }),
            ]);
        if (result.ExitCode != 0)
        {
            throw new InvalidOperationException($"tshark: {result.Error}");
        }

        foreach (var line in result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            var values = line.Split('\t');
            _frames.Add(s_fields.Select((field, index) => (field, values[index].Split('|', StringSplitOptions.RemoveEmptyEntries))).ToDictionary());
        }
    }

    public int Frames => _frames.Count;

    /// <summary>Every value of a field, over all frames.</summary>
    public IReadOnlyList<string> Values(string field) => [.. _frames.SelectMany(frame => frame[field])];

    /// <summary>Frames that tshark finds malformed, with an error, or with a wrong checksum; each described.</summary>
    public IReadOnlyList<string> Complaints()
    {
        const string Error = "8388608";
        const string Bad = "0";
        return [.. _frames.SelectMany((frame, index) => frame
            .Where(field => (field.Key == "_ws.malformed" && field.Value.Length > 0)
                || (field.Key == "_ws.expert.severity" && field.Value.Contains(Error))
                || (field.Key.EndsWith("checksum.status", StringComparison.Ordinal) && field.Value.Contains(Bad)))
            .Select(field => $"frame {index + 1}: {field.Key} = {string.Join(", ", field.Value)}"))];
    }
}
