using BootLab.Disk.Making;
using BootLab.Disk.Registry.Bcd;
using BootLab.Disk.Windows;
using BootLab.Labs.Images;
using BootLab.Machine;
using BootLab.Os.Windows.Checklist;
using BootLab.Testing;
using BootLab.Vm.Images;
using Xunit;

namespace BootLab.Vm.Tests.Images;

/// <summary>Disks made from their description, and read as an image of Windows is read.</summary>
public sealed class WindowsImageMakerTests
{
    public static TheoryData<string> Kinds => [.. ImageFile.Kinds];

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Every_kind_has_a_sound_way_from_firmware_to_the_kernel_and_the_facts_of_its_description(string kind)
    {
        var spec = ImageFile.OfKind(kind).Read();

        var image = await MakeAsync(spec);

        Assert.All(image.BootPath, step => Assert.Null(step.Problem));
        Assert.True(spec.BootEntry is null || image.BootPath[^1].What == BootStep.SystemHive, image.BootPath[^1].ToString());
        Assert.Equal(spec.Version, image.Version);
        Assert.Equal(spec.Nics.OrderBy(nic => nic.InstanceId, StringComparer.Ordinal).Select(nic => (nic.Location, nic.ClassIndex, nic.Service)), image.Facts!.Nics.Select(nic => (nic.Device.PciLocation!.Value, nic.Adapter?.Index, nic.Service?.Name)));
        Assert.All(spec.Services, service =>
        {
            var read = image.Facts.Service(service.Key)!;
            Assert.Equal((service.Value.Start, service.Value.BootFlags, service.Value.Type, service.Value.Group, service.Value.Image), (read.Start!.Value, read.BootFlags, read.Type!.Value, read.Group, read.ImagePath));
        });
        Assert.Equal(0u, Assert.Single(image.Facts.Initiators).Device.ConfigFlags);
        Assert.True(image.HasFile("\\Windows\\System32\\drivers\\ndis.sys"));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Every_kind_is_ready_to_boot_through_the_nic_that_it_was_installed_through(string kind)
    {
        var checklist = HiveChecklist.Of(await MakeAsync(ImageFile.OfKind(kind).Read()), ChecklistOptions.None);

        // From Windows 7 on a mandatory filter is bound to the other port.
        Assert.Equal([("08:04.0", kind == "windows-2003"), ("08:04.1", true)], checklist.Nics.Select(nic => (nic.Name, nic.CanBoot!.Value)));
        Assert.Equal(kind == "windows-2003" ? string.Empty : "W-LWF-1", string.Join(" ", checklist.Lines.Where(line => line.State >= CheckState.Unknown).Select(line => line.FactId)));
    }

    [Fact]
    public async Task Another_firmware_changes_partitions_boot_manager_and_loader()
    {
        var bios = await MakeAsync(ImageFile.OfKind("windows-2012").Read());
        var uefi = await MakeAsync(ImageFile.OfKind("windows-2012").With(FirmwareKind.Uefi).Read());

        Assert.Equal((0x0b007ab1u, null, "NTFS"), (bios.MbrSignature!.Value, bios.GptGuid, string.Join(' ', bios.Partitions.Select(partition => partition.FileSystem))));
        Assert.Equal((null, new Guid("b007ab1d-0000-4000-8000-000000000000"), "FAT32 NTFS"), (uefi.MbrSignature, uefi.GptGuid!.Value, string.Join(' ', uefi.Partitions.Select(partition => partition.FileSystem))));
        Assert.Equal("\\Windows\\system32\\winload.exe", bios.Bcd!.Default!.Path);
        Assert.Equal("\\Windows\\system32\\winload.efi", uefi.Bcd!.Default!.Path);
        Assert.Equal(uefi.Partitions[1].Start, 2048 * 512 + uefi.Partitions[0].Length);
        Assert.All(uefi.BootPath, step => Assert.Null(step.Problem));
    }

    [Theory]
    [InlineData(BootDevice.AnotherDisk)]
    [InlineData(BootDevice.AnotherPartition)]
    [InlineData(BootDevice.None)]
    public async Task A_boot_configuration_may_be_wrong_on_purpose(BootDevice device)
    {
        foreach (var firmware in Enum.GetValues<FirmwareKind>())
        {
            var spec = ImageFile.OfKind("windows-2012").With(firmware).Read();

            var image = await MakeAsync(spec with { BootEntry = spec.BootEntry! with { OsDevice = device } });

            Assert.Contains(image.BootPath, step => step is { What: BootStep.Device, Problem: not null });
        }
    }

    [Fact]
    public async Task A_file_may_begin_like_a_record_of_the_volume()
    {
        var text = "FILE" + new string('x', 5000);

        var bytes = await MakeBytesAsync(ImageFile.OfKind("windows-2012").Read() with { Files = new Dictionary<string, string> { ["a/b.txt"] = text } });

        Assert.Equal(text, System.Text.Encoding.ASCII.GetString(ReadAll(Disk.Ntfs.NtfsVolume.Open(new MemoryStream(bytes), 2048 * 512), "a/b.txt")));
    }

    [Fact]
    public async Task What_is_missing_is_missing()
    {
        var spec = ImageFile.OfKind("windows-11").Read();

        var image = await MakeAsync(spec with { Missing = ["\\Windows\\System32\\drivers\\E1G6032E.sys", "EFI\\Microsoft\\Boot\\bootmgfw.efi", "EFI\\Boot\\bootx64.efi"] });

        Assert.False(image.HasFile("\\Windows\\System32\\drivers\\E1G6032E.sys"));
        Assert.Contains(image.BootPath, step => step is { What: BootStep.BootManager, Problem: not null });
    }

    [Fact]
    public async Task The_same_description_is_the_same_bytes()
    {
        foreach (var firmware in Enum.GetValues<FirmwareKind>())
        {
            var spec = ImageFile.OfKind("windows-2012").With(firmware).Read();

            var first = await WindowsImageMaker.MakeAsync(spec, TestContext.Current.CancellationToken);
            await Task.Delay(20, TestContext.Current.CancellationToken);
            var second = await WindowsImageMaker.MakeAsync(spec, TestContext.Current.CancellationToken);

            Assert.True(first.AsSpan().SequenceEqual(second));
        }
    }

    [Theory]
    [InlineData("windows-2012")]
    [InlineData("windows-7")]
    [InlineData("windows-11")]
    public async Task The_images_of_the_repository_have_the_files_of_their_description(string name)
    {
        var spec = ImageFile.Load(Repository.PathTo("images", $"{name}.yaml")).Read();
        await using var kept = Disk.Images.DiskImage.Open(Repository.PathTo("images", $"{name}.img.gz"));
        var fresh = new MemoryStream(await MakeBytesAsync(spec));

        Assert.Equal(kept.Length, fresh.Length);
        AssertSameFiles(kept, fresh, DiskPlan.Of(spec), WindowsFiles.OnWindowsVolume(spec));
        Assert.Equal(WindowsImage.Read(kept).BootPath, WindowsImage.Read(fresh).BootPath);
        Assert.Equal(Objects(WindowsImage.Read(kept).Bcd!), Objects(WindowsImage.Read(fresh).Bcd!));
    }

    private static void AssertSameFiles(Stream kept, Stream fresh, DiskPlan plan, IReadOnlyDictionary<string, byte[]> files)
    {
        var start = (long)plan.WindowsFirst * DiskPlan.SectorSize;
        var (left, right) = (Disk.Ntfs.NtfsVolume.Open(kept, start), Disk.Ntfs.NtfsVolume.Open(fresh, start));
        foreach (var (path, content) in files)
        {
            Assert.Equal(content, ReadAll(left, path));
            Assert.Equal(content, ReadAll(right, path));
        }
    }

    private static byte[] ReadAll(Disk.Ntfs.NtfsVolume volume, string path)
    {
        Assert.True(volume.TryFind(path, out var file), path);
        using var stream = volume.OpenRead(file);
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }

    private static IEnumerable<string> Objects(BcdStore store) =>
        store.Objects.SelectMany(entry => entry.Elements.Select(element => $"{entry.Name} {element.Type:x8} {Convert.ToHexStringLower(element.Value.Bytes)}"));

    private static async Task<WindowsImage> MakeAsync(WindowsDiskSpec spec) => WindowsImage.Read(new MemoryStream(await MakeBytesAsync(spec)));

    private static Task<byte[]> MakeBytesAsync(WindowsDiskSpec spec)
    {
        Requires.Tool("mkntfs", "ntfs-3g");
        Requires.Tool("wimapply", "wimtools");
        Requires.Tool("mformat", "mtools");
        return WindowsImageMaker.MakeAsync(spec, TestContext.Current.CancellationToken);
    }
}
