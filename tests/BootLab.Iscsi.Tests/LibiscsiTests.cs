using System.Net;
using BootLab.Iscsi.Target;
using BootLab.Iscsi.Tests.Support;
using BootLab.Testing;
using Xunit;

namespace BootLab.Iscsi.Tests;

/// <summary>The embedded target against the tools of libiscsi and QEMU's initiator.</summary>
public class LibiscsiTests
{
    private const string First = "iqn.2026-01.test:first";
    private const string Second = "iqn.2026-01.test:second";

    private readonly byte[] _disk = Rig.Disk(65536);

    [Fact]
    public async Task Iscsi_ls_lists_targets_and_units()
    {
        var tool = Requires.Tool("iscsi-ls", "libiscsi-bin");
        await using var server = Serve();

        var targets = Run(tool, $"iscsi://{server.Portal}");
        Assert.Contains($"Target:{First} Portal:{server.Portal},1", targets, StringComparison.Ordinal);
        Assert.Contains($"Target:{Second} Portal:{server.Portal},1", targets, StringComparison.Ordinal);
        var units = Run(tool, "-s", $"iscsi://{server.Portal}");
        Assert.Contains("Lun:1    Type:DIRECT_ACCESS (Size:31M)", units, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Iscsi_inq_reads_standard_data_and_all_pages()
    {
        var tool = Requires.Tool("iscsi-inq", "libiscsi-bin");
        await using var server = Serve();
        var url = $"iscsi://{server.Portal}/{First}/1";

        var standard = Run(tool, url);
        Assert.Contains("Peripheral Device Type:DIRECT_ACCESS", standard, StringComparison.Ordinal);
        Assert.Contains("Vendor:BOOTLAB", standard, StringComparison.Ordinal);
        var pages = Run(tool, "-e", "1", "-c", "0", url);
        foreach (var page in new[] { "80", "83", "b0", "b1" })
        {
            Assert.Contains($"Page:{page}", pages.Replace("0x", "", StringComparison.Ordinal), StringComparison.OrdinalIgnoreCase);
            Assert.NotEqual("", Run(tool, "-e", "1", "-c", Convert.ToInt32(page, 16).ToString(), url));
        }

        Assert.Contains(First, Run(tool, "-e", "1", "-c", "131", url), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Iscsi_readcapacity16_sees_the_size()
    {
        var tool = Requires.Tool("iscsi-readcapacity16", "libiscsi-bin");
        await using var server = Serve();

        var answer = Run(tool, $"iscsi://{server.Portal}/{First}/1");
        Assert.Contains("LOGICAL BLOCK ADDRESS:65535", answer, StringComparison.Ordinal);
        Assert.Contains("Total size:33554432", answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("inisecret1234", "tgtsecret1234", true)]
    [InlineData("wrongsecret12", "tgtsecret1234", false)]
    [InlineData("inisecret1234", "wrongsecret12", false)]
    public async Task Mutual_chap_is_right_in_the_eyes_of_libiscsi(string password, string reversePassword, bool succeeds)
    {
        var tool = Requires.Tool("iscsi-inq", "libiscsi-bin");
        await using var server = Serve(new TargetChap { Username = "iniuser", Password = "inisecret1234", ReverseUsername = "tgtuser", ReversePassword = "tgtsecret1234" });
        var url = $"iscsi://iniuser%{password}@{server.Portal}/{First}/1?target_user=tgtuser&target_password={reversePassword}";

        var result = PeerProcess.Run(tool, [url]);
        Assert.Equal(succeeds, result.ExitCode == 0 && result.Output.Contains("BOOTLAB", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Qemu_reads_the_same_contents()
    {
        var tool = RequiresQemuWithIscsi();
        await using var server = Serve();
        using var folder = new TemporaryFolder();
        var copy = folder.PathTo("out.raw");

        Run(tool, "convert", "-f", "raw", "-O", "raw", $"iscsi://{server.Portal}/{First}/1", copy);
        Assert.True(_disk.AsSpan().SequenceEqual(File.ReadAllBytes(copy)), "the copy differs from the disk");
    }

    [Fact]
    public async Task Qemu_writes_into_the_overlay_alone()
    {
        var tool = RequiresQemuWithIscsi();
        var beneath = new byte[_disk.Length];
        var overlay = new CopyOnWriteBlockStore(new MemoryBlockStore(beneath));
        await using var server = Serve(store: overlay);
        using var folder = new TemporaryFolder();
        var source = folder.Write("in.raw", _disk);
        var url = $"iscsi://{server.Portal}/{First}/1";

        Run(tool, "convert", "-n", "-f", "raw", "-O", "raw", source, url);
        Run(tool, "compare", "-f", "raw", "-F", "raw", source, url);
        Assert.True(beneath.AsSpan().IndexOfAnyExcept((byte)0) < 0, "what lies beneath was touched");
        Assert.Equal(65536, overlay.WrittenBlocks);
    }

    private IscsiTargetServer Serve(TargetChap? chap = null, IBlockStore? store = null)
    {
        TargetOptions Target(string name) => new()
        {
            Name = name,
            Chap = chap,
            Luns = new Dictionary<ushort, IBlockStore> { [1] = store ?? new MemoryBlockStore(_disk) },
        };
        return IscsiTargetServer.Start(
            new TargetServer([Target(First), Target(Second)], new Random(1), TimeProvider.System), new IPEndPoint(IPAddress.Loopback, 0));
    }

    private static string RequiresQemuWithIscsi()
    {
        var tool = Requires.Tool("qemu-img", "qemu-utils");
        if (!PeerProcess.Run(tool, ["--help"]).Output.Contains(" iscsi ", StringComparison.Ordinal))
        {
            Requires.Missing("qemu-img cannot speak iSCSI: apt-get install qemu-block-extra");
        }

        return tool;
    }

    private static string Run(string tool, params string[] arguments)
    {
        var result = PeerProcess.Run(tool, arguments);
        Assert.True(result.ExitCode == 0, $"{tool} {string.Join(' ', arguments)}: {result.Output}{result.Error}");
        return result.Output;
    }
}
