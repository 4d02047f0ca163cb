using System.Globalization;
using BootLab.Disk.Making;

namespace BootLab.Vm.Images;

/// <summary>
/// Makes synthetic disks with Windows on them: mkntfs and wimapply make and fill the NTFS volume, mtools the EFI system partition, and nothing is mounted. The same description gives the same
/// bytes with the same versions of these programs.
/// </summary>
public static class WindowsImageMaker
{
    private const uint EspSerialNumber = 0xb007ab1e;
    private const ulong NtfsSerialNumber = 0xb007ab1eb007ab1e;

    private static readonly DateTimeOffset _time = new(2026, 11, 1, 0, 0, 0, TimeSpan.Zero);

    // For mtools: no clock, no time zone.
    private static readonly string[] _mtoolsEnvironment = [$"SOURCE_DATE_EPOCH={_time.ToUnixTimeSeconds()}", "TZ=UTC", "MTOOLS_SKIP_CHECK=1"];

    /// <summary>The bytes of the disk.</summary>
    /// <exception cref="HostLacksException">A program is not installed.</exception>
    /// <exception cref="VmException">A program failed.</exception>
    public static async Task<byte[]> MakeAsync(WindowsDiskSpec spec, CancellationToken cancellation)
    {
        var programs = Programs.Find(spec.IsUefi);
        var plan = DiskPlan.Of(spec);
        var bootCode = BootCode.Make(spec.Title);
        var folder = Directory.CreateTempSubdirectory("bootlab-image-");
        try
        {
            var windows = await MakeNtfsAsync(programs, folder.FullName, plan, WindowsFiles.OnWindowsVolume(spec), cancellation);
            NtfsFinish.Apply(windows, NtfsSerialNumber, _time, bootCode);
            var esp = spec.IsUefi ? await MakeEspAsync(programs, folder.FullName, plan, WindowsFiles.OnEfiSystemPartition(spec), cancellation) : [];
            FatFinish.Apply(esp, bootCode);
            return DiskComposer.Compose(plan, bootCode, windows, esp);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<byte[]> MakeNtfsAsync(Programs programs, string folder, DiskPlan plan, IReadOnlyDictionary<string, byte[]> files, CancellationToken cancellation)
    {
        var source = Path.Combine(folder, "windows");
        foreach (var (path, content) in files)
        {
            await LayDownAsync(Path.Combine(source, path), content, cancellation);
        }

        var volume = MakeEmpty(Path.Combine(folder, "windows.img"), plan.WindowsSectors);
        var archive = Path.Combine(folder, "windows.wim");
        await HostProgram.RunAsync(
            programs.Mkntfs,
            ["--force", "--quiet", "--quick", "--label", "Windows", "--sector-size", Number(DiskPlan.SectorSize), "--partition-start", Number(plan.WindowsFirst), "--heads", "255", "--sectors-per-track", "63", volume],
            cancellation: cancellation);
        await HostProgram.RunAsync(programs.Wimcapture, [source, archive, "--compress=none", "--no-acls", "--quiet"], cancellation: cancellation);
        await HostProgram.RunAsync(programs.Wimapply, [archive, "1", volume, "--quiet"], cancellation: cancellation);
        return await File.ReadAllBytesAsync(volume, cancellation);
    }

    private static async Task<byte[]> MakeEspAsync(Programs programs, string folder, DiskPlan plan, IReadOnlyDictionary<string, byte[]> files, CancellationToken cancellation)
    {
        var volume = MakeEmpty(Path.Combine(folder, "esp.img"), plan.EspSectors);
        await RunMtoolAsync(programs.Mformat, "-i", volume, "-F", "-c", "1", "-h", "255", "-s", "63", "-H", Number(plan.EspFirst), "-N", EspSerialNumber.ToString("x8", CultureInfo.InvariantCulture), "-v", "ESP", "::");
        var folders = files.Keys.SelectMany(path => path.Split('/').SkipLast(1).Aggregate(new List<string>(), (above, name) => [.. above, above.Count == 0 ? name : $"{above[^1]}/{name}"]));
        foreach (var path in folders.Distinct(StringComparer.OrdinalIgnoreCase))
        {
            await RunMtoolAsync(programs.Mmd, "-i", volume, $"::/{path}");
        }

        var file = Path.Combine(folder, "file");
        foreach (var (path, content) in files)
        {
            await File.WriteAllBytesAsync(file, content, cancellation);
            await RunMtoolAsync(programs.Mcopy, "-i", volume, file, $"::/{path}");
        }

        return await File.ReadAllBytesAsync(volume, cancellation);

        Task RunMtoolAsync(string program, params string[] arguments) => HostProgram.RunAsync("env", [.. _mtoolsEnvironment, program, .. arguments], cancellation: cancellation);
    }

    private static async Task LayDownAsync(string path, byte[] content, CancellationToken cancellation)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        await File.WriteAllBytesAsync(path, content, cancellation);
    }

    private static string MakeEmpty(string path, int sectors)
    {
        using var file = File.Create(path);
        file.SetLength((long)sectors * DiskPlan.SectorSize);
        return path;
    }

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

    // All are looked for before any is run; those of mtools are empty where they are not needed.
    private sealed record Programs(string Mkntfs, string Wimcapture, string Wimapply, string Mformat, string Mmd, string Mcopy)
    {
        public static Programs Find(bool isUefi)
        {
            return new Programs(
                HostProgram.Require("mkntfs", "ntfs-3g"),
                HostProgram.Require("wimcapture", "wimtools"),
                HostProgram.Require("wimapply", "wimtools"),
                Mtool("mformat"),
                Mtool("mmd"),
                Mtool("mcopy"));

            string Mtool(string program) => isUefi ? HostProgram.Require(program, "mtools") : string.Empty;
        }
    }
}
