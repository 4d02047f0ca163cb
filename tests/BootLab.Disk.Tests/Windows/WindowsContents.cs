using BootLab.Disk.Registry.Writing;
using BootLab.Disk.Tests.Ntfs;
using BootLab.Testing;

namespace BootLab.Disk.Tests.Windows;

/// <summary>Files of a Windows, by their paths; and the volume made of them.</summary>
internal sealed class WindowsContents
{
    public const string SystemHive = "Windows/System32/config/SYSTEM";
    public const string SoftwareHive = "Windows/System32/config/SOFTWARE";

    public Dictionary<string, byte[]> Files { get; } = [];

    /// <summary>What a boot by BIOS needs, with the hives of a Server 2012.</summary>
    public static WindowsContents ForBios(BcdContents bcd) => OfWindows("winload.exe").With("bootmgr", [1, 2, 3]).With("Boot/BCD", bcd.ToBytes());

    /// <summary>The Windows alone.</summary>
    public static WindowsContents OfWindows(string winload) => new WindowsContents()
        .With($"Windows/system32/{winload}", "no program"u8)
        .With(SystemHive, System())
        .With(SoftwareHive, Software());

    public static byte[] System(uint current = 1)
    {
        var writer = new RegistryHiveWriter("SYSTEM");
        writer.Root.Key("Select").Set("Current", current).Set("Default", 1);
        writer.Root.Key("ControlSet001\\Services\\e1iexpress").Set("Start", 3).Set("BootFlags", 1);
        return writer.ToBytes();
    }

    public static byte[] Software()
    {
        var writer = new RegistryHiveWriter("SOFTWARE");
        writer.Root.Key("Microsoft\\Windows NT\\CurrentVersion").Set("CurrentBuild", "9200").Set("ProductName", "Windows Server 2012 Standard").Set("InstallationType", "Server");
        return writer.ToBytes();
    }

    public WindowsContents With(string path, ReadOnlySpan<byte> content)
    {
        Files[path] = content.ToArray();
        return this;
    }

    public WindowsContents Without(string path)
    {
        Files.Remove(path);
        return this;
    }

    /// <summary>An NTFS volume with the files. Paths that differ in case alone are one folder there.</summary>
    public byte[] ToNtfs(int mebibytes = 8, string label = "Windows")
    {
        using var source = new TemporaryFolder();
        foreach (var (path, content) in Files)
        {
            source.Write(path.Replace("system32", "System32", StringComparison.Ordinal), content);
        }

        using var image = new NtfsImage(mebibytes, "--label", label).Apply(source.Root);
        return File.ReadAllBytes(image.Path);
    }
}
