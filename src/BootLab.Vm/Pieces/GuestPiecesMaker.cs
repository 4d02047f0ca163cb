using System.Security.Cryptography;
using System.Text;

namespace BootLab.Vm.Pieces;

/// <summary>Makes guest pieces: a kernel from the Debian archive, unpacked but not installed; busybox and iscsistart of this host; an init of our own.</summary>
internal sealed class GuestPiecesMaker(string root, Action<string> progress)
{
    private static readonly string[] _applets =
    [
        "base64", "basename", "cat", "dmesg", "find", "grep", "head", "insmod", "ip", "ls", "mount", "readlink", "rmmod", "sh", "sleep", "stty", "sync", "tr", "udhcpc", "umount", "usleep",
    ];

    private static readonly string[] _nicModules = ["virtio_pci", "virtio_net", "e1000", "e1000e"];

    // Tells QEMU that the kernel panics.
    private static readonly string[] _crashModules = ["pvpanic_mmio"];

    // iscsi_tcp asks for crc32c by name when digests are negotiated, ext4 for its journal; neither is a dependency that the module itself states.
    private static readonly string[] _loginModules = ["crc32c_generic", "crct10dif_generic", "sd_mod", "iscsi_tcp", "ext4"];

    private static readonly string[] _openIscsi = ["iscsistart", "iscsid", "iscsiadm"];

    private static readonly byte[] _init = ReadInit();

    // What udhcpc does with a lease.
    private static readonly byte[] _takeLease = [.. "#!/bin/sh\n[ \"$1\" != bound ] || ip addr add \"$ip/$mask\" dev \"$interface\"\n"u8];

    /// <summary>Changes with everything that decides what pieces are made of, but for the programs and the kernel themselves.</summary>
    public static string Recipe { get; } = Short(SHA256.HashData(
        [.. _init, .. _takeLease, .. Encoding.UTF8.GetBytes(string.Join(' ', [.. _applets, .. _nicModules, .. _crashModules, .. _loginModules, .. _openIscsi]))]));

    /// <summary>Makes the pieces of the kernel that the archive offers, unless a whole set of them exists.</summary>
    public async Task<GuestPieces> MakeAsync(CancellationToken cancellation)
    {
        var unpack = HostProgram.Require("dpkg-deb", "dpkg");
        var busybox = await ReadBusyboxAsync(cancellation);
        string[] openIscsi = [.. _openIscsi.Select(program => HostProgram.Require(program, "open-iscsi"))];
        var apt = new Apt(root);
        var package = await apt.FindKernelAsync(progress, cancellation);
        var version = package.Name["linux-image-".Length..];
        var made = SHA256.HashData([.. Encoding.UTF8.GetBytes(package.File + Recipe), .. SHA256.HashData(busybox), .. openIscsi.SelectMany(program => SHA256.HashData(File.ReadAllBytes(program)))]);
        var folder = Path.Combine(root, $"{version}-{Short(made)}");
        if (PiecesManifest.Check(folder, Recipe) is not null)
        {
            return new GuestPieces(folder, version);
        }

        var fresh = Directory.CreateDirectory(Path.Combine(root, $".new-{Environment.ProcessId}")).FullName;
        try
        {
            var unpacked = Path.Combine(fresh, "package");
            var file = await apt.DownloadAsync(package, fresh, progress, cancellation);
            progress($"unpacking {package.Name}");
            await HostProgram.RunAsync(unpack, ["-x", file, unpacked], cancellation: cancellation);
            File.Delete(file);
            await WriteKernelAsync(unpacked, version, fresh, cancellation);
            progress("packing the guests' file systems");
            await WriteSystemsAsync(fresh, busybox, openIscsi, new KernelModules(ModulesFolder(unpacked, version)), cancellation);
            Directory.Delete(unpacked, recursive: true);
            PiecesManifest.Write(fresh, Recipe, version);
            if (Directory.Exists(folder))
            {
                Directory.Delete(folder, recursive: true);
            }

            Directory.Move(fresh, folder);
        }
        finally
        {
            if (Directory.Exists(fresh))
            {
                Directory.Delete(fresh, recursive: true);
            }
        }

        return new GuestPieces(folder, version);
    }

    private static async Task<byte[]> ReadBusyboxAsync(CancellationToken cancellation)
    {
        var busybox = await File.ReadAllBytesAsync(HostProgram.Require("busybox", "busybox-static"), cancellation);
        // A program that needs libraries names its interpreter, the dynamic loader; the guest has none.
        return busybox.AsSpan().IndexOf("/ld-linux"u8) < 0 ? busybox : throw new HostLacksException("this host's busybox needs libraries: apt-get install busybox-static");
    }

    private async Task WriteKernelAsync(string unpacked, string version, string folder, CancellationToken cancellation)
    {
        progress("unpacking the kernel");
        var image = await File.ReadAllBytesAsync(Path.Combine(unpacked, "boot", $"vmlinuz-{version}"), cancellation);
        await File.WriteAllBytesAsync(Path.Combine(folder, "vmlinuz"), image, cancellation);
        await File.WriteAllBytesAsync(Path.Combine(folder, "vmlinux"), await BootImage.ReadKernelAsync(image, cancellation), cancellation);
    }

    private static string ModulesFolder(string unpacked, string version) =>
        new[] { "lib", "usr/lib" }.Select(lib => Path.Combine(unpacked, lib, "modules", version)).FirstOrDefault(Directory.Exists)
        ?? throw new VmException($"the kernel's package has no folder lib/modules/{version}");

    private static async Task WriteSystemsAsync(string folder, byte[] busybox, string[] openIscsi, KernelModules modules, CancellationToken cancellation)
    {
        var ibft = await modules.InLoadOrderAsync(["iscsi_ibft"], cancellation);
        var nics = await modules.InLoadOrderAsync(_nicModules, cancellation);
        var crash = await modules.InLoadOrderAsync(_crashModules, cancellation);
        var login = await modules.InLoadOrderAsync(_loginModules, cancellation);
        var libraries = await SharedLibraries.OfAsync(openIscsi, cancellation);

        foreach (var (name, canLogIn) in new[] { ("report.cpio", false), ("login.cpio", true) })
        {
            await using var file = File.Create(Path.Combine(folder, name));
            var system = new CpioWriter(file);
            foreach (var empty in new[] { "proc", "sys", "dev", "mnt", "tmp", "run/lock", "etc/iscsi" })
            {
                system.AddFolder(empty);
            }

            system.AddFile("init", _init, isExecutable: true);
            system.AddFile("bin/take-lease", _takeLease, isExecutable: true);
            system.AddFile("bin/busybox", busybox, isExecutable: true);
            foreach (var applet in _applets)
            {
                system.AddLink($"bin/{applet}", "busybox");
            }

            AddModules(system, canLogIn ? [.. ibft, .. nics, .. crash, .. login] : [.. ibft, .. nics, .. crash]);
            AddList(system, "ibft", ibft.SkipLast(1));
            AddList(system, "nics", nics);
            AddList(system, "crash", crash);
            AddList(system, "login", login);
            if (canLogIn)
            {
                system.AddFile("etc/iscsi/initiatorname.iscsi", "InitiatorName=iqn.2026-11.lab.bootlab:guest\n"u8);
                system.AddFile("etc/passwd", "root:x:0:0:root:/:/bin/sh\n"u8); // iscsid asks who its user is
                system.AddFile("etc/iscsi/iscsid.conf", "node.startup = manual\n"u8);
                foreach (var program in openIscsi)
                {
                    system.AddFile($"sbin/{Path.GetFileName(program)}", await File.ReadAllBytesAsync(program, cancellation), isExecutable: true);
                }

                foreach (var library in libraries)
                {
                    system.AddFile(library[1..], await File.ReadAllBytesAsync(library, cancellation), isExecutable: true);
                }
            }

            system.Finish();
        }
    }

    private static void AddModules(CpioWriter system, IEnumerable<KernelModule> modules)
    {
        foreach (var module in modules.DistinctBy(module => module.Name))
        {
            system.AddFile($"mod/{module.Name}.ko", module.Content);
        }
    }

    private static void AddList(CpioWriter system, string name, IEnumerable<KernelModule> modules) =>
        system.AddFile($"mod/{name}.list", Encoding.ASCII.GetBytes(string.Concat(modules.Select(module => module.Name + "\n"))));

    private static string Short(byte[] hash) => Convert.ToHexStringLower(hash)[..12];

    private static byte[] ReadInit()
    {
        using var stream = typeof(GuestPiecesMaker).Assembly.GetManifestResourceStream("init.sh")!;
        using var content = new MemoryStream();
        stream.CopyTo(content);
        return content.ToArray();
    }
}
