using BootLab.Disk.Registry;
using BootLab.Disk.Tests.Ntfs;
using BootLab.Disk.Tests.Registry;
using BootLab.Testing;
using Xunit;

namespace BootLab.Disk.Tests.Making;

/// <summary>The hives of synthetic disks, as libhivex reads and changes them.</summary>
public sealed class SyntheticHiveTests
{
    public static TheoryData<string, string> Hives =>
        [.. SyntheticDisk.Names.SelectMany(name => new[] { "Windows/System32/config/SYSTEM", "Windows/System32/config/SOFTWARE" }.Select(hive => (name.Data, hive))), ("windows-2012", "Boot/BCD"), ("windows-7", "Boot/BCD")];

    [Theory]
    [MemberData(nameof(Hives))]
    public void Every_key_and_value_is_the_one_that_hivexml_and_hivexregedit_read(string disk, string hive)
    {
        using var folder = new TemporaryFolder();
        var path = Write(folder, disk, hive, out var read);

        Assert.Empty(read.Problems);
        Assert.Equal(Hivex.Lines(path), HiveContents.Lines(read));
        Assert.Equal(Hivex.Shown(path), HiveContents.Shown(read));
    }

    [Fact]
    public void Hivexget_reads_what_decides_a_boot()
    {
        using var folder = new TemporaryFolder();
        var path = Write(folder, "windows-2012", "Windows/System32/config/SYSTEM", out _);

        Assert.Equal("1", Hivex.Get(path, "\\Select", "Current"));
        Assert.Equal("3", Hivex.Get(path, "\\ControlSet001\\Services\\E1G60", "Start"));
        Assert.Equal("1", Hivex.Get(path, "\\ControlSet001\\Services\\E1G60", "BootFlags"));
        Assert.Equal("@System32\\drivers\\pci.sys,#65536;PCI bus %1, device %2, function %3;(8,4,1)", Hivex.Get(path, "\\ControlSet001\\Enum\\PCI\\VEN_8086&DEV_100E&SUBSYS_11001AF4&REV_03\\4&b007ab1&0&21E0", "LocationInformation"));
        Assert.Equal("1", Hivex.Get(path, "\\ControlSet001\\Control\\Network\\{4d36e974-e325-11ce-bfc1-08002be10318}\\{E7C3B2F0-F3C5-48DF-AF2B-10FED6D72E7A}\\Ndi", "FilterRunType"));
    }

    [Fact]
    public void What_hivexregedit_changes_is_read_back()
    {
        using var folder = new TemporaryFolder();
        var path = Write(folder, "windows-7", "Windows/System32/config/SYSTEM", out var before);
        Hivex.Merge(path, folder.Write("change.reg", """
            Windows Registry Editor Version 5.00

            [\ControlSet001\Services\E1G60]
            "BootFlags"=dword:00000000
            "Note"="added"

            [\ControlSet001\Services\new driver]
            "Start"=dword:00000003

            [-\ControlSet002]

            """u8));

        var after = RegistryHive.Open(File.ReadAllBytes(path));

        Assert.Equal((1u, 0u), (Flags(before), Flags(after)));
        Assert.Equal("added", after.Find("ControlSet001\\Services\\E1G60")!.Value("Note")!.AsString);
        Assert.Equal(3u, after.Find("ControlSet001\\Services\\new driver")!.Value("Start")!.AsUInt32);
        Assert.Null(after.Find("ControlSet002"));
        Assert.Equal(Hivex.Lines(path), HiveContents.Lines(after));

        static uint? Flags(RegistryHive hive) => hive.Find("ControlSet001\\Services\\E1G60")!.Value("BootFlags")!.AsUInt32;
    }

    private static string Write(TemporaryFolder folder, string name, string hive, out RegistryHive read)
    {
        using var disk = new SyntheticDisk(name);
        var bytes = disk.Volume.ReadAll(hive);
        read = RegistryHive.Open(bytes);
        return folder.Write("hive", bytes);
    }
}
