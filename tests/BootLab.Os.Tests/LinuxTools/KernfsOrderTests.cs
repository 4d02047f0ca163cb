using BootLab.Os.LinuxTools;
using Xunit;

namespace BootLab.Os.Tests.LinuxTools;

public sealed class KernfsOrderTests
{
    [Fact]
    public void Folders_have_an_order_of_their_own() =>
        Assert.Equal(
            ["ethernet0", "initiator", "ethernet3", "target2", "ethernet1", "target0", "target3", "ethernet2", "target1", "acpi_header"],
            KernfsOrder.Sort(["acpi_header", "ethernet0", "ethernet1", "ethernet2", "ethernet3", "initiator", "target0", "target1", "target2", "target3"]));

    // sysfs of the host is listed by the same hash.
    [Theory]
    [InlineData("/sys/bus")]
    [InlineData("/sys/class")]
    [InlineData("/sys/module")]
    public void The_host_lists_its_folders_like_this(string folder)
    {
        if (!Directory.Exists(folder))
        {
            Assert.Skip($"{folder} is not there");
        }

        var names = Directory.EnumerateFileSystemEntries(folder).Select(path => Path.GetFileName(path)!).ToList();
        Assert.Equal(KernfsOrder.Sort(names), names);
    }
}
