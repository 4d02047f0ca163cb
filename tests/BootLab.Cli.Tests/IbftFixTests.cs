using System.Text;
using BootLab.Ibft;
using BootLab.Testing;
using Xunit;

namespace BootLab.Cli.Tests;

/// <summary><c>bootlab ibft fix</c>: what it writes, and what it never touches.</summary>
public class IbftFixTests
{
    private static readonly string s_two = Repository.Fixture("handmade", "two.bin");
    private static readonly string s_broken = Repository.Fixture("handmade", "nicidx5.bin");

    [Fact]
    public async Task The_mended_table_is_written_for_its_owner_alone_and_fixing_it_again_changes_nothing()
    {
        using var folder = new TemporaryFolder();
        var (first, second) = (folder.PathTo("first.bin"), folder.PathTo("second.bin"));

        var mended = await Fix(s_broken, "-o", first);
        var again = await Fix(first, "-o", second);

        Assert.Contains("the index of NIC 0 (08:04.0) is 0", mended.Output);
        Assert.Contains("nothing had to be changed", again.Output);
        Assert.Equal(File.ReadAllBytes(first), File.ReadAllBytes(second));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(first));
        }
    }

    [Fact]
    public async Task The_source_is_never_written_whatever_it_is_called()
    {
        using var folder = new TemporaryFolder();
        var bytes = File.ReadAllBytes(s_broken);
        var source = folder.Write("tables/broken.bin", bytes);
        Directory.CreateSymbolicLink(folder.PathTo("same"), folder.PathTo("tables"));
        File.CreateSymbolicLink(folder.PathTo("link.bin"), source);

        foreach (var (from, to) in new[] { (source, source), (source, folder.PathTo("tables", ".", "broken.bin")), (source, folder.PathTo("same", "broken.bin")), (folder.PathTo("link.bin"), source), (source, folder.PathTo("link.bin")) })
        {
            var ended = await Fix(from, "-o", to);
            Assert.Equal((2, ""), (ended.ExitCode, ended.Output));
            Assert.Contains("found the source itself, expected another file", ended.Error);
        }

        Assert.Equal(bytes, File.ReadAllBytes(source));
    }

    [Fact]
    public async Task Standard_output_takes_the_bytes_alone()
    {
        using var bytes = new MemoryStream();
        var ended = await Bootlab.RunAsync(File.ReadAllBytes(s_two), ["ibft", "fix", "-", "-o", "-"], binary: bytes);
        Assert.Equal((0, ""), (ended.ExitCode, ended.Output));
        Assert.Contains("nothing had to be changed", ended.Error);
        Assert.Equal(File.ReadAllBytes(s_two), bytes.ToArray());
        Assert.Equal(2, (await Fix(s_two, "-o", "-")).ExitCode);
    }

    [Fact]
    public async Task A_machine_file_gives_the_NICs_that_the_table_lacks()
    {
        using var folder = new TemporaryFolder();
        var machine = folder.Write("machine.yaml", Encoding.UTF8.GetBytes("""
            machine:
              firmware: bios
              nics:
                - {name: san, mac: "52:54:00:00:08:40", pci: "08:04.0", network: san}
                - {name: lan, mac: "52:54:00:00:08:41", pci: "08:04.1", network: lan}
                - {name: third, mac: "52:54:00:00:08:42", pci: "08:05.0"}
            networks:
              san: {subnet: 10.9.0.0/24, server: 10.9.0.1}
              lan: {subnet: 192.168.1.0/24, server: 192.168.1.1}
            """));
        var to = folder.PathTo("mended.bin");

        var ended = await Fix(s_two, "--machine", machine, "--boot-nic", "third", "-o", to);

        Assert.Contains("08:05.0 (third) is listed", ended.Output);
        var nics = IbftReader.Read(File.ReadAllBytes(to)).Nics;
        Assert.Equal(["525400000842", "525400000840", "525400000841"], nics.Select(nic => nic.MacAddress.ToString()));
        Assert.Equal(2, (await Fix(s_two, "--machine", machine, "--lab", "x", "-o", to)).ExitCode);
    }

    [Theory]
    [InlineData(4096)]
    [InlineData(70)]
    public async Task Bytes_that_are_no_table_are_not_made_one(int size)
    {
        using var folder = new TemporaryFolder();
        var source = folder.Write("zeros", new byte[size]);
        var to = folder.PathTo("new.bin");

        foreach (var ended in new[] { await Fix(source, "-o", to), await Bootlab.RunAsync("ibft", "lint", source) })
        {
            Assert.Equal((3, ""), (ended.ExitCode, ended.Output));
            Assert.Contains("no table: found neither a signature nor a control structure", ended.Error);
        }

        Assert.False(File.Exists(to));
        Assert.Contains("IBFT002", (await Bootlab.RunAsync("ibft", "lint", source, "--as", "raw")).Output);
    }

    [Fact]
    public async Task A_place_that_cannot_be_written_is_named_as_it_was_given()
    {
        using var folder = new TemporaryFolder();
        var missing = folder.PathTo("missing", "new.bin");
        var (nowhere, onFolder) = (await Fix(s_two, "-o", missing), await Fix(s_two, "-o", folder.Root));
        Assert.Equal($"bootlab: {missing}: found no folder {folder.PathTo("missing")}, expected one to write into; make it first\n", nowhere.Error);
        Assert.Equal($"bootlab: found the folder {folder.Root} to write to, expected a file\n", onFolder.Error);
        Assert.Equal((3, 2), (nowhere.ExitCode, onFolder.ExitCode));
    }

    private static Task<Ended> Fix(params string[] args) => Bootlab.RunAsync(["ibft", "fix", .. args]);
}
