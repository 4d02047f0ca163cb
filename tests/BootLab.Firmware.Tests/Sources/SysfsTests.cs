using System.Formats.Tar;
using System.IO.Compression;
using System.Text;
using BootLab.Firmware.Sources;
using BootLab.Ibft;
using BootLab.Ibft.Layouts;
using BootLab.Testing;

namespace BootLab.Firmware.Tests.Sources;

/// <summary>Tables built anew from what Linux showed of them.</summary>
public class SysfsTests
{
    private static readonly string s_chap = File.ReadAllText(Repository.Fixture("handmade", "chap.linux.txt"));

    [Theory]
    [InlineData("two")]
    [InlineData("one")]
    [InlineData("three")]
    [InlineData("swapped")]
    [InlineData("chap")]
    [InlineData("vlan")]
    [InlineData("pc20")]
    [InlineData("e2e-two")]
    public void What_Linux_shows_of_a_table_says_all_that_the_table_says(string name)
    {
        var table = Single(SourceSupport.ReadText(File.ReadAllText(Repository.Fixture("handmade", $"{name}.linux.txt"))));
        var original = IbftReader.Read(SourceSupport.Handmade(name));
        var (expected, actual) = (IbftContent.From(original), IbftContent.From(IbftReader.Read(table.Bytes.Span)));

        // A NIC whose device does not exist has no link, and so no PCI address.
        var lost = table.Notes.Where(note => note.Contains("no link to a PCI device", StringComparison.Ordinal)).Select(note => int.Parse(note.AsSpan("ethernet".Length, 1))).ToList();
        expected = expected with { Nics = [.. expected.Nics.Select((nic, i) => lost.Contains(i) ? nic with { PciBdf = 0 } : nic)] };
        Assert.Equal(expected, actual);
        Assert.Equal(0, IbftChecksum.Sum(table.Bytes.Span));
    }

    [Fact]
    public void The_table_of_iPXE_comes_back_byte_for_byte_but_for_what_the_tree_does_not_tell()
    {
        var original = SourceSupport.Captured("ipxe-debian-1nic");
        var rebuilt = Single(SourceSupport.ReadText(File.ReadAllText(Repository.Fixture("captured", "ipxe-debian-1nic", "linux.txt")))).Bytes.ToArray();
        Assert.Equal(original.Length, rebuilt.Length);

        var pci = IbftReader.Read(original).Nics[0].Offset + IbftOffsets.Nic.PciBdf;
        Assert.Equal([IbftOffsets.Header.Checksum, pci], Enumerable.Range(0, original.Length).Where(i => original[i] != rebuilt[i]));
    }

    [Fact]
    public void Index_bytes_are_those_of_the_files()
    {
        var table = IbftReader.Read(Single(SourceSupport.ReadText(File.ReadAllText(Repository.Fixture("handmade", "nicidx5.linux.txt")))).Bytes.Span);
        Assert.Contains((byte)5, table.Nics.Select(nic => nic.Index));
    }

    [Fact]
    public void Folder_archive_and_text_give_the_same_table()
    {
        using var folder = new TemporaryFolder();
        Plant(folder, "sys/firmware/ibft", s_chap);
        var fromText = Single(SourceSupport.ReadText(s_chap)).Bytes.ToArray();

        Assert.Equal(fromText, Single(TableSources.ReadFile(folder.PathTo("sys", "firmware", "ibft"))).Bytes.ToArray());
        Assert.Equal(fromText, Single(TableSources.ReadFile(folder.Root)).Bytes.ToArray());

        SourceSupport.Output($"tar -C {folder.PathTo("sys")} -cf {folder.PathTo("t.tar")} firmware", "tar", []);
        SourceSupport.Output($"tar -C {folder.PathTo("sys")} -czf {folder.PathTo("t.tar.gz")} firmware", "tar", []);
        SourceSupport.Output($"tar -C {folder.PathTo("sys")} --format=ustar -cf {folder.PathTo("u.tar")} firmware", "tar", []);
        foreach (var archive in (string[])["t.tar", "t.tar.gz", "u.tar"])
        {
            var content = TableSources.ReadFile(folder.PathTo(archive));
            Assert.Equal((SourceKind.Sysfs, "firmware/ibft"), (content.Kind, Single(content).Place));
            Assert.Equal(fromText, Single(content).Bytes.ToArray());
        }
    }

    [Fact]
    public void Lines_of_grep_are_read_and_quoting_does_no_harm()
    {
        var lines = s_chap.Split('\n').Where(line => line.Contains('=', StringComparison.Ordinal)).Select(line => $"> /sys/firmware/ibft/{Replace(line)}");
        var table = Single(SourceSupport.ReadText(string.Join('\n', lines)));
        Assert.Equal("sys/firmware/ibft", table.Place);
        Assert.Equal("secretsecret1", IbftReader.Read(table.Bytes.Span).Targets[0].ChapSecret.ToString());

        static string Replace(string line) => line.Replace("=", ":", StringComparison.Ordinal);
    }

    [Fact]
    public void What_the_tree_cannot_tell_is_said()
    {
        var text = s_chap.Replace("target0/chap-secret=secretsecret1", "target0/chap-secret=(masked)", StringComparison.Ordinal)
            .Replace("target0/rev-chap-name-secret=rsecretsecret\n", "", StringComparison.Ordinal)
            .Replace("target0/lun=00000000", "target0/lun=110000000", StringComparison.Ordinal)
            .Replace("ethernet0/flags=3\n", "", StringComparison.Ordinal);
        var notes = Single(SourceSupport.ReadText(text)).Notes;
        Assert.Contains(notes, note => note.StartsWith("rebuilt from /sys/firmware/ibft: offsets, order", StringComparison.Ordinal));
        Assert.Contains("target0/chap-secret: masked; the table has none", notes);
        Assert.Contains("target0/rev-chap-name-secret: not in the copy; the table has none", notes);
        Assert.Contains(notes, note => note.StartsWith("target0/lun: Linux prints its bytes without leading zeros", StringComparison.Ordinal));
        Assert.Contains("Linux always shows ethernet0/flags, the copy does not; 0 stands in the place", notes);
    }

    [Theory]
    [InlineData("01000000", 0x0001000000000000UL)]
    [InlineData("00000000", 0UL)]
    [InlineData("010000000", 0x0010000000000000UL)]
    [InlineData("0ff000000", 0x00ff000000000000UL)]
    [InlineData("4001000000", 0x4000100000000000UL)]
    public void A_LUN_is_read_as_Linux_prints_it(string digits, ulong lun)
    {
        var table = IbftReader.Read(Single(SourceSupport.ReadText(s_chap.Replace("target0/lun=00000000", $"target0/lun={digits}", StringComparison.Ordinal))).Bytes.Span);
        Assert.Equal(new Lun(lun), table.Targets[0].BootLun);
    }

    [Fact]
    public void The_oldest_views_have_a_mask_alone()
    {
        var table = IbftReader.Read(Single(SourceSupport.ReadText(File.ReadAllText(Repository.Fixture("tables", "linux-commit-138fe4e0-sysfs.txt")))).Bytes.Span);
        Assert.Equal((22, "192.168.77.41", "iqn.2007.com.intel-sbx44:storage-10gb"), (table.Nics[0].SubnetMaskPrefix, table.Nics[0].IpAddress.ToString(), table.Targets[0].Name.ToString()));
    }

    [Theory]
    [InlineData("ip-addr=10.9.0.2", "ip-addr=aa.bb.cc.dd", "ethernet0/ip-addr: found 'aa.bb.cc.dd', expected an IP address")]
    [InlineData("vlan=0", "vlan=70000", "ethernet0/vlan: found '70000', expected a number up to 65535")]
    [InlineData("mac=52:54:00:00:08:40", "mac=52:54", "ethernet0/mac: found '52:54', expected six bytes")]
    [InlineData("oem_id=BOOTLB", "oem_id=BOOTLAB", "acpi_header/oem_id: found 7 characters, expected at most 6")]
    [InlineData("lun=00000000", "lun=0000000g", "target0/lun: found '0000000g', expected 8 to 16 hexadecimal digits")]
    public void What_Linux_never_writes_is_refused_with_its_path(string found, string written, string message) =>
        Assert.Contains(message, Assert.Throws<SourceFormatException>(() => SourceSupport.ReadText(s_chap.Replace(found, written, StringComparison.Ordinal))).Message);

    [Fact]
    public void A_tree_that_is_refused_leaves_the_others()
    {
        using var folder = new TemporaryFolder();
        Plant(folder, "a", s_chap);
        Plant(folder, "b", s_chap.Replace("vlan=0", "vlan=70000", StringComparison.Ordinal));
        Plant(folder, "c", s_chap);

        var tables = TableSources.ReadFile(folder.Root).Tables;

        Assert.Equal(2, tables.Count);
        Assert.All(tables, table => Assert.Contains(table.Notes, note => note.StartsWith("another tree is left out: ", StringComparison.Ordinal) && note.EndsWith("b/ethernet0/vlan: found '70000', expected a number up to 65535", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_folder_without_a_tree_is_refused()
    {
        using var folder = new TemporaryFolder();
        folder.Write("readme", "x"u8);
        Assert.Contains("expected a copy of /sys/firmware/ibft", Assert.Throws<SourceFormatException>(() => TableSources.ReadFile(folder.Root)).Message);
    }

    [Fact]
    public void Hostile_trees_are_read_or_refused() => SourceSupport.Fuzz(Encoding.Latin1.GetBytes(s_chap), seed: 21, SourceKind.Sysfs);

    [Fact]
    public void Hostile_archives_are_read_or_refused() => SourceSupport.Fuzz(Archive("ethernet0/mac", "target0/lun", "initiator/flags"), seed: 22, SourceKind.Sysfs);

    [Fact]
    public void Hostile_compressed_archives_are_read_or_refused()
    {
        using var bytes = new MemoryStream();
        using (var gzip = new GZipStream(bytes, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(Archive("ethernet0/mac"));
        }

        SourceSupport.Fuzz(bytes.ToArray(), seed: 23);
    }

    private static FoundTable Single(SourceContent content) => Assert.Single(content.Tables);

    private static void Plant(TemporaryFolder folder, string place, string view)
    {
        foreach (var line in view.Split('\n'))
        {
            if (line.Split(" -> ") is [var link, var target])
            {
                Directory.CreateDirectory(Path.GetDirectoryName(folder.PathTo(place, link))!);
                File.CreateSymbolicLink(folder.PathTo(place, link), target);
            }
            else if (line.Split('=', 2) is [var path, var value])
            {
                folder.Write(Path.Combine(place, path), Encoding.Latin1.GetBytes(value + "\n"));
            }
        }
    }

    private static byte[] Archive(params string[] files)
    {
        using var bytes = new MemoryStream();
        using (var writer = new TarWriter(bytes, TarEntryFormat.Ustar, leaveOpen: true))
        {
            foreach (var file in files)
            {
                writer.WriteEntry(new UstarTarEntry(TarEntryType.RegularFile, $"ibft/{file}") { DataStream = new MemoryStream("00000000\n"u8.ToArray()) });
            }
        }

        return bytes.ToArray();
    }
}
