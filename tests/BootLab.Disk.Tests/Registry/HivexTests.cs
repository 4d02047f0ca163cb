using System.Globalization;
using System.Text;
using BootLab.Disk.Registry;
using BootLab.Disk.Registry.Writing;
using BootLab.Testing;
using Xunit;

namespace BootLab.Disk.Tests.Registry;

/// <summary>Every key and value as libhivex reads and writes them, in both directions.</summary>
public sealed class HivexTests
{
    [Theory]
    [InlineData(1, 3000, SubkeyListKind.Lh, 1012, 5)]
    [InlineData(2, 3000, SubkeyListKind.Lf, 300, 5)]
    [InlineData(3, 1500, SubkeyListKind.Li, 200, 3)]
    [InlineData(4, 40, SubkeyListKind.Lh, 3, 6)]
    public void What_is_written_here_is_read_there_and_here_alike(int seed, int keys, SubkeyListKind kind, int leafSize, uint minorVersion)
    {
        using var folder = new TemporaryFolder();
        var writer = HiveContents.Random(seed, keys, kind, leafSize, minorVersion, longest: minorVersion > 3 ? 70_000 : 16_000);
        var file = writer.ToBytes();
        var path = folder.Write("hive", file);
        var hive = RegistryHive.Open(file);

        Assert.Empty(hive.Problems);
        Assert.Equal(HiveContents.Lines(writer.Root), HiveContents.Lines(hive));
        Assert.Equal(Hivex.Lines(path), HiveContents.Lines(hive));
        Assert.Equal(Hivex.Times(path), Times(hive));
    }

    [Fact]
    public void What_libhivex_fills_into_an_empty_hive_is_read()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("hive", new RegistryHiveWriter().ToBytes());
        var wanted = HiveContents.Random(5, 1200, longest: 18_000).Root;
        var text = new StringBuilder("Windows Registry Editor Version 5.00\n\n");
        Append(text, wanted, string.Empty);
        Hivex.Merge(path, folder.Write("wanted.reg", Encoding.UTF8.GetBytes(text.ToString())));

        var hive = RegistryHive.Open(File.ReadAllBytes(path));

        Assert.Equal(Hivex.Lines(path), HiveContents.Lines(hive));
        Assert.Equal(Hivex.Times(path), Times(hive));
        Assert.Equal(HiveContents.Lines(wanted), HiveContents.Lines(hive));
    }

    [Fact]
    public void Hivexget_finds_values_by_path()
    {
        using var folder = new TemporaryFolder();
        var writer = new RegistryHiveWriter("SYSTEM");
        writer.Root.Key("ControlSet001\\Services\\e1iexpress").Set("Start", 0).Set("Group", "NDIS").Set("ImagePath", "System32\\drivers\\e1i63x64.sys", RegistryValueType.ExpandString);
        var path = folder.Write("SYSTEM", writer.ToBytes());

        Assert.Equal("0", Hivex.Get(path, "\\controlset001\\SERVICES\\e1iexpress", "Start"));
        Assert.Equal("NDIS", Hivex.Get(path, "\\ControlSet001\\Services\\e1iexpress", "Group"));
        Assert.Equal("System32\\drivers\\e1i63x64.sys", Hivex.Get(path, "\\ControlSet001\\Services\\e1iexpress", "ImagePath"));
    }

    private static List<string> Times(RegistryHive hive)
    {
        var lines = new List<string>();
        HiveContents.Walk(hive.Root, string.Empty, (path, key) => lines.Add(
            $"{path} {(key.LastWritten > DateTimeOffset.FromUnixTimeSeconds(-11644473600) ? key.LastWritten?.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture) : null)}"));
        return lines;
    }

    private static void Append(StringBuilder text, NewKey key, string path)
    {
        if (path.Length > 0)
        {
            text.Append('[').Append(path).Append("]\n");
            foreach (var value in key.Values)
            {
                text.Append(value.Name.Length == 0 ? "@" : $"\"{value.Name}\"").Append(CultureInfo.InvariantCulture, $"=hex({(uint)value.Type:x}):").AppendJoin(',', value.Data.Select(part => part.ToString("x2", CultureInfo.InvariantCulture))).Append('\n');
            }

            text.Append('\n');
        }

        foreach (var subkey in key.Subkeys)
        {
            Append(text, subkey, $"{path}\\{subkey.Name}");
        }
    }
}
