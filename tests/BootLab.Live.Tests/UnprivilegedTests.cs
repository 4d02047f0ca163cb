using BootLab.Testing;
using Xunit;

namespace BootLab.Live.Tests;

/// <summary>What a user without privileges can do: everything in a namespace of the run's own, nothing on the host's interfaces.</summary>
public sealed class UnprivilegedTests : IDisposable
{
    private readonly LiveLab _lab = new();

    [Fact]
    public void A_lab_boots_against_real_servers()
    {
        var bootlab = AsNobody();
        var mayUnshare = PeerProcess.Run(bootlab[0], [.. bootlab.TakeWhile(word => word != LiveLab.Bootlab[0]).Skip(1), "unshare", "--user", "--map-root-user", "--net", "true"]).ExitCode == 0;

        var live = _lab.Run(bootlab, "live", "--live", "san", "--peer", _lab.Dnsmasq, "--peer", _lab.Tgtd());

        if (!mayUnshare)
        {
            Assert.Equal((4, ""), (live.ExitCode, live.Output));
            Assert.Matches("^bootlab: the kernel gives this user no network namespace .*: allow user namespaces .*\n$", live.Error);
            return;
        }

        Assert.Equal((0, ""), (live.ExitCode, live.Error));
        Assert.Equal(0, _lab.Run("simulated").ExitCode);
        Assert.Equal(_lab.Table("simulated"), _lab.Table("live"));
        Assert.Empty(_lab.Processes());
    }

    [Fact]
    public void An_interface_of_the_host_is_refused_with_4_and_how_to_mend_it()
    {
        var live = _lab.Run(AsNobody(), "live", "--live", "san=lo");

        Assert.Equal((4, ""), (live.ExitCode, live.Output));
        Assert.Matches("^bootlab: this user may not open the interface 'lo' \\(no CAP_NET_RAW\\): .*\n$", live.Error);
    }

    public void Dispose() => _lab.Dispose();

    /// <summary>bootlab for a user who owns nothing and may do nothing, in a copy that this user can read.</summary>
    private string[] AsNobody()
    {
        var copy = Directory.CreateDirectory(_lab.Folder.PathTo("bin")).FullName;
        foreach (var file in Directory.EnumerateFiles(AppContext.BaseDirectory))
        {
            File.Copy(file, Path.Combine(copy, Path.GetFileName(file)));
        }

        Assert.Equal(0, PeerProcess.Run("chmod", ["-R", "a+rwX", _lab.Folder.Root]).ExitCode);
        string[] nobody = Environment.IsPrivilegedProcess ? ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "--"] : ["setpriv", "--"];
        return [.. nobody, LiveLab.Bootlab[0], Path.Combine(copy, "bootlab.dll")];
    }
}
