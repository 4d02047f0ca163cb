using System.Text;
using System.Text.Json;
using BootLab.Disk.Making;
using BootLab.Disk.Ntfs;
using BootLab.Disk.Tests.Ntfs;
using BootLab.ImageMaker;
using BootLab.Testing;
using Xunit;

namespace BootLab.Disk.Tests.Making;

/// <summary>Partitions, volumes and boot code of synthetic disks, as other programs see them.</summary>
public sealed class SyntheticDiskTests
{
    public static TheoryData<string> Names => SyntheticDisk.Names;

    [Theory]
    [MemberData(nameof(Names))]
    public void The_programs_of_ntfs_3g_agree_on_the_volume_and_on_every_file(string name)
    {
        using var disk = new SyntheticDisk(name);
        using var folder = new TemporaryFolder();
        var path = disk.WritePartition(folder, "NTFS");

        var information = Run("ntfsinfo", "--force", "--mft", path);
        Assert.Contains($"Volume Name: {disk.Volume.Label}\n", information, StringComparison.Ordinal);
        Assert.Contains($"Volume Size in Clusters: {disk.Volume.BootSector.Clusters}\n", information, StringComparison.Ordinal);
        Assert.Contains("processed successfully", Run("ntfsfix", "--no-action", path), StringComparison.Ordinal);

        var files = new List<string>();
        List(disk.Volume, disk.Volume.Root, string.Empty, files);
        Assert.Equal(Listed(Run("ntfsls", "--force", "--recursive", "--long", path)), files.Order(StringComparer.Ordinal));
        foreach (var file in files.Select(line => line.Split(' ', 2)[1]))
        {
            Assert.Equal(Cat(path, file), disk.Volume.ReadAll(file));
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_time_of_a_volume_is_the_same(string name)
    {
        using var disk = new SyntheticDisk(name);
        using var folder = new TemporaryFolder();

        var times = Run("ntfsinfo", "--force", "--inode", "5", "--verbose", disk.WritePartition(folder, "NTFS")).Split('\n').Where(line => line.Contains(" UTC", StringComparison.Ordinal)).Select(line => line.Split(':', 2)[1].Trim());

        Assert.Equal("Sun Nov  1 00:00:00 2026 UTC", Assert.Single(times.Distinct()));
        Assert.All(disk.Volume.Enumerate(disk.Volume.Root), entry => Assert.Equal(new DateTime(2026, 11, 1), entry.FileName.Times.Modified));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Sfdisk_sees_the_same_partitions(string name)
    {
        using var disk = new SyntheticDisk(name);
        using var folder = new TemporaryFolder();
        var path = disk.WriteWhole(folder);

        Assert.Contains("No errors detected.", Run("sfdisk", "--verify", path), StringComparison.Ordinal);
        using var json = JsonDocument.Parse(Run("sfdisk", "--json", path));
        var table = json.RootElement.GetProperty("partitiontable");
        Assert.Equal(
            disk.Partitions.Select(partition => (partition.Start / 512, partition.Length / 512)),
            table.GetProperty("partitions").EnumerateArray().Select(partition => (partition.GetProperty("start").GetInt64(), partition.GetProperty("size").GetInt64())));
        Assert.Equal(name == "windows-11" ? "B007AB1D-0000-4000-8000-000000000000" : "0x0b007ab1", table.GetProperty("id").GetString());
    }

    [Fact]
    public void Mtools_read_the_boot_manager_of_the_efi_system_partition()
    {
        using var disk = new SyntheticDisk("windows-11");
        using var folder = new TemporaryFolder();
        var esp = disk.WritePartition(folder, "FAT32");

        Assert.Contains("no byte of it is Microsoft's", Run("mtype", "-i", esp, "::/EFI/Microsoft/Boot/bootmgfw.efi"), StringComparison.Ordinal);
        Assert.Contains("free", Run("mdir", "-i", esp, "::/EFI/Microsoft/Boot"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("x")]
    [InlineData("BootLab: a synthetic disk of Server 2012, nothing on it can run")]
    public void The_boot_code_is_what_its_source_assembles_to(string line) => Assert.Equal(BootSector.Assemble(line), BootCode.Make(line));

    [Theory]
    [MemberData(nameof(Names))]
    public void Boot_sectors_hold_our_code_alone(string name)
    {
        using var disk = new SyntheticDisk(name);
        using var folder = new TemporaryFolder();
        foreach (var (fileSystem, start) in new[] { ("NTFS", 0x54), ("FAT32", 0x5a) }.Where(known => disk.Partitions.Any(partition => partition.FileSystem == known.Item1)))
        {
            var sector = File.ReadAllBytes(disk.WritePartition(folder, fileSystem)).AsSpan(0, 512);
            var text = Encoding.ASCII.GetString(sector[(start + 10)..].Slice(0, sector[start + 8] - 3));
            Assert.StartsWith("BootLab: a synthetic disk of", text);
            var code = BootCode.Make(text);
            Assert.Equal(code, sector.Slice(start, code.Length));
            Assert.Equal(-1, sector[(start + code.Length)..510].IndexOfAnyExcept((byte)0));
        }
    }

    private static void List(NtfsVolume volume, NtfsFile directory, string prefix, List<string> files)
    {
        foreach (var entry in volume.Enumerate(directory).Where(entry => entry.Name[0] != '$'))
        {
            var file = volume.Read(entry.File);
            if (entry.IsDirectory)
            {
                List(volume, file, $"{prefix}{entry.Name}/", files);
            }
            else
            {
                files.Add($"{file.Length} {prefix}{entry.Name}");
            }
        }
    }

    // "/FOLDER:", then a line for each entry with size, month, day, time, year and name; folders have no size.
    private static IEnumerable<string> Listed(string output)
    {
        var folder = string.Empty;
        var files = new List<string>();
        foreach (var line in output.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            if (line[0] == '/')
            {
                folder = line[1..].TrimEnd(':');
                continue;
            }

            var parts = line.Split(' ', 6, StringSplitOptions.RemoveEmptyEntries);
            if (parts[0] != "0")
            {
                files.Add($"{parts[0]} {(folder.Length == 0 ? string.Empty : folder + "/")}{parts[5]}");
            }
        }

        return files.Order(StringComparer.Ordinal);
    }

    private static byte[] Cat(string volume, string path) =>
        Convert.FromBase64String(Run("sh", "-c", "ntfscat --force --quiet \"$0\" \"$1\" | base64 --wrap=0", volume, path));

    private static string Run(string program, params string[] arguments)
    {
        var package = program switch { "sfdisk" => "fdisk", "mtype" or "mdir" => "mtools", "sh" => "dash", _ => "ntfs-3g" };
        var ended = PeerProcess.Run(Requires.Tool(program, package), arguments, new Dictionary<string, string> { ["LC_ALL"] = "C", ["TZ"] = "UTC" });
        Assert.True(ended.ExitCode == 0, $"{program}: {ended.Output}{ended.Error}");
        return ended.Output;
    }
}
